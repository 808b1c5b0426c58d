//! Ctrl-C in the middle of a team: what was sent is told, and nobody is mailed
//! twice.

use std::time::Duration;

use emulator::{Action, FaultRule, Method, RecordedRequest};
use rustix::process::Signal;
use serde_json::Value;

use super::{TEAM, attribute, numbered, team};
use crate::world::{Outcome, World};

fn ten_invitations(requests: &[RecordedRequest]) -> bool {
    let is_invitation =
        |call: &&RecordedRequest| call.is(&Method::POST, "/v1/apps/*/collaborators");
    requests.iter().filter(is_invitation).count() >= 10
}

fn declare(world: &World, people: &[String]) -> Outcome {
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    team(world, &people, "")
}

/// Applies and presses Ctrl-C while ten invitations are on their way. Gives
/// what was said.
async fn interrupted(world: &World) -> anyhow::Result<String> {
    let slow = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    let slow = slow.does(Action::Delay(Duration::from_millis(800)));
    world.emulator.fault(slow);
    world.emulator.take_requests();
    let apply = ["apply", "-auto-approve", "-json"];
    let (run, _) = world.signalled(Signal::INT, apply, ten_invitations).await?;
    anyhow::ensure!(run.code == 1, "{}", run.stdout);
    world.emulator.clear_faults();
    assert_eq!(world.people()?.len() % 10, 0, "those on their way");
    world.diagnostics(&run)
}

#[tokio::test]
async fn interrupted_create_says_who_was_invited_and_the_next_apply_finishes() -> Outcome {
    let world = World::new().await?;
    declare(&world, &numbered(20))?;
    let said = interrupted(&world).await?;
    assert!(
        said.contains("error: The team of my-app was not created"),
        "{said}"
    );
    for person in world.emulator.collaborators("my-app")? {
        assert!(said.contains(&format!("  {}\n", person.email)), "{said}");
    }
    assert!(said.contains("Stopped before anything was sent."), "{said}");
    assert!(world.attributes(TEAM).await.is_err());
    world.apply().await?;
    assert_eq!(world.people()?.len(), 20);
    assert_eq!(world.emulator.emails_sent().len(), 20);
    world.plan_is_empty().await
}

#[tokio::test]
async fn interrupted_change_leaves_the_truth_in_the_state() -> Outcome {
    let world = World::new().await?;
    declare(&world, &[])?;
    world.apply().await?;
    declare(&world, &numbered(20))?;
    interrupted(&world).await?;
    let there = world.emulator.collaborators("my-app")?;
    let mut there: Vec<Value> = there.into_iter().map(|row| row.email.into()).collect();
    there.sort_by_key(ToString::to_string);
    assert_eq!(
        attribute(&world, "collaborators").await?,
        Value::Array(there)
    );
    world.apply().await?;
    assert_eq!(world.emulator.emails_sent().len(), 20);
    world.plan_is_empty().await
}

#[tokio::test]
async fn killed_create_is_healed_by_the_next_apply() -> Outcome {
    let world = World::new().await?;
    declare(&world, &numbered(20))?;
    let slow = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    let slow = slow.does(Action::Delay(Duration::from_millis(100)));
    world.emulator.fault(slow);
    let apply = ["apply", "-auto-approve"];
    world
        .signalled(Signal::KILL, apply, ten_invitations)
        .await?;
    world.emulator.clear_faults();
    world.apply().await?;
    assert_eq!(world.people()?.len(), 20);
    assert_eq!(world.emulator.emails_sent().len(), 20);
    world.plan_is_empty().await
}
