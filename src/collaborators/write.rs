//! Invite, change the role, remove.

use scalingo::{Collaborator, Error, Invitation, InviteError, Who};
use tf_provider::Diagnostic;

use super::decide::{Arrival, Arriving, Departing, Departure, arrival, departure};
use super::place::{Place, Stored, Wanted, seat};
use crate::diagnostics::{api, collaborator as messages};
use crate::seats::{Call, Settled, Wait};
use crate::session::Session;

/// Sends one invitation, or takes over who is there when that is wanted or
/// when an instance that managed them goes in the same run.
pub(crate) async fn invite(
    session: &Session,
    call: &Call<'_>,
    wanted: &Wanted<'_>,
) -> Result<Collaborator, Diagnostic> {
    let invitation = Invitation {
        email: wanted.email.clone(),
        is_limited: wanted.is_limited,
    };
    let outcome = session
        .rosters
        .invite(&session.client(), wanted.app, &invitation)
        .await;
    match outcome {
        Ok(invited) => Ok(invited),
        Err(InviteError::AlreadyThere { collaborator }) => {
            take_over(session, call, wanted, *collaborator).await
        }
        Err(InviteError::Failed(Error::NotFound { .. })) => Err(match wanted.place {
            Place::App => api::app_unknown("app", wanted.app),
            Place::Database => api::database_unknown(wanted.app),
        }),
        Err(InviteError::Failed(error)) => Err(api::failure("invite a collaborator", &error)),
        Err(other) => Err(messages::invitation_unknown(wanted.app, &other)),
    }
}

async fn take_over(
    session: &Session,
    call: &Call<'_>,
    wanted: &Wanted<'_>,
    mut person: Collaborator,
) -> Result<Collaborator, Diagnostic> {
    let seat = seat(session, wanted.place, wanted.app, &wanted.email).await;
    let decide = |fate| {
        arrival(Arriving {
            is_there: true,
            adopt_existing: wanted.adopt_existing,
            fate,
            ..Arriving::default()
        })
    };
    let settled = call
        .settled(Wait::Arrival, &seat, |fate| {
            decide(fate) != Arrival::AlreadyThere
        })
        .await;
    match (decide(settled.fate()), settled) {
        // Under pressure the plan is trusted: it refuses whom nobody manages.
        (Arrival::TakeOver, _) | (Arrival::AlreadyThere, Settled::Pressed(_)) => {}
        (Arrival::RefuseTwice, _) => return Err(messages::wanted_twice(wanted.app, &wanted.email)),
        _ => return Err(messages::already_there(wanted.app, &wanted.email)),
    }
    if person.is_limited != wanted.is_limited {
        change_role(session, wanted.app, &person.id, wanted.is_limited).await?;
        person.is_limited = wanted.is_limited;
    }
    Ok(person)
}

/// Makes the person a limited collaborator, or a full one again.
pub(crate) async fn change_role(
    session: &Session,
    app: &str,
    id: &str,
    is_limited: bool,
) -> Result<(), Diagnostic> {
    let outcome = session
        .rosters
        .change_role(&session.client(), app, id, is_limited)
        .await;
    match outcome {
        Ok(_) => Ok(()),
        Err(Error::NotFound { .. }) => Err(messages::gone_before_role_change(app)),
        Err(error) => Err(api::failure("change the role of a collaborator", &error)),
    }
}

/// Removes the person, unless the plan kept them (`kept`) or another instance
/// of this run holds them. Somebody already gone is done.
pub(crate) async fn remove(
    session: &Session,
    call: &Call<'_>,
    stored: &Stored<'_>,
    kept: bool,
) -> Result<(), Diagnostic> {
    let fate = call.goes(&stored.seat(session).await);
    if kept {
        return Ok(());
    }
    let departing = Departing {
        is_self: session.is_current_user(stored.user_id, &stored.email).await,
        allow_self_removal: stored.allow_self_removal,
        fate,
    };
    match departure(departing) {
        Departure::Keep => Ok(()),
        Departure::RefuseSelf => Err(messages::own_removal(stored.app)),
        Departure::Remove => remove_whoever_it_is(session, stored).await,
    }
}

async fn remove_whoever_it_is(session: &Session, stored: &Stored<'_>) -> Result<(), Diagnostic> {
    let who = Who {
        id: stored.id,
        email: &stored.email,
    };
    let removal = session
        .rosters
        .remove(&session.client(), stored.target(), who)
        .await;
    match removal {
        Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(messages::not_removed(stored.app, &stored.email, &error)),
    }
}
