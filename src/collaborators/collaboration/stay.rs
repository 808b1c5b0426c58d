//! The account stays on an app: refreshed, planned.

use scalingo::Email;
use tf_provider::{AttributePath, Diagnostic};

use super::super::note::Note;
use super::super::person::present;
use super::attributes::Collaboration;
use super::place;
use super::standing::{Freshness, Standing, account_of, look};
use crate::diagnostics::{Told, collaborator as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The state after a refresh, none when the account is not on the app any more,
/// also where the app does not show itself.
pub(super) async fn read(
    session: &Session,
    state: Collaboration,
    note: &Note,
) -> Result<Option<Collaboration>, Diagnostic> {
    let user = account_of(session, &state).await?;
    let at = state.at()?;
    session.seats.reads(&place::stored(&at), note.nonce());
    let (app, row) = match look(session, user, at.target(), Freshness::Recent).await? {
        Standing::Absent => return Ok(None),
        Standing::Owner(app) => (app, None),
        Standing::Joined(app, row) => (app, row),
    };
    Ok(Some(state.clone().with(user, &app.id, row.as_ref())))
}

/// What the plan of an existing object answers.
pub(super) struct Change {
    pub(super) planned: Collaboration,
    pub(super) note: Note,
    pub(super) replace: Vec<AttributePath>,
}

/// Plans an object that is in the state. Another app needs another object,
/// nothing else changes.
pub(super) async fn plan(
    cell: &SessionCell,
    prior: &Collaboration,
    planned: Collaboration,
    note: Note,
) -> Result<Told<Change>, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    let at = prior.at()?;
    let seat = place::stored(&at);
    let in_place = |planned| Change {
        planned,
        note: note.clone(),
        replace: Vec::new(),
    };
    if planned.app.is_unknown() {
        cell.seats().plans_as(&place::written(&planned.app));
        place::refused(cell.seats().holds(&seat, &nonce), at.app)?;
        let email = Email::as_given(present("email", &prior.email)?);
        let warning = messages::not_known_yet("app", &cell.shown(&email), at.app);
        return Ok(Told::quiet(in_place(planned.with_unknown_facts())).warning(warning));
    }
    if at.is_named_by(cell, &planned.app).await? {
        place::refused(cell.seats().holds(&seat, &nonce), at.app)?;
        return Ok(Told::quiet(in_place(prior.clone())));
    }
    place::refused(cell.seats().leaves(&seat, &nonce), at.app)?;
    Ok(Told::quiet(Change {
        replace: vec![AttributePath::new("app")],
        ..in_place(planned)
    }))
}
