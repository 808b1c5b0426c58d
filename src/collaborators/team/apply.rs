//! A team is made or changed.

use scalingo::{Email, View};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::{Host, NamedHost, owner_of};
use super::super::person::present;
use super::attributes::{Members, Team, addresses, number};
use super::change::{Change, change};
use super::claim::seat;
use super::departure;
use super::note::Note;
use super::work::{Truth, Work};
use crate::diagnostics::{Told, api, team as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Makes a team. When something fails there is no state, and the message says
/// who was invited.
pub(super) async fn create(
    cell: &SessionCell,
    session: &Session,
    host: Host,
    planned: Team,
) -> Result<Told<Option<(Team, Note)>>, Diagnostic> {
    let app = present(host.attribute(), &planned.app)?;
    let Some((found, people)) = host.look_up(session, app).await? else {
        return Err(unknown_host(host, app));
    };
    let at = NamedHost {
        host,
        app,
        app_id: found.as_ref().map(|app| &*app.id),
    };
    let (note, apps) = (Note::new(), at.seat_names(cell).await);
    let members = planned.members();
    take(session, at, &apps, members.keys())?;
    let owner = found.as_ref().map(owner_of);
    let arriving = everybody(&planned).without(owner.as_ref());
    let mut truth = Truth::new(Members::new(), &people);
    let work = work(session, &planned, at, &people, (&note, &apps));
    work.carry_out(arriving, &mut truth).await;
    if !truth.failures.is_empty() {
        return Ok(Told::quiet(None).error(not_created(session, app, &truth)));
    }
    let team = known(&planned, &members, &truth, at.app_id);
    let note = note.clone().taking_over(truth.took_over);
    let note = note.with_ids(truth.ids(&members));
    Ok(Told::quiet(Some((team, note))))
}

/// Everybody of a new team arrives.
fn everybody(planned: &Team) -> Change {
    let (members, ignored) = (planned.members(), planned.ignored());
    change(&Members::new(), &members, &ignored, &[].into())
}

fn not_created(session: &Session, app: &str, truth: &Truth) -> Diagnostic {
    let invited: Vec<String> = truth.invited.iter().map(|who| session.shown(who)).collect();
    messages::not_created(app, &invited, &truth.failures)
}

/// Changes a team. When something fails the state says who is there.
pub(super) async fn update(
    cell: &SessionCell,
    session: &Session,
    host: Host,
    (prior, note): (&Team, Note),
    planned: Team,
) -> Result<Told<(Team, Note)>, Diagnostic> {
    let at = prior.at(host)?;
    let Some(people) = at.people(session, "its team").await? else {
        return Err(at.missing(session, "its team").await);
    };
    let (before, after) = (prior.members(), planned.members());
    let renamed = note.renamed(&people, &before, &after);
    let change = change(&before, &after, &planned.ignored(), &renamed);
    if !prior.allow_self_removal.unwrap_or(false) {
        departure::spare_self(session, at.app, &people, &note, &change.leaving).await?;
    }
    let change = without_owner(session, at, change, &people).await?;
    let apps = at.seat_names(cell).await;
    for email in after.keys() {
        session.seats.takes(&seat(&apps, email, None));
    }
    let mut truth = Truth::new(before, &people);
    let (total, ignored) = (change.len(), change.ignored.clone());
    let work = work(session, &planned, at, &people, (&note, &apps));
    work.carry_out(change, &mut truth).await;
    truth.members.retain(|email, _| !ignored.contains(email));
    Ok(changed(at, planned, note.clone(), (&truth, total)))
}

/// The team as the calls left it: as planned, or the truth beside an error.
fn changed(
    at: NamedHost<'_>,
    planned: Team,
    note: Note,
    (truth, total): (&Truth, usize),
) -> Told<(Team, Note)> {
    let note = note.kept();
    if truth.failures.is_empty() {
        let members = planned.members();
        let team = known(&planned, &members, truth, at.app_id);
        return Told::quiet((team, note.with_ids(truth.ids(&members))));
    }
    let team = Team {
        pending: Value::Unknown,
        removals: number(truth.removals),
        ..planned.with_members(&truth.members)
    };
    let team = known(&team, &truth.members, truth, at.app_id);
    let note = note.with_ids(truth.ids(&truth.members));
    let problem = messages::changes_failed(at.app, total, &truth.failures);
    Told::quiet((team, note)).error(problem)
}

/// The change without an owner who is listed: nothing is to be done for them.
async fn without_owner(
    session: &Session,
    at: NamedHost<'_>,
    change: Change,
    people: &View,
) -> Result<Change, Diagnostic> {
    let is_there = |email: &Email| people.by_email(email).is_some();
    if change.arriving.iter().all(|member| is_there(&member.email)) {
        return Ok(change);
    }
    let owner = at.owner(session).await?;
    Ok(change.without(owner.as_ref()))
}

fn work<'a>(
    session: &'a Session,
    planned: &Team,
    at: NamedHost<'a>,
    people: &'a View,
    (note, apps): (&'a Note, &'a [String]),
) -> Work<'a> {
    Work {
        session,
        at,
        adopt_existing: planned.adopt_existing.unwrap_or(false),
        people,
        note,
        apps,
    }
}

/// Notes that a new team takes its seats; an error when others have them.
fn take<'a>(
    session: &Session,
    at: NamedHost<'_>,
    apps: &[String],
    members: impl Iterator<Item = &'a Email>,
) -> Result<(), Diagnostic> {
    let is_taken = |email: &&Email| !session.seats.takes(&seat(apps, email, None));
    let twice: Vec<String> = members
        .filter(is_taken)
        .map(|email| session.shown(email))
        .collect();
    if twice.is_empty() {
        return Ok(());
    }
    Err(messages::beside_singles(at.app, &twice))
}

/// The plan with what the calls told.
fn known(planned: &Team, members: &Members, truth: &Truth, app_id: Option<&str>) -> Team {
    let mut team = planned.clone();
    if team.pending.is_unknown() {
        team.pending = addresses(truth.pending(members));
    }
    if team.app_id.is_unknown() {
        let app_id = app_id.map(str::to_owned);
        team.app_id = app_id.or_else(|| truth.app_id.clone()).into();
    }
    team
}

fn unknown_host(host: Host, app: &str) -> Diagnostic {
    match host {
        Host::App => api::app_unknown("app", app),
        Host::Database => api::database_unknown(app),
    }
}
