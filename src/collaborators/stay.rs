//! Somebody stays: refreshed, planned, given another role.

use scalingo::{Collaborator, Email, Error, Status, Who};
use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic};

use super::host::{Host, READ_PEOPLE, is_owned_by};
use super::note::Note;
use super::person::{Person, Stored, present};
use super::seat::refused;
use crate::checks;
use crate::diagnostics::{Told, access, api, collaborator as messages};
use crate::seats::{Nonce, Verdict};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The state after a refresh, none when the person is gone.
pub(super) async fn read(
    session: &Session,
    host: Host,
    state: Person,
    note: &Note,
) -> Result<Told<Option<Person>>, Diagnostic> {
    let stored = state.stored(host)?;
    let Some(people) = stored.people(session).await? else {
        return Ok(Told::quiet(None));
    };
    session
        .seats
        .reads(&stored.seat(session).await, note.nonce());
    if let Some(row) = stored.among(&people) {
        let warning = remark(session, &stored, row);
        return Ok(Told::quiet(Some(state.clone().with(row))).maybe_warning(warning));
    }
    if let Some(odd) = people.odd_row_of(stored.who()) {
        let who = session.shown(&stored.email);
        return Err(messages::unreadable_row(&who, stored.app, &odd.problem));
    }
    let app = stored.at().app(session).await?;
    let Some(app) = app.filter(|app| is_owned_by(app, &stored.email)) else {
        return Ok(Told::quiet(None));
    };
    let who = session.shown(&stored.email);
    let news = (!stored.is_owner).then(|| messages::became_owner(&who, stored.app));
    Ok(Told::quiet(Some(state.clone().owning(&app))).maybe_warning(news))
}

/// What a refresh has to tell of somebody who is there.
fn remark(session: &Session, stored: &Stored<'_>, row: &Collaborator) -> Option<Diagnostic> {
    let who = session.shown(&stored.email);
    if row.email != stored.email {
        let now = session.shown(&row.email);
        return Some(messages::address_changed(&who, &now, stored.app));
    }
    (row.status == Status::UserAccountDeleted).then(|| messages::account_deleted(&who, stored.app))
}

/// What the plan of an existing instance answers.
pub(super) struct Change {
    pub(super) planned: Person,
    pub(super) note: Note,
    pub(super) replace: Vec<AttributePath>,
}

/// Plans an instance that is in the state: in place with the recorded spelling
/// where that means the same, else with the attributes that need another
/// object.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    prior: &Person,
    planned: Person,
    note: Note,
) -> Result<Told<Change>, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    let staying = Staying {
        cell,
        host,
        prior,
        stored: prior.stored(host)?,
    };
    if planned.app.is_unknown() || planned.email.is_unknown() {
        cell.seats().plans_as(&planned.written());
        return staying.not_known_yet(planned, note, &nonce).await;
    }
    let (planned, replace) = staying.compared(planned).await?;
    let planned = if replace.is_empty() {
        staying.in_place(planned, &note, &nonce).await?
    } else {
        planned
    };
    Ok(Told::quiet(Change {
        planned,
        note: note.replacing(prior),
        replace,
    }))
}

struct Staying<'a> {
    cell: &'a SessionCell,
    host: Host,
    prior: &'a Person,
    stored: Stored<'a>,
}

