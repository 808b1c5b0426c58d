//! A team stays: planned.

use scalingo::{Email, View};
use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic};

use super::super::host::{Host, NamedHost};
use super::attributes::{Members, Team, number};
use super::change::{self, Change};
use super::claim::{Claim, Verdicts};
use super::departure;
use super::newcomers::Door;
use super::note::Note;
use super::validation;
use crate::diagnostics::{Told, team as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// What the plan of a team that is in the state answers.
pub(super) struct Planned {
    pub(super) team: Team,
    pub(super) note: Note,
    pub(super) replace: Vec<AttributePath>,
}

/// Plans a team that is in the state: in place, or anew on another app.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    prior: &Team,
    planned: Team,
    note: Note,
) -> Result<Told<Planned>, Diagnostic> {
    validation::check(host, &planned)?;
    let at = prior.at(host)?;
    let (note, nonce) = note.kept().replacing(prior, at).marked();
    if !planned.app.is_unknown() && !at.is_named_by(cell, &planned.app).await? {
        let warning = everybody_leaves(cell, at, prior);
        let plan = Planned {
            team: planned.with_unknown_facts(),
            note,
            replace: vec![AttributePath::new(host.attribute())],
        };
        return Ok(Told::quiet(plan).maybe_warning(warning));
    }
    let people = at.people_if_ready(cell, "its team").await?;
    let people = people.as_deref();
    let staying = Staying::new(prior, planned, people, &note);
    let claim = Claim::new(cell, at, (&note, &nonce), people).await;
    let has_older_object = staying.claim(&claim)?;
    let told = staying.tell(&claim, people).await?;
    let team = staying.planned(cell.seats().is_apply(), has_older_object);
    Ok(told.map(|()| Planned {
        team: team.clone(),
        note: note.clone(),
        replace: Vec::new(),
    }))
}

/// The plan of a team that stays where it is, or may do so.
fn in_place(prior: &Team, planned: Team) -> Team {
    if planned.app.is_unknown() {
        return planned.with_unknown_facts();
    }
    Team {
        app: prior.app.clone(),
        ..planned.spelled_like(prior)
    }
}

/// Core shows the warnings of the first of a replacement's two plans only.
fn everybody_leaves(cell: &SessionCell, at: NamedHost<'_>, prior: &Team) -> Option<Diagnostic> {
    let who: Vec<String> = prior
        .members()
        .keys()
        .map(|email| cell.shown(email))
        .collect();
    (!who.is_empty()).then(|| messages::leaving(at.app, &who))
}

/// A team of the state beside its plan.
struct Staying<'a> {
    prior: &'a Team,
    planned: Team,
    before: Members,
    after: Members,
    change: Change,
    is_renamed: bool,
    note: &'a Note,
}

impl<'a> Staying<'a> {
    fn new(prior: &'a Team, planned: Team, people: Option<&View>, note: &'a Note) -> Self {
        let planned = in_place(prior, planned);
        let (before, after) = (prior.members(), planned.members());
        let renamed = people.map(|people| note.renamed(people, &before, &after));
        let renamed = renamed.unwrap_or_default();
        let mut change = change::change(&before, &after, &planned.ignored(), &renamed);
        if planned.unknown_people().is_some() {
            // Unknown is not another: nobody goes.
            change.leaving.clear();
            change.ignored.clear();
        }
        Self {
            prior,
            planned,
            before,
            after,
            change,
            is_renamed: !renamed.is_empty(),
            note,
        }
    }

    /// Notes the seats. True when an older object of this team is on its way
    /// out, which must find its seats taken.
    fn claim(&self, claim: &Claim<'_>) -> Result<bool, Diagnostic> {
        let goes = |email: &&Email| {
            self.change.leaving.contains(email) || self.change.ignored.contains(email)
        };
        let staying = self.before.keys().filter(|email| !goes(email));
        let leaving = claim.leave(&self.change.leaving);
        let held = claim.hold(&self.planned.ignored(), staying.chain(self.after.keys()));
        let verdicts = leaving.and(held);
        let is_alone = !verdicts.are_shared();
        if self.note.took_over && is_alone && self.has_older_object(claim, &verdicts) {
            return Ok(true);
        }
        claim.refuse(&verdicts)?;
        Ok(false)
    }

