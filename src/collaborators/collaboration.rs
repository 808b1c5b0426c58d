//! That the account whose token is in use works on an app.
//!
//! It is about the account itself and not about people that it manages, so it
//! has no part in their seats: it may stand beside a resource for the same
//! person. Nor does it need proof of a removal: to leave is its purpose.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `attributes.rs` | the attributes |
//! | `schema.rs` | their schema |
//! | `link.rs` | the token in the link of an invitation |
//! | `standing.rs` | whose account it is, and how it stands to an app |
//! | `place.rs` | which objects of this configuration are about the same app |
//! | `join.rs` | the account joins |
//! | `stay.rs` | the account stays: refreshed, planned |
//! | `leave.rs` | the account leaves |
//! | `import.rs` | a collaboration is brought in by its app |
//! | `resource.rs` | the traits of the resource |

mod attributes;
mod import;
mod join;
mod leave;
mod link;
mod place;
mod resource;
mod schema;
mod standing;
mod stay;

pub(crate) use resource::CollaborationResource;