impl Staying<'_> {
    /// Unknown is not another: in place, with what depends on it unknown. At
    /// apply, when the values are known, core plans again and refuses if they
    /// turn out to mean another person or app.
    async fn not_known_yet(
        &self,
        planned: Person,
        note: Note,
        nonce: &Nonce,
    ) -> Result<Told<Change>, Diagnostic> {
        let seat = self.stored.seat_or_as_written(self.cell).await;
        self.refuse(self.cell.seats().holds(&seat, nonce))?;
        let attribute = if planned.app.is_unknown() {
            self.host.attribute()
        } else {
            "email"
        };
        let warning = messages::not_known_yet(attribute, &self.who(), self.stored.app);
        Ok(Told::quiet(Change {
            planned: planned.with_unknown_facts(),
            note: note.replacing(self.prior),
            replace: Vec::new(),
        })
        .warning(warning))
    }

    async fn compared(
        &self,
        mut planned: Person,
    ) -> Result<(Person, Vec<AttributePath>), Diagnostic> {
        let mut replace = Vec::new();
        if checks::same_email(&self.prior.email, &planned.email) {
            planned.email = self.prior.email.clone();
        } else if !self.is_renamed_to(&planned.email).await {
            replace.push(AttributePath::new("email"));
        }
        if self
            .stored
            .at()
            .is_named_by(self.cell, &planned.app)
            .await?
        {
            planned.app = self.prior.app.clone();
        } else {
            replace.push(AttributePath::new(self.host.attribute()));
        }
        Ok((planned, replace))
    }

    /// Whether Scalingo lists the person of the state under this address now:
    /// the same collaborator id is the same person.
    async fn is_renamed_to(&self, email: &Value<String>) -> bool {
        let (Ok(session), Some(email)) = (self.cell.get(), email.as_deref_option()) else {
            return false;
        };
        let Ok(people) = session.people(self.stored.target()).await else {
            return false;
        };
        let row = self.stored.id.and_then(|id| people.by_id(id));
        row.is_some_and(|row| row.email == Email::as_given(email))
    }

    async fn in_place(
        &self,
        planned: Person,
        note: &Note,
        nonce: &Nonce,
    ) -> Result<Person, Diagnostic> {
        if self.stored.is_owner && planned.limited == Value::Value(true) {
            return Err(access::limited_owner(&self.who(), self.stored.app));
        }
        let seats = self.cell.seats();
        let seat = self.stored.seat_or_as_written(self.cell).await;
        let verdict = seats.holds(&seat, nonce);
        let is_planned_again = seats.is_apply() && planned == *self.prior;
        let has_older_object = note.took_over
            && verdict != Verdict::HeldTwice
            && (is_planned_again
                || verdict == Verdict::HeldAndLeft
                || seats.has_read_other(&seat, nonce));
        if !has_older_object {
            self.refuse(verdict)?;
            return Ok(planned);
        }
        // An update comes before the older object is destroyed, which then
        // finds its seat taken. At apply core plans it again, and for no other
        // reason where nothing else changes.
        Ok(Person {
            status: Value::Unknown,
            ..planned
        })
    }

    fn refuse(&self, verdict: Verdict) -> Result<(), Diagnostic> {
        refused(verdict, &self.who(), self.stored.app)
    }

    fn who(&self) -> String {
        self.cell.shown(&self.stored.email)
    }
}

/// Changes the role where it is to change, and nothing else.
pub(super) async fn apply(
    session: &Session,
    host: Host,
    prior: Person,
    planned: Person,
) -> Result<Person, Diagnostic> {
    let stored = prior.stored(host)?;
    session.seats.takes(&stored.seat(session).await);
    if prior.limited != planned.limited {
        let who = Who {
            id: Some(present("id", &prior.id)?),
            email: &stored.email,
        };
        let limited = planned.limited.unwrap_or(false);
        change_role(session, stored.target(), who, limited).await?;
    }
    Ok(planned.filled_from(prior))
}

/// Makes the person a limited collaborator, or a full one again. An invitation
/// that was sent again in the meantime has another id.
pub(super) async fn change_role(
    session: &Session,
    app: &str,
    who: Who<'_>,
    is_limited: bool,
) -> Result<(), Diagnostic> {
    let _turn = session.beside_resends().await;
    let (client, rosters) = (session.client(), &session.rosters);
    let id = who.id.unwrap_or_default();
    let mut outcome = rosters.change_role(&client, app, id, is_limited).await;
    if matches!(outcome, Err(Error::NotFound { .. })) {
        let people = rosters.refreshed(&client, app).await;
        let people = people.map_err(|error| api::failure(READ_PEOPLE, &error))?;
        if let Some(row) = people.by_email(who.email).filter(|row| row.id != id) {
            outcome = rosters.change_role(&client, app, &row.id, is_limited).await;
        }
    }
    match outcome {
        Ok(_) => Ok(()),
        Err(Error::NotFound { .. }) => {
            let who = session.shown(who.email);
            Err(messages::gone_before_role_change(&who, app))
        }
        Err(error) => Err(api::failure("change the role of a collaborator", &error)),
    }
}
