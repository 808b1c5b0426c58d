//! Everybody on one app or database as one resource.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `change.rs` | the decisions about a team, pure |
//! | `attributes.rs` | the attributes, for apps and for databases |
//! | `schema.rs` | their schema |
//! | `validation.rs` | what a configuration must not say |
//! | `arrival.rs` | a team comes: planned |
//! | `read.rs` | a team is refreshed |
//! | `stay.rs` | a team stays: planned |
//! | `newcomers.rs` | what a plan says of the people who come |
//! | `claim.rs` | the seats of a team |
//! | `apply.rs` | a team is made or changed |
//! | `work.rs` | invitations, roles and removals, one kind after the other |
//! | `calls.rs` | calls for many people, some at a time |
//! | `departure.rs` | a team goes: planned, then removed or forgotten |
//! | `import.rs` | a team is brought in by the app's id or name |
//! | `list.rs` | which teams there are, for `terraform query` |
//! | `note.rs` | what one call leaves for the next in the private bytes |
//! | `resource.rs` | the traits of the two resources |

mod apply;
mod arrival;
mod attributes;
mod calls;
mod change;
mod claim;
mod departure;
mod import;
mod list;
mod newcomers;
mod note;
mod read;
mod resource;
mod schema;
mod stay;
mod validation;
mod work;

pub(crate) use list::{DatabaseTeamList, TeamList};
pub(crate) use resource::{DatabaseTeamResource, TeamResource};
