//! A team comes: planned.

use scalingo::{App, View};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::{Host, NamedHost};
use super::attributes::{Members, Team, number};
use super::change::{change, unlisted};
use super::claim::Claim;
use super::departure;
use super::newcomers::Door;
use super::note::{Note, Replaced};
use super::validation;
use crate::diagnostics::{Told, access, team as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// Plans a team that is not in the state. It removes nobody.
pub(super) async fn plan(
    cell: &SessionCell,
    host: Host,
    planned: Team,
    note: Note,
) -> Result<Told<(Team, Note)>, Diagnostic> {
    let planned = Team {
        removals: number(0),
        ..planned
    };
    validation::check(host, &planned)?;
    let (note, nonce) = note.marked();
    let Some(at) = planned.named(host) else {
        return Ok(Told::quiet((planned, note)));
    };
    let found = match cell.get() {
        Ok(session) => host.look_up(&session, at.app).await?.zip(Some(session)),
        Err(_) => None,
    };
    let people = found.as_ref().map(|((_, people), _)| &**people);
    let claim = Claim::new(cell, at, (&note, &nonce), people).await;
    claim.refuse(&claim.hold(&planned.ignored(), planned.members().keys()))?;
    let told = match &found {
        Some(((app, people), session)) => come(session, &claim, &planned, (app.as_ref(), people))?,
        None => Told::quiet(false).maybe_warning(not_there_yet(cell, at)),
    };
    Ok(told.map(|is_own| (planned.clone(), note.clone().forgetting(is_own))))
}

/// Something of this run may make the app before the apply.
fn not_there_yet(cell: &SessionCell, at: NamedHost<'_>) -> Option<Diagnostic> {
    let session = cell.get().ok()?;
    let is_plan = !session.seats.is_apply();
    is_plan.then(|| access::host_not_there_yet(at.host.attribute(), at.app))
}

fn come(
    session: &Session,
    claim: &Claim<'_>,
    planned: &Team,
    (app, people): (Option<&App>, &View),
) -> Result<Told<bool>, Diagnostic> {
    let (members, ignored) = (planned.members(), planned.ignored());
    if planned.unknown_people().is_none() {
        let there = people.iter().map(|row| &row.email);
        let strangers = unlisted(there, &members, &ignored);
        if !strangers.is_empty() {
            let (noun, app) = (claim.at.host.attribute(), claim.at.app);
            return Err(messages::unlisted(noun, app, &claim.shown(&strangers)));
        }
    }
    let all_arrive = change(&Members::new(), &members, &ignored, &[].into());
    Ok(Door::new(session, claim, planned, (app, people)).judge(&all_arrive))
}

/// Plans the new object of a team that is replaced: its people are removed,
/// and invited again as far as the configuration has them.
pub(super) async fn plan_replacement(
    cell: &SessionCell,
    host: Host,
    planned: Team,
    (old, note): (Replaced, Note),
) -> Result<Told<(Team, Note)>, Diagnostic> {
    let (note, nonce) = note.kept().marked();
    departure::of_replaced(cell, &old, host, &planned, (&note, &nonce)).await?;
    let planned = Team {
        removals: Value::Unknown,
        ..planned
    };
    let Some(at) = planned.named(host) else {
        return Ok(Told::quiet((planned, note)));
    };
    if at.seat_names(cell).await != old.at(host).seat_names(cell).await {
        let told = plan(cell, host, planned.clone(), note).await?;
        return Ok(told.map(|(_, note)| (planned.clone(), note)));
    }
    let claim = Claim::new(cell, at, (&note, &nonce), None).await;
    claim.refuse(&claim.hold(&planned.ignored(), planned.members().keys()))?;
    Ok(Told::quiet((planned.clone(), note.clone())))
}
