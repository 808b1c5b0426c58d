//! The limit of 60 calls per window, with a window of a few seconds.
//!
//! Terraform itself needs up to 50 ms per instance on a busy machine, so a
//! window is long enough for 60 of them.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use emulator::{Action, Answer, Clock, Emulator, FaultRule, Method, RateLimit, RecordedRequest};
use harness::Run;

use super::{
    Member, assert_all_there, assert_nobody_mailed_twice, declare, in_state, limited, on_apps,
    seed_team, team_of,
};
use crate::world::{Outcome, World};

const WINDOW: Duration = Duration::from_secs(6);
const LIMIT: usize = 60;
const PEOPLE: usize = 150;
/// Terraform's own default for what is under way at once.
const IN_FLIGHT: usize = 10;

async fn world() -> anyhow::Result<World> {
    let mut world = World::new().await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "6s");
    Ok(world)
}

/// Plans without a limit, then carries the plan out under it. The first window
/// begins with the first call.
async fn apply_in_windows(world: &World, plan: &[&str]) -> anyhow::Result<(Run, Vec<Window>)> {
    let arguments = ["plan", "-out=saved"].iter().chain(plan);
    world.workspace.terraform(arguments).await?.success()?;
    world.emulator.take_requests();
    let begin = window_begin()?;
    world.emulator.configure(|settings| {
        settings.clock = Clock::Stopped(begin);
        settings.rate_limit = Some(RateLimit::new(60, WINDOW));
    });
    let apply = world.run(["apply", "-json", "saved"]);
    let (run, first) = tokio::join!(apply, start_clock(&world.emulator, begin));
    let windows = windows(&world.emulator.requests(), first?);
    Ok((run?.success()?, windows))
}

/// The beginning of the present window.
fn window_begin() -> anyhow::Result<SystemTime> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    Ok(UNIX_EPOCH + Duration::from_secs(now - now % WINDOW.as_secs()))
}

/// Lets the stopped clock go on once the first limited call is there; gives
/// the instant of the window's beginning.
async fn start_clock(emulator: &Emulator, begin: SystemTime) -> anyhow::Result<Instant> {
    emulator
        .wait_for(|requests| requests.iter().any(|request| request.has_bearer))
        .await?;
    let behind = SystemTime::now().duration_since(begin)?.as_millis();
    let behind = i64::try_from(behind)?;
    emulator.configure(|settings| settings.clock = Clock::Skewed(-behind));
    Ok(Instant::now())
}

/// What one window saw.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    accepted: usize,
    refused: usize,
}

fn windows(requests: &[RecordedRequest], begin: Instant) -> Vec<Window> {
    let mut windows = Vec::new();
    for request in requests.iter().filter(|call| call.has_bearer) {
        let passed = request.at.saturating_duration_since(begin).as_nanos();
        let number = usize::try_from(passed / WINDOW.as_nanos()).unwrap_or(usize::MAX);
        while windows.len() <= number {
            windows.push(Window::default());
        }
        let window = &mut windows[number];
        if request.status == Some(429) {
            window.refused += 1;
        } else {
            window.accepted += 1;
        }
    }
    windows
}

/// Two full windows and a rest, no more refusals in a window than calls that
/// were under way when it closed, and no word but about the wait.
fn assert_three_windows(run: &Run, windows: &[Window]) -> Outcome {
    let accepted: Vec<usize> = windows.iter().map(|window| window.accepted).collect();
    assert!(
        matches!(accepted[..], [LIMIT, LIMIT, rest] if (PEOPLE - 2 * LIMIT..LIMIT).contains(&rest)),
        "{windows:?}"
    );
    for window in windows {
        assert!(window.refused <= IN_FLIGHT, "{windows:?}");
    }
    for diagnostic in run.diagnostics()? {
        assert_eq!(diagnostic.severity, "warning", "{diagnostic}");
        assert!(
            diagnostic.summary.ends_with("for the rate limit"),
            "{diagnostic}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn hundred_and_fifty_invitations_take_three_windows() -> Outcome {
    let world = world().await?;
    let team = team_of(PEOPLE);
    declare(&world, &team)?;
    let (run, windows) = apply_in_windows(&world, &[]).await?;
    assert_three_windows(&run, &windows)?;
    assert_eq!(world.emulator.emails_sent().len(), PEOPLE);
    assert_nobody_mailed_twice(&world);
    assert_all_there(&world, &team)
}

#[tokio::test]
async fn hundred_and_fifty_role_changes_take_three_windows() -> Outcome {
    let world = world().await?;
    let team = team_of(PEOPLE);
    seed_team(&world, &team)?;
    let team = limited(&team);
    declare(&world, &team)?;
    let (run, windows) = apply_in_windows(&world, &["-refresh=false"]).await?;
    assert_three_windows(&run, &windows)?;
    assert_eq!(
        world
            .emulator
            .count(Method::PATCH, "/v1/apps/*/collaborators/*"),
        windows.iter().map(|window| window.refused).sum::<usize>() + PEOPLE
    );
    assert_all_there(&world, &team)
}

#[tokio::test]
async fn hundred_and_fifty_removals_take_three_windows() -> Outcome {
    let world = world().await?;
    let team = team_of(PEOPLE);
    seed_team(&world, &team)?;
    let (run, windows) = apply_in_windows(&world, &["-destroy", "-refresh=false"]).await?;
    assert_three_windows(&run, &windows)?;
    assert!(on_apps(&world, &team)?.is_empty());
    assert!(in_state(&world)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn two_processes_on_one_account_both_finish() -> Outcome {
    let one = World::with(emulator::Settings {
        rate_limit: Some(RateLimit::new(60, Duration::from_secs(3))),
        ..emulator::Settings::default()
    })
    .await?;
    let mut two = World::new().await?;
    let account = &one.emulator;
    for (name, value) in [
        ("SCALINGO_API_URL", &*account.url()),
        ("SCALINGO_AUTH_URL", &account.url()),
        ("SCALINGO_API_TOKEN", account.api_token()),
    ] {
        two.workspace.set(name, value);
    }
    let mut worlds = [one, two];
    for (world, app) in worlds.iter_mut().zip(["one-app", "two-app"]) {
        world.workspace.set("SCALINGO_RATE_WINDOW", "3s");
        let team: Vec<Member> = (0..50).map(|number| Member::new(app, number)).collect();
        declare(world, &team)?;
    }
    let [one, two] = worlds;
    for app in ["one-app", "two-app"] {
        one.emulator.add_app(app)?;
    }
    let (first, second) = tokio::join!(one.apply(), two.apply());
    first?;
    second?;
    assert_eq!(in_state(&one)?.len() + in_state(&two)?.len(), 100);
    assert_eq!(one.emulator.emails_sent().len(), 100);
    assert_nobody_mailed_twice(&one);
    let requests = one.emulator.requests();
    let is_refused = requests.iter().any(|request| request.status == Some(429));
    assert!(is_refused, "the limit was not met");
    Ok(())
}

#[tokio::test]
async fn wait_in_a_plan_is_announced() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "5s");
    world.team(&["user1@example.com"])?;
    world.apply().await?;
    let refusal = Answer::text(429, "Retry later").header("retry-after", "5");
    let lists = FaultRule::on(Method::GET, "/v1/apps/*/collaborators").times(1);
    world.emulator.fault(lists.does(Action::Status(refusal)));
    let run = world.plan().await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("for the rate limit"), "{said}");
    Ok(())
}
