//! Which objects of this configuration are about the same app.
//!
//! One app has one object for each account, and a renamed key makes two of it
//! in one plan: one that leaves and one that joins. So both leave their marks
//! where people's instances do, under names that no app has: a collaboration
//! and a resource for the same person never meet.

use scalingo::Email;
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::NamedHost;
use crate::diagnostics::collaboration as messages;
use crate::seats::{Seat, Verdict, Written};
use crate::session::cell::SessionCell;

/// Stands for the account, which is the same for all objects of a provider
/// block.
const ACCOUNT: &str = "(own account)";

/// The place of the account on the app with this id, or on one whose id is not
/// known yet.
pub(super) fn by_id(app: &str) -> Seat {
    Seat {
        apps: vec![format!("{ACCOUNT} {app}")],
        email: Email::as_given(ACCOUNT),
        id: None,
    }
}

/// The place that the state has.
pub(super) fn stored(at: &NamedHost<'_>) -> Seat {
    by_id(at.target())
}

/// The place of a new object. The account may not see the app before it joins;
/// then its name has to do.
pub(super) async fn wanted(cell: &SessionCell, app: &str) -> Seat {
    let known = match cell.get() {
        Ok(session) => session.app(app).await.ok(),
        Err(_) => None,
    };
    by_id(known.as_ref().map_or(app, |known| &known.id))
}

/// What the configuration says of an object.
pub(super) fn written(app: &Value<String>) -> Written {
    let app = app.as_deref_option();
    Written(vec![app.map(|app| format!("{ACCOUNT} {app}"))])
}

/// The error for a place that another object has a part in.
pub(super) fn refused(verdict: Verdict, app: &str) -> Result<(), Diagnostic> {
    match verdict {
        Verdict::Free | Verdict::BesideTeam => Ok(()),
        Verdict::HeldTwice => Err(messages::duplicate(app)),
        Verdict::HeldAndLeft => Err(messages::joined_and_left(app)),
    }
}
