//! Faults drawn at random, from seeds that are named when a run fails.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context;
use emulator::{Action, Answer, FaultRule, Garbage};
use fastrand::Rng;

use super::{
    Member, assert_agreement, assert_all_there, declare, declare_with, errors, mails, on_apps,
};
use crate::world::{Outcome, World};

const SEEDS: [u64; 12] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233];
const APPS: [&str; 2] = ["one-app", "two-app"];
const PEOPLE: usize = 6;

fn action(rng: &mut Rng) -> Action {
    match rng.u8(..10) {
        0 => Action::DropBefore,
        1 => Action::DropAfter,
        2 => Action::Status(Answer::text(429, "Retry later")),
        3 => Action::Status(Answer::text(503, "")),
        4 => Action::StatusAfter(Answer::text(502, "")),
        5 => Action::Status(Answer::text(500, "")),
        6 => Action::Garbage(Garbage::TruncatedJson),
        7 => Action::Garbage(Garbage::WrongTypes),
        8 => Action::Hang,
        _ => Action::Delay(Duration::from_millis(50)),
    }
}

fn draw_faults(world: &World, rng: &mut Rng) {
    for pattern in [
        "/v1/apps/*",
        "/v1/apps/*/collaborators",
        "/v1/apps/*/collaborators/*",
        "/v1/tokens/exchange",
        "/v1/users/self",
    ] {
        for _ in 0..3 {
            let rule = FaultRule::any(pattern)
                .after(rng.u64(..8))
                .every(rng.u64(1..5))
                .times(rng.u64(1..6));
            world.emulator.fault(rule.does(action(rng)));
        }
    }
}

/// Somebody of each app now and then, some of them limited.
fn draw_team(rng: &mut Rng) -> Vec<Member> {
    let mut team = Vec::new();
    for app in APPS {
        for number in 0..PEOPLE {
            let member = Member {
                is_limited: rng.bool(),
                ..Member::new(app, number)
            };
            if rng.u8(..4) > 0 {
                team.push(member);
            }
        }
    }
    team
}

/// Everybody who can be in a team.
fn everybody() -> Vec<Member> {
    let members = |app| (0..PEOPLE).map(move |number| Member::new(app, number));
    APPS.into_iter().flat_map(members).collect()
}

/// Applies three teams under faults, then the last one without, then destroys.
async fn run(seed: u64) -> Outcome {
    let mut rng = Rng::with_seed(seed);
    let world = world().await?;
    // Whose outcome an error left open, until a run wants them and has no error.
    let mut in_doubt = BTreeSet::new();
    let mut team = Vec::new();
    for _ in 0..3 {
        team = draw_team(&mut rng);
        declare(&world, &team)?;
        world.emulator.clear_faults();
        draw_faults(&world, &mut rng);
        apply_under_faults(&world, &team, &mut in_doubt).await?;
    }
    world.emulator.clear_faults();
    // What the message about somebody who is there already advises.
    declare_with(&world, &team, "adopt_existing = true")?;
    world.apply().await?;
    assert_all_there(&world, &team)?;
    world.destroy().await?;
    assert!(on_apps(&world, &team)?.is_empty());
    Ok(())
}

async fn world() -> anyhow::Result<World> {
    let mut world = World::with(emulator::Settings::default()).await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "1s");
    world.provider("request_timeout = \"1s\"")?;
    for app in APPS {
        world.emulator.add_app(app)?;
    }
    Ok(world)
}

/// One apply: without an error all is as configured, with errors all is right
/// but what they name; and nobody who was there gets a mail, nobody gets two.
async fn apply_under_faults(
    world: &World,
    team: &[Member],
    in_doubt: &mut BTreeSet<String>,
) -> Outcome {
    let there = on_apps(world, &everybody())?;
    let mails_before = mails(world);
    let run = world.run(["apply", "-auto-approve", "-json"]).await?;
    let errors = errors(world, &run)?;
    let wanted: BTreeSet<String> = team.iter().map(Member::key).collect();
    if errors.is_empty() {
        run.success()?;
        assert_all_there(world, team)?;
        in_doubt.retain(|key| !wanted.contains(key));
    }
    for error in errors {
        match error.key {
            Some(key) => _ = in_doubt.insert(key),
            // A removal that does not say whose: anybody's who was to go.
            None => in_doubt.extend(there.keys().filter(|key| !wanted.contains(*key)).cloned()),
        }
    }
    assert_agreement(world, &everybody(), in_doubt)?;
    for (key, count) in mails(world) {
        let sent = count - mails_before.get(&key).copied().unwrap_or(0);
        let most = usize::from(!there.contains_key(&key));
        assert!(sent <= most, "{sent} mails to {key}");
    }
    Ok(())
}

#[tokio::test]
async fn whatever_fails_state_and_api_agree_in_the_end() -> Outcome {
    let runs = SEEDS.map(|seed| (seed, tokio::spawn(run(seed))));
    for (seed, run) in runs {
        let ended = run.await.with_context(|| format!("seed {seed}"))?;
        ended.with_context(|| format!("seed {seed}"))?;
    }
    Ok(())
}
