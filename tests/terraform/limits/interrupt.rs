//! Ctrl-C: Terraform ends soon, the state holds everybody who was invited, and
//! the next run invites nobody twice.

use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};

use emulator::{Action, Clock, FaultRule, Gate, Method, RateLimit, RecordedRequest};
use harness::Run;
use rustix::process::Signal;

use super::{
    Member, assert_agreement, assert_all_there, assert_nobody_mailed_twice, declare, in_state,
    on_apps, team_of,
};
use crate::world::{Outcome, World};

/// From the signal to the end of Terraform, its own share included.
const SOON: Duration = Duration::from_secs(2);
/// The same with the time that an invitation on its way is awaited.
const AFTER_ANSWERS: Duration = Duration::from_secs(15);

/// Carries out the saved plan and presses Ctrl-C once the requests satisfy
/// `when`. Gives the run and how long its end took.
async fn interrupted(
    world: &World,
    when: impl Fn(&[RecordedRequest]) -> bool,
) -> anyhow::Result<(Run, Duration)> {
    signalled(world, Signal::INT, when).await
}

/// The same with any signal.
async fn signalled(
    world: &World,
    signal: Signal,
    when: impl Fn(&[RecordedRequest]) -> bool,
) -> anyhow::Result<(Run, Duration)> {
    world.run(["plan", "-out=saved"]).await?.success()?;
    world.emulator.take_requests();
    world
        .signalled(signal, ["apply", "-json", "saved"], when)
        .await
}

/// How many invitations have arrived.
pub(super) fn invitations(requests: &[RecordedRequest]) -> usize {
    let is_invitation =
        |call: &&RecordedRequest| call.is(&Method::POST, "/v1/apps/*/collaborators");
    requests.iter().filter(is_invitation).count()
}

/// Lets the next apply finish, and checks that it invited exactly the rest.
async fn finish(world: &World, team: &[Member]) -> Outcome {
    world.emulator.clear_faults();
    world
        .emulator
        .configure(|settings| settings.rate_limit = None);
    world.apply().await?;
    assert_all_there(world, team)?;
    assert_eq!(world.emulator.emails_sent().len(), team.len());
    assert_nobody_mailed_twice(world);
    world.plan_is_empty().await
}

#[tokio::test]
async fn interrupt_in_a_wait_for_the_rate_limit_ends_it_and_loses_nobody() -> Outcome {
    let world = World::new().await?;
    let team = team_of(20);
    declare(&world, &team)?;
    // A window that never ends, and enough calls for the plan and some of the
    // invitations.
    world.emulator.configure(|settings| {
        settings.clock = Clock::Stopped(UNIX_EPOCH + Duration::from_hours(500_000));
        settings.rate_limit = Some(RateLimit::new(12, Duration::from_mins(1)));
    });
    let is_refused = |call: &RecordedRequest| call.status == Some(429);
    let at_the_gate = |requests: &[RecordedRequest]| {
        let all_answered = requests.iter().all(|call| call.status.is_some());
        all_answered && requests.iter().any(is_refused)
    };
    let (run, took) = interrupted(&world, at_the_gate).await?;
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(took < SOON, "{took:?}");
    let invited = on_apps(&world, &team)?.len();
    assert!((1..team.len()).contains(&invited), "{invited}");
    assert_agreement(&world, &team, &BTreeSet::new())?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("Stopped before anything was sent."), "{said}");
    finish(&world, &team).await
}

/// Presses Ctrl-C while ten invitations are on their way and take as `action`
/// says.
async fn interrupted_invitations(action: Action) -> anyhow::Result<(World, Vec<Member>)> {
    let world = World::new().await?;
    let team = team_of(20);
    declare(&world, &team)?;
    let slow = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    world.emulator.fault(slow.does(action));
    let (run, took) = interrupted(&world, |requests| invitations(requests) >= 10).await?;
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(took < AFTER_ANSWERS, "{took:?}");
    Ok((world, team))
}

#[tokio::test]
async fn interrupt_while_invitations_are_on_their_way_keeps_everybody_in_the_state() -> Outcome {
    let slow = Duration::from_millis(800);
    for action in [Action::Delay(slow), Action::DelayAfter(slow)] {
        let (world, team) = interrupted_invitations(action).await?;
        assert_eq!(on_apps(&world, &team)?.len(), 10, "those on their way");
        assert_agreement(&world, &team, &BTreeSet::new())?;
        finish(&world, &team).await?;
    }
    Ok(())
}

#[tokio::test]
async fn termination_of_terraform_and_provider_keeps_everybody_in_the_state() -> Outcome {
    let world = World::new().await?;
    let team = team_of(20);
    declare(&world, &team)?;
    let slow = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    let slow = slow.does(Action::Delay(Duration::from_millis(800)));
    world.emulator.fault(slow);
    let ten = |requests: &[RecordedRequest]| invitations(requests) >= 10;
    let (run, _) = signalled(&world, Signal::TERM, ten).await?;
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert_eq!(on_apps(&world, &team)?.len(), 10, "those on their way");
    assert_agreement(&world, &team, &BTreeSet::new())?;
    finish(&world, &team).await
}

#[tokio::test]
async fn interrupted_invitation_whose_reply_never_comes_is_found_in_the_list() -> Outcome {
    let never = Action::DelayAfter(Duration::from_mins(1));
    let (world, team) = interrupted_invitations(never).await?;
    assert_eq!(on_apps(&world, &team)?.len(), 10, "those on their way");
    assert_agreement(&world, &team, &BTreeSet::new())?;
    finish(&world, &team).await
}

#[tokio::test]
async fn interrupted_invitation_that_counts_later_is_not_sent_again() -> Outcome {
    let gate = Gate::new();
    let (world, team) = interrupted_invitations(Action::Hold(gate.clone())).await?;
    assert!(in_state(&world)?.is_empty(), "nobody could know");
    gate.open();
    let has_effect =
        |requests: &[RecordedRequest]| requests.iter().filter(|call| call.effect).count() >= 10;
    world.emulator.wait_for(has_effect).await?;
    world.emulator.clear_faults();
    let run = world.plan().await?.expect_code(2)?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("Invitation taken over"), "{said}");
    assert_eq!(world.emulator.emails_sent().len(), 10);
    finish(&world, &team).await
}

/// Applies a team of 30, sends the signal to Terraform and provider once 12
/// invitations have arrived, and applies again.
async fn healed_after(signal: Signal) -> Outcome {
    let world = World::new().await?;
    let addresses: Vec<String> = (0..30).map(|n| format!("user{n}@example.com")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    world.team(&addresses)?;
    let twelve = |calls: &[RecordedRequest]| invitations(calls) >= 12;
    world
        .signalled(signal, ["apply", "-auto-approve"], twelve)
        .await?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), addresses.len());
    assert_eq!(world.emulator.emails_sent().len(), addresses.len());
    world.plan_is_empty().await
}

#[tokio::test]
async fn killed_apply_is_healed_by_another_with_one_mail_each() -> Outcome {
    healed_after(Signal::KILL).await
}

#[tokio::test]
async fn apply_whose_terminal_closed_is_healed_by_another_with_one_mail_each() -> Outcome {
    healed_after(Signal::HUP).await
}
