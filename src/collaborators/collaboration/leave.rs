//! The account leaves an app.

use scalingo::{Error, User};
use tf_provider::Diagnostic;

use super::super::note::Note;
use super::attributes::Collaboration;
use super::place;
use super::standing::{Freshness, Standing, account_of, look};
use crate::diagnostics::collaboration as messages;
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Plans an object that goes, unless another one of the plan joins the same app.
pub(super) fn plan(
    cell: &SessionCell,
    prior: &Collaboration,
    note: Note,
) -> Result<Note, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    let at = prior.at()?;
    place::refused(cell.seats().leaves(&place::stored(&at), &nonce), at.app)?;
    Ok(note)
}

/// Removes the account's own row and nothing else. Not to be on the app is
/// done; the owner stays, and so does who joined again in this apply (create
/// before destroy).
pub(super) async fn apply(session: &Session, prior: &Collaboration) -> Result<(), Diagnostic> {
    let at = prior.at()?;
    let seat = place::stored(&at);
    if session.seats.is_taken(&seat) {
        return Ok(());
    }
    let user = account_of(session, prior).await?;
    let who = session.shown(&user.email);
    let (app, row) = match look(session, user, at.target(), Freshness::Now).await? {
        Standing::Absent | Standing::Owner(_) => return Ok(()),
        Standing::Joined(app, row) => (app, row),
    };
    let row = row.ok_or_else(|| messages::row_not_shown(&who, at.app))?;
    let removal = session.client().remove(&app.id, &row.id).await;
    session.rosters.forget(&app.id);
    if let Err(error) = removal {
        is_gone_after(session, user, &app.id, &error)
            .await
            .ok_or_else(|| messages::not_left(&who, at.app, &error))?;
    }
    session.seats.empties(&seat);
    Ok(())
}

/// Whether the account is off the app although the reply does not prove it.
async fn is_gone_after(session: &Session, user: &User, app: &str, error: &Error) -> Option<()> {
    if !error.is_not_found() && !error.outcome_unknown() {
        return None;
    }
    let standing = look(session, user, app, Freshness::Now).await;
    matches!(standing, Ok(Standing::Absent)).then_some(())
}
