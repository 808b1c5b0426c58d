//! Somebody comes: planned.

use scalingo::{Collaborator, Status};
use tf_provider::Diagnostic;

use super::access::{Arrival, Presence, arrival};
use super::departure;
use super::host::{Host, is_owned_by};
use super::note::Note;
use super::person::{Person, Wanted};
use super::seat::refused;
use crate::diagnostics::{Told, access as messages};
use crate::seats::{Nonce, Seat};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Plans a person who is not in the state.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    planned: &Person,
) -> Result<Told<Note>, Diagnostic> {
    let nonce = cell.seats().mark(planned.written());
    plan_marked(cell, host, planned, Note::of(nonce)).await
}

/// Plans the new person of an instance that held `old` until now, or the same
/// person where a replacement was asked for. `note` is what the first plan of
/// the replacement left.
pub(super) async fn plan_replacement(
    cell: &SessionCell,
    host: Host,
    planned: &Person,
    (old, note): (&Person, Note),
) -> Result<Told<Note>, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    departure::note(cell, host, old, &nonce).await?;
    if is_same_seat(cell, host, planned, old).await? {
        return holds_again(cell, host, old, &nonce)
            .await
            .map(|()| Told::quiet(note));
    }
    plan_marked(cell, host, planned, note).await
}

async fn is_same_seat(
    cell: &SessionCell,
    host: Host,
    planned: &Person,
    old: &Person,
) -> Result<bool, Diagnostic> {
    let (Some(wanted), stored) = (planned.wanted(host), old.stored(host)?) else {
        return Ok(false);
    };
    let (new, old) = match cell.get() {
        Ok(session) => (
            wanted.seat(&session, None).await,
            stored.seat(&session).await,
        ),
        Err(_) => (wanted.seat_as_written(), stored.seat_as_written()),
    };
    Ok(new.email == old.email && new.apps.iter().any(|app| old.apps.contains(app)))
}

async fn holds_again(
    cell: &SessionCell,
    host: Host,
    old: &Person,
    nonce: &Nonce,
) -> Result<(), Diagnostic> {
    let stored = old.stored(host)?;
    let seat = stored.seat_or_as_written(cell).await;
    let verdict = cell.seats().holds(&seat, nonce);
    refused(verdict, &cell.shown(&stored.email), stored.app)
}

async fn plan_marked(
    cell: &SessionCell,
    host: Host,
    planned: &Person,
    note: Note,
) -> Result<Told<Note>, Diagnostic> {
    let Some(wanted) = planned.wanted(host) else {
        return Ok(Told::quiet(note));
    };
    let (note, nonce) = note.marked();
    let Ok(session) = cell.get() else {
        let verdict = cell.seats().holds(&wanted.seat_as_written(), &nonce);
        refused(verdict, &cell.shown(&wanted.email), wanted.app)?;
        return Ok(Told::quiet(note));
    };
    let newcomer = match Newcomer::look_up(&session, wanted).await {
        Ok(newcomer) => newcomer,
        Err(LookUp::NoHost(wanted)) => return plan_without_host(&session, &wanted, note, &nonce),
        Err(LookUp::Failed(problem)) => return Err(problem),
    };
    newcomer.plan(&session, note, &nonce)
}

/// Something of this run may make the app before the apply.
fn plan_without_host(
    session: &Session,
    wanted: &Wanted<'_>,
    note: Note,
    nonce: &Nonce,
) -> Result<Told<Note>, Diagnostic> {
    let verdict = session.seats.holds(&wanted.seat_as_written(), nonce);
    refused(verdict, &session.shown(&wanted.email), wanted.app)?;
    let warning = (!session.seats.is_apply())
        .then(|| messages::host_not_there_yet(wanted.host.attribute(), wanted.app));
    Ok(Told::quiet(note).maybe_warning(warning))
}

/// A person who is wanted, and what is known of them.
struct Newcomer<'a> {
    wanted: Wanted<'a>,
    seat: Seat,
    presence: Presence,
}

enum LookUp<'a> {
    NoHost(Wanted<'a>),
    Failed(Diagnostic),
}

impl<'a> Newcomer<'a> {
    async fn look_up(session: &Session, wanted: Wanted<'a>) -> Result<Self, LookUp<'a>> {
        let found = wanted.host.look_up(session, wanted.app).await;
        let Some((app, people)) = found.map_err(LookUp::Failed)? else {
            return Err(LookUp::NoHost(wanted));
        };
        let row = people.by_email(&wanted.email);
        let is_owner = app.is_some_and(|app| is_owned_by(&app, &wanted.email));
        Ok(Self {
            seat: wanted.seat(session, row.map(|row| &*row.id)).await,
            presence: row.map_or(absent_or(is_owner), |row| presence(row, wanted.is_limited)),
            wanted,
        })
    }

    fn plan(&self, session: &Session, note: Note, nonce: &Nonce) -> Result<Told<Note>, Diagnostic> {
        let (who, app) = (session.shown(&self.wanted.email), self.wanted.app);
        let is_own = session.seats.has_read_other(&self.seat, nonce)
            || session.seats.is_forgotten(&self.seat);
        refused(session.seats.holds(&self.seat, nonce), &who, app)?;
        let is_asked_for = is_asked_for(session, &self.wanted);
        let decision = arrival(
            self.presence,
            self.wanted.is_limited,
            is_asked_for || is_own,
        );
        match decision {
            Arrival::Invite | Arrival::IsOwner => Ok(Told::quiet(note)),
            Arrival::TakeOver if is_own => {
                let warning = messages::own_taken_over(&who, app);
                Ok(Told::quiet(note.forgetting(&self.wanted)).warning(warning))
            }
            Arrival::TakeOver if is_asked_for => Ok(Told::quiet(note)),
            Arrival::TakeOver => {
                Ok(Told::quiet(note).warning(messages::pending_taken_over(&who, app)))
            }
            Arrival::RefuseLimitedOwner => Err(messages::limited_owner(&who, app)),
            Arrival::RefuseUnasked => Err(already_there(session, &self.wanted)),
        }
    }
}

/// Whether the configuration says that people who are there are taken over.
pub(super) fn is_asked_for(session: &Session, wanted: &Wanted<'_>) -> bool {
    wanted.adopt_existing || session.adopts_existing()
}

/// The presence of somebody who is not listed.
pub(super) fn absent_or(is_owner: bool) -> Presence {
    if is_owner {
        Presence::Owner
    } else {
        Presence::Absent
    }
}

/// The presence of somebody who is on the app, as seen by who wants this role.
pub(super) fn presence(row: &Collaborator, is_limited: bool) -> Presence {
    let role_fits = row.is_limited == is_limited;
    if row.status == Status::Pending {
        Presence::Pending { role_fits }
    } else {
        Presence::Accepted { role_fits }
    }
}

pub(super) fn already_there(session: &Session, wanted: &Wanted<'_>) -> Diagnostic {
    let who = session.shown(&wanted.email);
    messages::already_there(wanted.host.attribute(), &who, wanted.app, &wanted.email)
}
