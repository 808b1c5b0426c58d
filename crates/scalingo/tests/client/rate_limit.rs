//! The limit of 60 calls per window, with a window of two seconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use emulator::{Clock, Method, RateLimit, RecordedRequest};
use futures_util::future::join_all;
use scalingo::{Client, Error, Rosters};

use crate::world::{APP, TestResult, World, address, invitation, settings};

const WINDOW: Duration = Duration::from_secs(2);
const LIMIT: usize = 60;
const CALLS: usize = 150;

/// A world whose first window has just begun.
async fn limited(retry_after: bool) -> TestResult<World> {
    let limit = RateLimit {
        retry_after,
        ..RateLimit::new(60, WINDOW)
    };
    let settings = emulator::Settings {
        rate_limit: Some(limit),
        clock: Clock::Skewed(until_next_window()?),
        ..emulator::Settings::default()
    };
    World::with(settings, |settings| settings.rate_window = WINDOW).await
}

fn until_next_window() -> TestResult<i64> {
    let window = WINDOW.as_millis();
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    Ok(i64::try_from(window - now % window)?)
}

/// Accepted and refused calls, and the most in flight at a refusal, per burst of calls: a burst ends where nothing is
/// sent for a quarter of a window.
fn bursts(requests: &[RecordedRequest]) -> Vec<(usize, usize, usize)> {
    let mut bursts = Vec::new();
    let mut last = None;
    for request in requests.iter().filter(|request| request.headers.has_bearer) {
        if last.is_none_or(|last| request.at - last > WINDOW / 4) {
            bursts.push((0, 0, 0));
        }
        last = Some(request.at);
        let Some((accepted, refused, flying)) = bursts.last_mut() else {
            continue;
        };
        if request.status == Some(429) {
            *refused += 1;
            *flying = request.in_flight.max(*flying);
        } else {
            *accepted += 1;
        }
    }
    bursts
}

/// The calls took three windows, and each refused no more than were in flight.
fn assert_three_windows(world: &World, calls: usize) {
    let bursts = bursts(&world.emulator.requests());
    let accepted: Vec<_> = bursts.iter().map(|(accepted, ..)| *accepted).collect();
    assert_eq!(accepted, [LIMIT, LIMIT, calls - 2 * LIMIT], "{bursts:?}");
    assert!(
        bursts
            .iter()
            .all(|(_, refused, flying)| refused <= flying && *flying <= 16),
        "{bursts:?}"
    );
    let later: usize = bursts.iter().skip(1).map(|(_, refused, _)| refused).sum();
    assert_eq!(later, 0, "{bursts:?}");
}

#[tokio::test]
async fn a_hundred_and_fifty_invitations_take_three_windows() -> TestResult {
    for retry_after in [false, true] {
        let world = limited(retry_after).await?;
        let wanted = (0..CALLS)
            .map(|number| invitation(&address(number)))
            .collect::<TestResult<Vec<_>>>()?;
        let invite = |wanted| world.rosters.invite(&world.client, APP, wanted);
        let results = join_all(wanted.iter().map(invite)).await;
        assert!(results.iter().all(Result::is_ok));
        assert_eq!(world.emulator.emails_sent().len(), CALLS);
        assert_three_windows(&world, CALLS + 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_hundred_and_fifty_role_changes_take_three_windows() -> TestResult {
    let world = limited(false).await?;
    let ids = seeded(&world)?;
    let change = |id| world.rosters.change_role(&world.client, APP, id, true);
    let results = join_all(ids.iter().map(|id| change(id))).await;
    assert!(results.iter().all(Result::is_ok));
    assert!(
        world
            .emulator
            .collaborators(APP)?
            .iter()
            .all(|person| person.is_limited)
    );
    assert_three_windows(&world, CALLS);
    Ok(())
}

#[tokio::test]
async fn a_hundred_and_fifty_removals_take_three_windows() -> TestResult {
    let world = limited(false).await?;
    let ids = seeded(&world)?;
    let remove = |id| world.rosters.remove(&world.client, APP, id);
    let results = join_all(ids.iter().map(|id| remove(id))).await;
    assert!(results.iter().all(Result::is_ok));
    assert!(world.emulator.collaborators(APP)?.is_empty());
    assert_three_windows(&world, CALLS);
    Ok(())
}

fn seeded(world: &World) -> TestResult<Vec<String>> {
    let add = |number| {
        Ok(world
            .emulator
            .add_collaborator(APP, &address(number), false)?
            .id)
    };
    (0..CALLS).map(add).collect()
}

#[tokio::test]
async fn two_processes_on_one_account_both_finish() -> TestResult {
    let world = limited(false).await?;
    let mut settings = settings(&world.emulator, world.emulator.api_token())?;
    settings.rate_window = WINDOW;
    let other = Client::new(settings);
    let other_rosters = Rosters::new(&other, Duration::from_mins(5));
    let wanted = (0..CALLS)
        .map(|number| invitation(&address(number)))
        .collect::<TestResult<Vec<_>>>()?;
    let (ours, theirs) = wanted.split_at(CALLS / 2);
    let (one, two) = tokio::join!(
        join_all(
            ours.iter()
                .map(|wanted| world.rosters.invite(&world.client, APP, wanted))
        ),
        join_all(
            theirs
                .iter()
                .map(|wanted| other_rosters.invite(&other, APP, wanted))
        ),
    );
    assert!(one.iter().chain(&two).all(Result::is_ok));
    assert_eq!(world.emulator.emails_sent().len(), CALLS);
    assert_eq!(world.addresses()?.len(), CALLS);
    Ok(())
}

#[tokio::test]
async fn who_may_not_wait_is_told_what_was_tried() -> TestResult {
    let limit = RateLimit::new(1, Duration::from_mins(1));
    let settings = emulator::Settings {
        rate_limit: Some(limit),
        clock: Clock::Stopped(UNIX_EPOCH + Duration::from_mins(1000)),
        ..emulator::Settings::default()
    };
    let world = World::with(settings, |settings| {
        settings.rate_window = Duration::from_mins(1);
        settings.max_wait = Duration::from_secs(20);
    })
    .await?;
    world.client.get_app(APP).await?;
    let result = world.client.get_app(APP).await;
    let Err(Error::RateLimited { call, patience }) = result else {
        return Err("was let through".into());
    };
    assert_eq!(call.to_string(), "GET /v1/apps/my-app");
    assert_eq!(
        (patience.attempts, patience.limit),
        (1, Duration::from_secs(20))
    );
    assert!(patience.elapsed < Duration::from_secs(10));
    assert_eq!(world.emulator.count(Method::GET, "/v1/apps/*"), 2);
    Ok(())
}
