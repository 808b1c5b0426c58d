//! Each fault on each call of a plan, an apply and a destroy: it finishes with
//! the right result, or ends with the right diagnostic, and what remains is put
//! right by the next run.
//!
//! Each fault has an app of its own, so that one run shows all faults of a
//! call side by side. The apps belong to somebody else: each is listed alone.
//! Calls that belong to no app get a run for each fault.

use std::collections::{BTreeMap, BTreeSet};

use emulator::{Action, Answer, FaultRule, Garbage, Method};

use super::{
    Member, assert_agreement, assert_all_there, assert_nobody_mailed_twice, declare, errors,
    limited, on_apps, seed_team, team_of,
};
use crate::world::{Outcome, World};

const LOOKUP: &str = "Cannot look up an app";
const LIST: &str = "Cannot read the collaborators";
const INVITE: &str = "Cannot invite a collaborator";
const ROLE: &str = "Cannot change the role of a collaborator";
const REMOVE: &str = "Cannot remove a collaborator";

/// The garbage whose content is not what the call promises.
const GARBAGE: [&str; 4] = ["truncated", "html", "empty", "types"];

/// Every fault under a short name.
fn faults() -> Vec<(&'static str, Action)> {
    let status = |code| Action::Status(Answer::text(code, ""));
    let refusal = Answer::text(429, "Retry later");
    vec![
        ("429", Action::Status(refusal.clone())),
        (
            "429-when",
            Action::Status(refusal.header("retry-after", "1")),
        ),
        ("500", status(500)),
        ("502", status(502)),
        ("503", status(503)),
        ("504", status(504)),
        ("504-after", Action::StatusAfter(Answer::text(504, ""))),
        ("reset-before", Action::DropBefore),
        ("reset-after", Action::DropAfter),
        ("timeout", Action::Hang),
        ("truncated", Action::Garbage(Garbage::TruncatedJson)),
        ("html", Action::Garbage(Garbage::HtmlPage)),
        ("empty", Action::Garbage(Garbage::EmptyBody)),
        ("types", Action::Garbage(Garbage::WrongTypes)),
    ]
}

/// The provider's patience is short, so that a fault costs a second.
async fn impatient() -> anyhow::Result<World> {
    let mut world = World::with(emulator::Settings::default()).await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "1s");
    world.provider("request_timeout = \"1s\"")?;
    Ok(world)
}

/// A world with an app for each fault, and two people declared on each.
async fn apps() -> anyhow::Result<(World, Vec<Member>)> {
    let world = impatient().await?;
    let other = world.emulator.add_user("other", "other@example.com")?;
    let mut team = Vec::new();
    for (fault, _) in faults() {
        let app = format!("app-{fault}");
        world.emulator.add_app_owned_by(&app, &other)?;
        world.emulator.share(&app, world.emulator.user())?;
        team.extend((0..2).map(|number| Member::new(&app, number)));
    }
    Ok((world, team))
}

/// Arms each app's fault for the `nth` call of a method and path; `{app}` in
/// the path is the app's name or id.
fn arm(world: &World, method: &Method, path: &str, nth: u64) -> Outcome {
    for (fault, action) in faults() {
        let app = world.emulator.app(&format!("app-{fault}"))?;
        for key in [app.name, app.id] {
            let rule = FaultRule::on(method.clone(), path.replace("{app}", &key));
            world.emulator.fault(rule.nth(nth).does(action.clone()));
        }
    }
    Ok(())
}

/// A summary without the person it is about.
fn kind(summary: &str) -> &str {
    summary.split(": ").next().unwrap_or(summary)
}

/// Runs a command and compares its errors: `summary` for people on the apps of
/// the faults `broken`, where at least one instance of the two must say so.
/// Gives the keys of those with an error.
async fn run(
    world: &World,
    command: &[&str],
    broken: &[&str],
    summary: &str,
) -> anyhow::Result<BTreeSet<String>> {
    let run = world.workspace.terraform(command).await?;
    let errors = errors(world, &run)?;
    let summaries: BTreeSet<&str> = errors.iter().map(|error| kind(&error.summary)).collect();
    assert!(
        summaries.iter().all(|said| *said == summary),
        "{summaries:?}"
    );
    let keys: BTreeSet<String> = errors.into_iter().filter_map(|error| error.key).collect();
    let apps: BTreeSet<&str> = keys
        .iter()
        .filter_map(|key| key.split(':').next())
        .collect();
    let expected: Vec<String> = broken.iter().map(|fault| format!("app-{fault}")).collect();
    assert_eq!(apps, expected.iter().map(|app| &**app).collect());
    assert_eq!(run.code == 1, !broken.is_empty(), "{}", run.stdout);
    Ok(keys)
}

