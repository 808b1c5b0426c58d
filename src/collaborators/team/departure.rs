//! A team goes: planned, then removed or forgotten.

use scalingo::{Email, View};
use tf_provider::Diagnostic;

use super::super::departure::remove;
use super::super::host::{Host, NamedHost};
use super::super::person::Stored;
use super::attributes::Team;
use super::calls::{each, failed};
use super::claim::{Claim, seat};
use super::note::{Note, Replaced};
use crate::diagnostics::team::Failure;
use crate::diagnostics::{Told, collaborator, team as messages};
use crate::seats::Nonce;
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Plans a team whose instance goes: all its people of the state do.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    prior: &Team,
    note: Note,
) -> Result<Told<Note>, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    let members: Vec<Email> = prior.members().into_keys().collect();
    let going = Going {
        at: prior.at(host)?,
        members: &members,
        allow_self_removal: prior.allow_self_removal.unwrap_or(false),
    };
    let who = going.plan(cell, (&note, &nonce)).await?;
    let is_told = !cell.seats().is_apply() && !who.is_empty();
    let warning = is_told.then(|| messages::leaving(going.at.app, &who));
    Ok(Told::quiet(note).maybe_warning(warning))
}

/// Plans the people of a team that is replaced.
pub(super) async fn of_replaced(
    cell: &SessionCell,
    old: &Replaced,
    host: Host,
    planned: &Team,
    (note, nonce): (&Note, &Nonce),
) -> Result<(), Diagnostic> {
    let members: Vec<Email> = note.ids().into_keys().collect();
    let going = Going {
        at: old.at(host),
        members: &members,
        allow_self_removal: old.allow_self_removal,
    };
    let who = going.plan(cell, (note, nonce)).await?;
    within_limit(planned, going.at.app, &who)
}

/// The people of a team who go with it.
struct Going<'a> {
    at: NamedHost<'a>,
    members: &'a [Email],
    allow_self_removal: bool,
}

impl Going<'_> {
    /// Notes that they leave, unless that must not happen. Returns them as
    /// messages show them.
    async fn plan(
        &self,
        cell: &SessionCell,
        (note, nonce): (&Note, &Nonce),
    ) -> Result<Vec<String>, Diagnostic> {
        let people = self.at.people_if_ready(cell, "its team").await?;
        let claim = Claim::new(cell, self.at, (note, nonce), people.as_deref()).await;
        claim.refuse(&claim.leave(self.members))?;
        if let (Ok(session), Some(people), false) = (cell.get(), &people, self.allow_self_removal) {
            spare_self(&session, self.at.app, people, note, self.members).await?;
        }
        Ok(claim.shown(self.members))
    }
}

/// Refuses more removals than the configuration allows.
pub(super) fn within_limit(planned: &Team, app: &str, who: &[String]) -> Result<(), Diagnostic> {
    if planned.may_remove(who.len()) {
        return Ok(());
    }
    let max = planned.max_removals.unwrap_or(f64::INFINITY);
    Err(messages::too_many_removals(app, who, max))
}

/// Refuses to remove the token's own account. Somebody who is not on the app
/// loses nothing: an owner, or somebody who is gone.
pub(super) async fn spare_self(
    session: &Session,
    app: &str,
    people: &View,
    note: &Note,
    leaving: &[Email],
) -> Result<(), Diagnostic> {
    let ids = note.ids();
    let by_id = |email| ids.get(email).and_then(|id| people.by_id(id));
    let row = |email| people.by_email(email).or_else(|| by_id(email));
    for row in leaving.iter().filter_map(row) {
        if session
            .is_current_user(row.user_id.as_deref(), &row.email)
            .await?
        {
            return Err(collaborator::own_removal(&session.shown(&row.email), app));
        }
    }
    Ok(())
}

/// Removes everybody of the team, unless only the state is to forget them.
pub(super) async fn apply(
    cell: &SessionCell,
    session: &Session,
    host: Host,
    (prior, note): (&Team, &Note),
) -> Result<(), Diagnostic> {
    let at = prior.at(host)?;
    let apps = at.seat_names(cell).await;
    let members: Vec<Email> = prior.members().into_keys().collect();
    let seat = |email: &Email| seat(&apps, email, note.id_of(email));
    if note.forgets {
        for email in &members {
            session.seats.forgets(&seat(email));
        }
        return Ok(());
    }
    let Some(people) = at.people(session, "its team").await? else {
        return Ok(());
    };
    let is_left = |email: &Email| !session.seats.is_taken(&seat(email));
    let leaving: Vec<Email> = members.into_iter().filter(is_left).collect();
    if !prior.allow_self_removal.unwrap_or(false) {
        spare_self(session, at.app, &people, note, &leaving).await?;
    }
    let (total, removal) = (leaving.len(), Removal::new(session, at, &apps, note));
    let outcomes = each(leaving, |email| removal.remove(email)).await;
    let failures: Vec<Failure> = outcomes.into_iter().filter_map(Result::err).collect();
    if failures.is_empty() {
        return Ok(());
    }
    Err(messages::not_destroyed(at.app, total, &failures))
}

/// Takes people off an app.
pub(super) struct Removal<'a> {
    session: &'a Session,
    at: NamedHost<'a>,
    apps: &'a [String],
    note: &'a Note,
}

impl<'a> Removal<'a> {
    /// Removals from this app, whose seats go by these names.
    pub(super) fn new(
        session: &'a Session,
        at: NamedHost<'a>,
        apps: &'a [String],
        note: &'a Note,
    ) -> Self {
        Self {
            session,
            at,
            apps,
            note,
        }
    }

    /// Removes one person, who may be gone already.
    pub(super) async fn remove(&self, email: Email) -> Result<Email, Failure> {
        let id = self.note.id_of(&email);
        let stored = Stored {
            host: self.at.host,
            app: self.at.app,
            app_id: self.at.app_id,
            email: email.clone(),
            id: id.as_deref(),
            user_id: None,
            is_owner: false,
            allow_self_removal: true,
        };
        match remove(self.session, &stored).await {
            Ok(()) => {
                self.session.seats.empties(&seat(self.apps, &email, id));
                Ok(email)
            }
            Err(problem) => Err(failed(self.session, &email, "removed", problem)),
        }
    }
}
