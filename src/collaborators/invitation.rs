//! The invitation of somebody who has not accepted yet.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `link.rs` | the ephemeral resource `scalingo_invitation`: its link |
//! | `resend.rs` | the action `scalingo_invitation_resend` |
//! | `choice.rs` | whom it is about, pure |
//! | `invocation.rs` | one invocation of it, on one app |
//! | `round.rs` | one after the other, with progress |
//! | `turn.rs` | one person: cancelled and invited again |

mod choice;
mod invocation;
mod link;
mod resend;
mod round;
mod turn;

pub(crate) use link::InvitationLink;
pub(crate) use resend::InvitationResend;
