//! Somebody is brought onto the app: invited, or taken over.

use scalingo::{App, Collaborator, Error, Invitation, InviteError, Who};
use tf_provider::Diagnostic;

use super::access::{Arrival, arrival};
use super::arrival::{already_there, is_asked_for, presence};
use super::host::{Host, is_owned_by};
use super::note::Note;
use super::person::{Person, Wanted};
use super::stay::change_role;
use crate::diagnostics::collaborator::incomplete_state;
use crate::diagnostics::{Told, access as messages, api};
use crate::seats::Seat;
use crate::session::Session;

/// Brings the person onto the app: an invitation, or nothing but the role for
/// somebody who is there. A failure after somebody was taken over is told
/// beside the true state.
pub(super) async fn apply(
    session: &Session,
    host: Host,
    planned: Person,
) -> Result<Told<(Person, Note)>, Diagnostic> {
    let wanted = planned
        .wanted(host)
        .ok_or_else(|| incomplete_state("email"))?;
    let app = host.app(session, wanted.app).await;
    let app = app.map_err(|error| not_invited(&wanted, &error))?;
    let seat = wanted.seat(session, None).await;
    if !session.seats.takes(&seat) {
        return Err(messages::duplicate(
            &session.shown(&wanted.email),
            wanted.app,
        ));
    }
    if let Some(app) = app.filter(|app| is_owned_by(app, &wanted.email)) {
        return own(session, &wanted, planned.clone(), &app);
    }
    let outcome = invite_or_take_over(session, &wanted, &seat).await;
    if outcome.is_err() {
        session.seats.empties(&seat);
    }
    Ok(outcome?.map(|(row, took_over)| {
        let note = Note::new().taking_over(took_over);
        (planned.clone().with(&row), note)
    }))
}

fn own(
    session: &Session,
    wanted: &Wanted<'_>,
    planned: Person,
    app: &App,
) -> Result<Told<(Person, Note)>, Diagnostic> {
    if wanted.is_limited {
        let who = session.shown(&wanted.email);
        return Err(messages::limited_owner(&who, wanted.app));
    }
    Ok(Told::quiet((planned.owning(app), Note::new())))
}

/// The person as they are on the app now, and whether they were there before.
pub(super) async fn invite_or_take_over(
    session: &Session,
    wanted: &Wanted<'_>,
    seat: &Seat,
) -> Result<Told<(Collaborator, bool)>, Diagnostic> {
    let invitation = Invitation {
        email: wanted.email.clone(),
        is_limited: wanted.is_limited,
    };
    let client = session.client();
    match session
        .rosters
        .invite(&client, wanted.app, &invitation)
        .await
    {
        Ok(invited) => Ok(Told::quiet((invited, false))),
        Err(InviteError::AlreadyThere { collaborator }) => {
            let told = take_over(session, wanted, seat, *collaborator).await?;
            Ok(told.map(|row| (row, true)))
        }
        Err(InviteError::Failed(error)) => Err(not_invited(wanted, &error)),
        Err(unknown) => {
            let who = session.shown(&wanted.email);
            Err(messages::invitation_unknown(&who, wanted.app, &unknown))
        }
    }
}

async fn take_over(
    session: &Session,
    wanted: &Wanted<'_>,
    seat: &Seat,
    row: Collaborator,
) -> Result<Told<Collaborator>, Diagnostic> {
    let has_reason = is_asked_for(session, wanted) || session.seats.is_forgotten(seat);
    let decision = arrival(
        presence(&row, wanted.is_limited),
        wanted.is_limited,
        has_reason,
    );
    if decision != Arrival::TakeOver {
        return Err(already_there(session, wanted));
    }
    if row.is_limited == wanted.is_limited {
        return Ok(Told::quiet(row));
    }
    let who = Who {
        id: Some(&row.id),
        email: &wanted.email,
    };
    let changed = change_role(session, wanted.app, who, wanted.is_limited).await;
    Ok(match changed {
        Ok(()) => Told::quiet(Collaborator {
            is_limited: wanted.is_limited,
            ..row
        }),
        Err(problem) => Told::quiet(row).error(problem),
    })
}

fn not_invited(wanted: &Wanted<'_>, error: &Error) -> Diagnostic {
    match (error, wanted.host) {
        (Error::NotFound { .. }, Host::App) => api::app_unknown("app", wanted.app),
        (Error::NotFound { .. }, Host::Database) => api::database_unknown(wanted.app),
        _ => api::failure("invite a collaborator", error),
    }
}
