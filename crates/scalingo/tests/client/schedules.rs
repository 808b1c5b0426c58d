//! Faults drawn at random, from seeds that are named when a run fails.

use std::collections::BTreeSet;
use std::time::Duration;

use emulator::{Action, Answer, FaultRule, Garbage};
use fastrand::Rng;
use futures_util::future::join_all;
use scalingo::{Error, InviteError};

use crate::world::{APP, TestResult, World, address, invitation};

const SEEDS: u64 = 24;
const PEOPLE: usize = 12;

fn action(rng: &mut Rng) -> Action {
    match rng.u8(..8) {
        0 => Action::DropBefore,
        1 => Action::DropAfter,
        2 => Action::Status(Answer::text(429, "Retry later")),
        3 => Action::Status(Answer::text(503, "")),
        4 => Action::StatusAfter(Answer::text(502, "")),
        5 => Action::Status(Answer::text(500, "")),
        6 => Action::Garbage(Garbage::TruncatedJson),
        _ => Action::Delay(Duration::from_millis(20)),
    }
}

fn shuffle_faults(world: &World, rng: &mut Rng) {
    for pattern in [
        "/v1/apps/*/collaborators",
        "/v1/apps/*/collaborators/*",
        "/v1/tokens/exchange",
    ] {
        for _ in 0..3 {
            let rule = FaultRule::any(pattern)
                .after(rng.u64(..12))
                .every(rng.u64(2..6))
                .times(rng.u64(1..4));
            world.emulator.fault(rule.does(action(rng)));
        }
    }
}

/// Invites everybody, then removes every second one; an end other than success must leave what it says.
async fn run(seed: u64) -> TestResult {
    let mut rng = Rng::with_seed(seed);
    let world = World::new().await?;
    shuffle_faults(&world, &mut rng);
    let wanted = (0..PEOPLE)
        .map(|number| invitation(&address(number)))
        .collect::<TestResult<Vec<_>>>()?;
    let results = join_all(
        wanted
            .iter()
            .map(|wanted| world.rosters.invite(&world.client, APP, wanted)),
    )
    .await;
    let there: BTreeSet<_> = world.addresses()?.into_iter().collect();
    let mut mails: Vec<_> = world
        .emulator
        .emails_sent()
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    mails.sort();
    assert_eq!(
        mails,
        there.iter().cloned().collect::<Vec<_>>(),
        "seed {seed}: one mail each"
    );
    for (wanted, result) in wanted.iter().zip(&results) {
        let is_there = there.contains(wanted.email.as_str());
        match result {
            Ok(_) => assert!(is_there, "seed {seed}: {result:?}"),
            Err(InviteError::Failed(error)) if !error.outcome_unknown() => {
                assert!(!is_there, "seed {seed}: {result:?}");
            }
            Err(InviteError::Failed(_) | InviteError::Unknown { .. }) => {}
            Err(other) => return Err(format!("seed {seed}: {other:?}").into()),
        }
    }
    remove_some(
        &world,
        seed,
        results.into_iter().flatten().map(|person| person.id),
    )
    .await
}

async fn remove_some(world: &World, seed: u64, ids: impl Iterator<Item = String>) -> TestResult {
    let leaving: Vec<_> = ids.step_by(2).collect();
    let results = join_all(leaving.iter().map(|id| world.remove(&world.client, id))).await;
    let there = world.emulator.collaborators(APP)?;
    for (id, result) in leaving.iter().zip(&results) {
        let is_there = there.iter().any(|person| person.id == *id);
        match result {
            Ok(_) => assert!(!is_there, "seed {seed}: {result:?}"),
            Err(Error::Unavailable { .. } | Error::Unexpected { .. }) => {}
            Err(error) => return Err(format!("seed {seed}: {error:?}").into()),
        }
    }
    world.emulator.clear_faults();
    let view = world.rosters.people(&world.client, APP).await?;
    let shown: BTreeSet<_> = view.iter().map(|person| person.id.clone()).collect();
    let real: BTreeSet<_> = there.into_iter().map(|person| person.id).collect();
    assert_eq!(shown, real, "seed {seed}: the view is right");
    Ok(())
}

#[tokio::test]
async fn whatever_fails_nobody_is_invited_twice_and_the_view_is_right() -> TestResult {
    join_all((0..SEEDS).map(run)).await.into_iter().collect()
}