/// Without faults the next apply ends as configured, with one e-mail each.
async fn put_right(world: &World, team: &[Member]) -> Outcome {
    world.emulator.clear_faults();
    world.apply().await?;
    assert_all_there(world, team)?;
    assert_nobody_mailed_twice(world);
    world.plan_is_empty().await
}

const PLAN: &[&str] = &["plan", "-json"];
const APPLY: &[&str] = &["apply", "-auto-approve", "-json"];
const DESTROY: &[&str] = &["destroy", "-auto-approve", "-json"];
const PEOPLE: &str = "/v1/apps/{app}/collaborators";
const PERSON: &str = "/v1/apps/{app}/collaborators/*";

#[tokio::test]
async fn faults_while_planning_are_made_up_for_or_named() -> Outcome {
    let (world, team) = apps().await?;
    declare(&world, &team)?;
    arm(&world, &Method::GET, "/v1/apps/{app}", 1)?;
    run(&world, PLAN, &GARBAGE, LOOKUP).await?;
    world.emulator.clear_faults();
    arm(&world, &Method::GET, PEOPLE, 1)?;
    run(&world, PLAN, &GARBAGE, LIST).await?;
    assert!(on_apps(&world, &team)?.is_empty());
    put_right(&world, &team).await
}

#[tokio::test]
async fn faults_of_a_refresh_change_nothing() -> Outcome {
    let (world, team) = apps().await?;
    seed_team(&world, &team)?;
    arm(&world, &Method::GET, PEOPLE, 1)?;
    run(&world, APPLY, &GARBAGE, LIST).await?;
    assert_all_there(&world, &team)?;
    put_right(&world, &team).await
}

#[tokio::test]
async fn faults_of_the_list_before_an_invitation_send_nothing() -> Outcome {
    let (world, team) = apps().await?;
    declare(&world, &team)?;
    // The first list is the plan's; Terraform plans again before it creates.
    arm(&world, &Method::GET, PEOPLE, 2)?;
    let failed = run(&world, APPLY, &GARBAGE, LIST).await?;
    assert_agreement(&world, &team, &BTreeSet::new())?;
    let there = on_apps(&world, &team)?;
    assert!(failed.iter().all(|key| !there.contains_key(key)));
    put_right(&world, &team).await
}

#[tokio::test]
async fn faults_of_an_invitation_are_made_up_for_with_one_mail() -> Outcome {
    let (world, team) = apps().await?;
    declare(&world, &team)?;
    arm(&world, &Method::POST, PEOPLE, 1)?;
    run(&world, APPLY, &[], INVITE).await?;
    assert_all_there(&world, &team)?;
    assert_nobody_mailed_twice(&world);
    put_right(&world, &team).await
}

#[tokio::test]
async fn faults_of_a_role_change_are_made_up_for_or_named() -> Outcome {
    let (world, team) = apps().await?;
    seed_team(&world, &team)?;
    let team = limited(&team);
    declare(&world, &team)?;
    arm(&world, &Method::PATCH, PERSON, 1)?;
    let broken = ["500", "truncated", "html", "empty", "types"];
    let failed = run(&world, APPLY, &broken, ROLE).await?;
    assert_eq!(failed.len(), broken.len(), "one person each: {failed:?}");
    assert_agreement(&world, &team, &failed)?;
    put_right(&world, &team).await
}

#[tokio::test]
async fn faults_of_a_removal_are_made_up_for_or_named() -> Outcome {
    let (world, team) = apps().await?;
    seed_team(&world, &team)?;
    arm(&world, &Method::DELETE, PERSON, 1)?;
    let failed = run(&world, DESTROY, &["500"], REMOVE).await?;
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_agreement(&world, &team, &BTreeSet::new())?;
    world.emulator.clear_faults();
    world.destroy().await?;
    assert!(on_apps(&world, &team)?.is_empty());
    Ok(())
}

