//! The invitation of somebody who has not accepted yet.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `link.rs` | the ephemeral resource `scalingo_invitation`: its link |

mod link;

pub(crate) use link::InvitationLink;
