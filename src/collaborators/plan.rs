//! A person comes, stays, goes: the decisions fed with facts.

use scalingo::{Error, View};
use tf_provider::Diagnostic;

use super::decide::{Arrival, Arriving, Departing, Departure, arrival, departure};
use super::place::{Place, Stored, Wanted, is_owner, seat};
use crate::diagnostics::{api, collaborator as messages};
use crate::seats::{Call, Fate, Seat, Settled, Wait};
use crate::session::Session;

/// Plans a person who is wanted. Returns a warning, where there is one.
pub(crate) async fn comes(
    session: &Session,
    call: &Call<'_>,
    wanted: &Wanted<'_>,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let is_owner = match owns(session, wanted).await {
        Ok(is_owner) => is_owner,
        Err(Error::NotFound { .. }) => return Ok(Some(messages::app_not_there_yet(wanted.app))),
        Err(error) => return Err(api::failure("look up an app", &error)),
    };
    let seat = seat(session, wanted.place, wanted.app, &wanted.email).await;
    let arriving = Arriving {
        is_owner,
        is_there: is_there(session, wanted).await?,
        adopt_existing: wanted.adopt_existing,
        fate: call.wanted(&seat),
    };
    if arrival(arriving) != Arrival::AlreadyThere {
        return answer(wanted, arrival(arriving));
    }
    let settled = call
        .settled(Wait::Arrival, &seat, |fate| {
            arrival(Arriving { fate, ..arriving }) != Arrival::AlreadyThere
        })
        .await;
    match settled {
        Settled::Known(fate) => match arrival(Arriving { fate, ..arriving }) {
            // Whoever came second has said so.
            Arrival::RefuseTwice => Ok(None),
            arrival => answer(wanted, arrival),
        },
        // Who manages them may still turn up; the apply decides.
        Settled::Pressed(_) => Ok(None),
    }
}

fn answer(wanted: &Wanted<'_>, arrival: Arrival) -> Result<Option<Diagnostic>, Diagnostic> {
    match arrival {
        Arrival::Invite | Arrival::TakeOver => Ok(None),
        Arrival::RefuseOwner => Err(messages::owner(wanted.app)),
        Arrival::RefuseTwice => Err(messages::wanted_twice(wanted.app, &wanted.email)),
        Arrival::RefuseLate => Err(messages::moved_too_late(wanted.app)),
        Arrival::AlreadyThere => Err(messages::already_there(wanted.app, &wanted.email)),
    }
}

async fn owns(session: &Session, wanted: &Wanted<'_>) -> Result<bool, Error> {
    match wanted.place {
        Place::App => Ok(is_owner(&session.app(wanted.app).await?, &wanted.email)),
        Place::Database => Ok(false),
    }
}

async fn is_there(session: &Session, wanted: &Wanted<'_>) -> Result<bool, Diagnostic> {
    let view = session.rosters.people(&session.client(), wanted.app).await;
    match view {
        Ok(view) => Ok(holds(&view, wanted)),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(api::failure("read the collaborators", &error)),
    }
}

fn holds(view: &View, wanted: &Wanted<'_>) -> bool {
    view.by_email(&wanted.email).is_some()
}

/// Plans a person who is in the state and stays.
pub(crate) async fn stays(
    session: &Session,
    call: &Call<'_>,
    stored: &Stored<'_>,
) -> Result<(), Diagnostic> {
    let fate = call.stays(&stored.seat(session).await);
    if fate.is_claimed_twice() {
        return Err(messages::wanted_twice(stored.app, &stored.email));
    }
    Ok(())
}

/// Whether a person whose instance goes is kept on the app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Going {
    /// The person is removed.
    Removed,
    /// Another instance holds the person; the warning says how to say so.
    Kept(Diagnostic),
}

/// Plans a person whose instance goes.
pub(crate) async fn goes(
    session: &Session,
    call: &Call<'_>,
    stored: &Stored<'_>,
) -> Result<Going, Diagnostic> {
    let seat = stored.seat(session).await;
    call.goes(&seat);
    leaves(session, call, &seat, stored).await
}

/// Notes that the person's instance is replaced by another person's; whether
/// they leave is decided with [`replaces`].
pub(crate) async fn is_replaced(session: &Session, call: &Call<'_>, stored: &Stored<'_>) {
    call.goes(&stored.seat(session).await);
}

/// Plans the new person of an instance that held another one, or the same one
/// when the user asked for a replacement.
pub(crate) async fn replaces(
    session: &Session,
    call: &Call<'_>,
    wanted: &Wanted<'_>,
    old: &Stored<'_>,
) -> Result<(Option<Diagnostic>, Going), Diagnostic> {
    let old_seat = old.seat(session).await;
    let new_seat = seat(session, wanted.place, wanted.app, &wanted.email).await;
    if new_seat == old_seat {
        if call.made_anew(&old_seat).is_claimed_twice() {
            return Err(messages::wanted_twice(wanted.app, &wanted.email));
        }
        return Ok((None, Going::Removed));
    }
    let warning = comes(session, call, wanted).await?;
    Ok((warning, leaves(session, call, &old_seat, old).await?))
}

/// Waits for an instance that holds the seat, and decides.
async fn leaves(
    session: &Session,
    call: &Call<'_>,
    seat: &Seat,
    stored: &Stored<'_>,
) -> Result<Going, Diagnostic> {
    call.settled(Wait::Departure, seat, Fate::is_claimed).await;
    let departing = Departing {
        is_self: session.is_current_user(stored.user_id, &stored.email).await,
        allow_self_removal: stored.allow_self_removal,
        fate: call.leaves(seat),
    };
    match departure(departing) {
        Departure::Remove => Ok(Going::Removed),
        Departure::Keep => Ok(Going::Kept(messages::moved(stored.app))),
        Departure::RefuseSelf => Err(messages::own_removal(stored.app)),
    }
}
