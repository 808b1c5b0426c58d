//! Somebody comes: planned, then invited or taken over.

use scalingo::{Collaborator, Error, Invitation, InviteError, Status};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::access::{Arrival, Presence, arrival};
use super::departure;
use super::host::{Host, LOOK_UP_APP, READ_PEOPLE, is_owned_by};
use super::note::Note;
use super::person::{Person, Wanted};
use super::seat::refused;
use super::stay::change_role;
use crate::diagnostics::{Told, api, collaborator as messages};
use crate::seats::{Nonce, Seat};
use crate::session::{Session, SessionCell};

/// Plans a person who is not in the state.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    planned: &Person,
) -> Result<Told<Note>, Diagnostic> {
    plan_marked(cell, host, planned, Note::new()).await
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
    let seat = match cell.get() {
        Ok(session) => stored.seat(&session).await,
        Err(_) => stored.seat_as_written(),
    };
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
        let app = match wanted.host.app(session, wanted.app).await {
            Ok(app) => app,
            Err(Error::NotFound { .. }) => return Err(LookUp::NoHost(wanted)),
            Err(error) => return Err(LookUp::Failed(api::failure(LOOK_UP_APP, &error))),
        };
        let people = match session.people(wanted.app).await {
            Ok(people) => people,
            Err(Error::NotFound { .. }) => return Err(LookUp::NoHost(wanted)),
            Err(error) => return Err(LookUp::Failed(api::failure(READ_PEOPLE, &error))),
        };
        let row = people.by_email(&wanted.email);
        let is_owner = app.is_some_and(|app| is_owned_by(&app, &wanted.email));
        Ok(Self {
            seat: wanted.seat(session, row.map(|row| &*row.id)).await,
            presence: row.map_or(absent_or(is_owner), |row| presence(row, &wanted)),
            wanted,
        })
    }

    fn plan(&self, session: &Session, note: Note, nonce: &Nonce) -> Result<Told<Note>, Diagnostic> {
        let (who, app) = (session.shown(&self.wanted.email), self.wanted.app);
        let is_own = session.seats.has_read_other(&self.seat, nonce)
            || session.seats.is_forgotten(&self.seat);
        refused(session.seats.holds(&self.seat, nonce), &who, app)?;
        let is_asked_for = self.is_asked_for(session);
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

    fn is_asked_for(&self, session: &Session) -> bool {
        self.wanted.adopt_existing || session.adopts_existing()
    }
}

fn absent_or(is_owner: bool) -> Presence {
    if is_owner {
        Presence::Owner
    } else {
        Presence::Absent
    }
}

fn presence(row: &Collaborator, wanted: &Wanted<'_>) -> Presence {
    let role_fits = row.is_limited == wanted.is_limited;
    if row.status == Status::Pending {
        Presence::Pending { role_fits }
    } else {
        Presence::Accepted { role_fits }
    }
}

fn already_there(session: &Session, wanted: &Wanted<'_>) -> Diagnostic {
    let who = session.shown(&wanted.email);
    messages::already_there(wanted.host.attribute(), &who, wanted.app, &wanted.email)
}

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
        .ok_or_else(|| messages::incomplete_state("email"))?;
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
        let limited = Value::Value(row.is_limited);
        let note = Note::new().taking_over(took_over);
        let state = planned.clone().with(&row);
        (Person { limited, ..state }, note)
    }))
}

fn own(
    session: &Session,
    wanted: &Wanted<'_>,
    planned: Person,
    app: &scalingo::App,
) -> Result<Told<(Person, Note)>, Diagnostic> {
    if wanted.is_limited {
        let who = session.shown(&wanted.email);
        return Err(messages::limited_owner(&who, wanted.app));
    }
    Ok(Told::quiet((planned.owning(app), Note::new())))
}

/// The person as they are on the app now, and whether they were there before.
async fn invite_or_take_over(
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
    let has_reason =
        wanted.adopt_existing || session.adopts_existing() || session.seats.is_forgotten(seat);
    let decision = arrival(presence(&row, wanted), wanted.is_limited, has_reason);
    if decision != Arrival::TakeOver {
        return Err(already_there(session, wanted));
    }
    if row.is_limited == wanted.is_limited {
        return Ok(Told::quiet(row));
    }
    let who = session.shown(&wanted.email);
    let changed = change_role(session, wanted.app, &row.id, wanted.is_limited, &who).await;
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