/// Runs `command` once per fault on the first call of a method and path, with
/// a person on three apps whom the state knows. Gives the error summaries by
/// fault.
async fn one_by_one(
    command: &[&str],
    method: &Method,
    path: &str,
) -> anyhow::Result<BTreeMap<&'static str, BTreeSet<String>>> {
    let world = impatient().await?;
    let apps = ["one-app", "two-app", "three-app"];
    let team: Vec<Member> = apps.iter().map(|app| Member::new(app, 0)).collect();
    for app in apps {
        world.emulator.add_app(app)?;
    }
    seed_team(&world, &team)?;
    let mut ends = BTreeMap::new();
    for (fault, action) in faults() {
        world.emulator.clear_faults();
        world.emulator.take_requests();
        let rule = FaultRule::on(method.clone(), path).nth(1).does(action);
        world.emulator.fault(rule);
        let run = world.workspace.terraform(command).await?;
        assert!(world.emulator.count(method.clone(), path) > 0, "{fault}");
        let errors = errors(&world, &run)?.into_iter();
        ends.insert(
            fault,
            errors
                .map(|error| kind(&error.summary).to_owned())
                .collect(),
        );
        assert_all_there(&world, &team)?;
    }
    Ok(ends)
}

/// Nothing but these faults ends in an error, and in this one.
fn assert_ends(
    ends: BTreeMap<&'static str, BTreeSet<String>>,
    broken: &[&'static str],
    summary: &str,
) {
    let broken = broken.iter();
    let expected: BTreeMap<_, _> = broken
        .map(|fault| (*fault, BTreeSet::from([summary.to_owned()])))
        .collect();
    let failed: BTreeMap<_, _> = ends
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .collect();
    assert_eq!(failed, expected);
}

#[tokio::test]
async fn faults_of_the_exchange_are_made_up_for_or_named() -> Outcome {
    let ends = one_by_one(PLAN, &Method::POST, "/v1/tokens/exchange").await?;
    let broken = ["truncated", "html", "empty", "types"];
    assert_ends(ends, &broken, LIST);
    Ok(())
}

#[tokio::test]
async fn faults_of_the_account_list_are_made_up_for() -> Outcome {
    let ends = one_by_one(PLAN, &Method::GET, "/v1/collaborators").await?;
    assert_ends(ends, &[], LIST);
    Ok(())
}

#[tokio::test]
async fn faults_of_the_question_whose_token_it_is_are_made_up_for_or_refused() -> Outcome {
    let plan = ["plan", "-destroy", "-json"];
    let ends = one_by_one(&plan, &Method::GET, "/v1/users/self").await?;
    let broken = ["truncated", "html", "empty", "types"];
    let refusal = "Cannot tell whether this is the token's own user";
    assert_ends(ends, &broken, refusal);
    Ok(())
}

#[tokio::test]
async fn bearer_that_ends_in_mid_run_is_renewed_once() -> Outcome {
    let world = World::new().await?;
    let team = team_of(30);
    declare(&world, &team)?;
    let some_are_invited = async {
        let invitations = |requests: &[emulator::RecordedRequest]| {
            let posts = requests.iter().filter(|call| call.effect);
            posts.count() >= 5
        };
        world.emulator.wait_for(invitations).await?;
        world.emulator.expire_bearers();
        anyhow::Ok(())
    };
    let (run, expired) = tokio::join!(world.apply(), some_are_invited);
    run?;
    expired?;
    assert_all_there(&world, &team)?;
    assert_nobody_mailed_twice(&world);
    let exchanges = world.emulator.count(Method::POST, "/v1/tokens/exchange");
    assert_eq!(exchanges, 3, "plan, apply, and one renewal for all");
    Ok(())
}

#[tokio::test]
async fn replies_lost_after_every_third_invitation_cost_nobody_a_second_mail() -> Outcome {
    let world = World::new().await?;
    let team = team_of(30);
    declare(&world, &team)?;
    let invitations = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    world
        .emulator
        .fault(invitations.every(3).does(Action::DropAfter));
    world.apply().await?;
    assert_eq!(world.emulator.emails_sent().len(), 30);
    assert_nobody_mailed_twice(&world);
    assert_all_there(&world, &team)?;
    world.plan_is_empty().await
}