    fn has_older_object(&self, claim: &Claim<'_>, verdicts: &Verdicts) -> bool {
        let seats = claim.cell.seats();
        let is_planned_again = seats.is_apply() && self.planned == *self.prior;
        let is_read = |email| seats.has_read_other(&claim.seat(email), claim.nonce);
        is_planned_again || !verdicts.left.is_empty() || self.before.keys().any(is_read)
    }

    /// Says who comes, changes and goes, and refuses what must not happen.
    async fn tell(&self, claim: &Claim<'_>, people: Option<&View>) -> Result<Told<()>, Diagnostic> {
        let app = claim.at.app;
        departure::within_limit(&self.planned, app, &claim.shown(&self.change.leaving))?;
        let (Ok(session), Some(people)) = (claim.cell.get(), people) else {
            return Ok(self.warnings(claim));
        };
        if !self.prior.allow_self_removal.unwrap_or(false) {
            let leaving = &self.change.leaving;
            departure::spare_self(&session, app, people, self.note, leaving).await?;
        }
        let owner = self.owner(&session, claim.at, people).await?;
        let door = Door {
            session: &session,
            claim,
            planned: &self.planned,
            people,
            owner,
        };
        Ok(self
            .warnings(claim)
            .and(door.judge(&self.change))
            .map(|_| ()))
    }

    /// The owner, asked for only where somebody who comes may be it.
    async fn owner(
        &self,
        session: &Session,
        at: NamedHost<'_>,
        people: &View,
    ) -> Result<Option<Email>, Diagnostic> {
        let mut coming = self.change.arriving.iter().chain(&self.change.changing);
        if coming.all(|member| people.by_email(&member.email).is_some()) {
            return Ok(None);
        }
        at.owner(session).await
    }

    fn warnings(&self, claim: &Claim<'_>) -> Told<()> {
        let told = Told::quiet(());
        if claim.cell.seats().is_apply() {
            return told;
        }
        let app = claim.at.app;
        let unknown = self
            .unknown(claim)
            .map(|attribute| messages::not_known_yet(attribute, app));
        let who = |people: &[Email]| (!people.is_empty()).then(|| claim.shown(people));
        told.maybe_warning(unknown)
            .maybe_warning(who(&self.change.leaving).map(|who| messages::leaving(app, &who)))
            .maybe_warning(self.roles(claim))
            .maybe_warning(who(&self.change.ignored).map(|who| messages::ignored(app, &who)))
    }

    fn unknown(&self, claim: &Claim<'_>) -> Option<&'static str> {
        let app = self.planned.app.is_unknown();
        let app = app.then(|| claim.at.host.attribute());
        app.or_else(|| self.planned.unknown_people())
    }

    fn roles(&self, claim: &Claim<'_>) -> Option<Diagnostic> {
        let changing = &self.change.changing;
        let of_role = |role: bool| {
            let members = changing.iter().filter(|member| member.is_limited == role);
            claim.shown(members.map(|member| &member.email))
        };
        let is_told = !changing.is_empty();
        is_told.then(|| messages::roles(claim.at.app, &of_role(true), &of_role(false)))
    }

    /// The plan, with everything unknown that the apply decides. `removals`
    /// keeps its value while nothing changes; an apply plans nothing of the
    /// kind unless something was unknown before.
    fn planned(&self, is_apply: bool, has_older_object: bool) -> Team {
        let people_change = !self.change.arriving.is_empty()
            || !self.change.leaving.is_empty()
            || !self.change.ignored.is_empty()
            || self.is_renamed
            || self.planned.unknown_people().is_some();
        let mut team = self.planned.clone();
        if has_older_object || people_change {
            team.pending = Value::Unknown;
        }
        if team.app_id.is_null() && people_change {
            team.app_id = Value::Unknown;
        }
        if is_apply || team != *self.prior {
            team.removals = number(self.change.leaving.len());
        }
        team
    }
}
