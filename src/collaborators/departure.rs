//! Somebody goes: planned, then removed or forgotten.

use scalingo::Error;
use tf_provider::Diagnostic;

use super::access::{Departing, Departure, departure};
use super::host::Host;
use super::note::Note;
use super::person::{Person, Stored};
use super::seat::refused;
use crate::diagnostics::collaborator as messages;
use crate::seats::Nonce;
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Plans a person whose instance goes.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    prior: &Person,
    note: Note,
) -> Result<Note, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    self::note(cell, host, prior, &nonce).await?;
    Ok(note)
}

/// Notes that the object of `prior` leaves its seat, and refuses what must not
/// happen: another object holds the seat, or it is the token's own account.
pub(super) async fn note(
    cell: &SessionCell,
    host: Host,
    prior: &Person,
    nonce: &Nonce,
) -> Result<(), Diagnostic> {
    let stored = prior.stored(host)?;
    let who = cell.shown(&stored.email);
    let Ok(session) = cell.get() else {
        let verdict = cell.seats().leaves(&stored.seat_as_written(), nonce);
        return refused(verdict, &who, stored.app);
    };
    let seat = stored.seat(&session).await;
    refused(session.seats.leaves(&seat, nonce), &who, stored.app)?;
    if decide(&session, &stored, false).await? == Departure::RefuseSelf {
        return Err(messages::own_removal(&who, stored.app));
    }
    Ok(())
}

/// Removes the person, unless only the state is to forget them. Somebody who is
/// gone already is done.
pub(super) async fn apply(
    session: &Session,
    host: Host,
    prior: &Person,
    note: &Note,
) -> Result<(), Diagnostic> {
    let stored = prior.stored(host)?;
    let seat = stored.seat(session).await;
    if note.forgets(&stored) {
        session.seats.forgets(&seat);
        return Ok(());
    }
    match decide(session, &stored, session.seats.is_taken(&seat)).await? {
        Departure::Forget => Ok(()),
        Departure::RefuseSelf => {
            let who = session.shown(&stored.email);
            Err(messages::own_removal(&who, stored.app))
        }
        Departure::Remove => {
            remove(session, &stored).await?;
            session.seats.empties(&seat);
            Ok(())
        }
    }
}

async fn decide(
    session: &Session,
    stored: &Stored<'_>,
    is_held: bool,
) -> Result<Departure, Diagnostic> {
    let stays = stored.is_owner || is_held;
    let is_self = !stays
        && !stored.allow_self_removal
        && session
            .is_current_user(stored.user_id, &stored.email)
            .await?;
    Ok(departure(Departing {
        stays,
        is_self,
        allow_self_removal: stored.allow_self_removal,
    }))
}

/// Removes the person; somebody who is gone already is done.
pub(super) async fn remove(session: &Session, stored: &Stored<'_>) -> Result<(), Diagnostic> {
    let _turn = session.beside_resends().await;
    let client = session.client();
    let removal = session
        .rosters
        .remove(&client, stored.target(), stored.who())
        .await;
    match removal {
        Ok(_) => Ok(()),
        Err(Error::NotFound { .. }) if session.is_gone(stored.target()) => Ok(()),
        Err(Error::NotFound { .. }) => {
            let who = session.shown(&stored.email);
            Err(stored.at().missing(session, &who).await)
        }
        Err(error) => Err(messages::not_removed(
            &session.shown(&stored.email),
            stored.app,
            &error,
        )),
    }
}
