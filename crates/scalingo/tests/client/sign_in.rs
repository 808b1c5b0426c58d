//! One exchange for everybody, renewed in time.

use std::time::Duration;

use emulator::{Clock, Method};
use futures_util::future::join_all;
use scalingo::{Client, Error};

use crate::world::{APP, TestResult, World, settings};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_callers_cause_one_exchange() -> TestResult {
    let world = World::new().await?;
    let results = join_all((0..50).map(|_| world.client.get_app(APP))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(world.exchanges(), 1);
    Ok(())
}

#[tokio::test]
async fn bearer_that_ends_in_mid_run_is_renewed_once() -> TestResult {
    let world = World::new().await?;
    world.client.get_app(APP).await?;
    world.emulator.expire_bearers();
    let results = join_all((0..10).map(|_| world.client.get_app(APP))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(world.exchanges(), 2);
    Ok(())
}

#[tokio::test]
async fn server_clock_far_off_does_not_matter() -> TestResult {
    for hours in [-48_i64, 48] {
        let settings = emulator::Settings {
            clock: Clock::Skewed(hours * 3_600_000),
            ..emulator::Settings::default()
        };
        let world = World::with(settings, |_| {}).await?;
        for _ in 0..3 {
            world.client.get_app(APP).await?;
        }
        assert_eq!(world.exchanges(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn wrong_token_is_tried_once() -> TestResult {
    let world = World::new().await?;
    let client = Client::new(settings(&world.emulator, "tk-us-wrong")?);
    for _ in 0..2 {
        let result = client.get_app(APP).await;
        assert!(
            matches!(&result, Err(Error::TokenRefused { call, .. }) if call.path() == "/v1/tokens/exchange")
        );
        assert_eq!(world.exchanges(), 1);
    }
    assert_eq!(world.emulator.count(Method::GET, "/v1/apps/*"), 0);
    Ok(())
}

#[tokio::test]
async fn bearer_of_a_moment_is_replaced_when_it_is_refused() -> TestResult {
    let settings = emulator::Settings {
        bearer_lifetime: Duration::from_secs(3),
        clock: Clock::Stopped(std::time::SystemTime::now()),
        ..emulator::Settings::default()
    };
    let world = World::with(settings, |_| {}).await?;
    for _ in 0..3 {
        world.client.get_app(APP).await?;
        world.emulator.advance_clock(Duration::from_secs(4));
    }
    assert_eq!(world.exchanges(), 3);
    Ok(())
}

#[tokio::test]
async fn user_of_the_token_is_known() -> TestResult {
    let world = World::new().await?;
    let expected = world.emulator.user();
    let user = world.client.current_user().await?;
    assert_eq!(
        (user.id, user.username),
        (expected.id.clone(), expected.username.clone())
    );
    assert_eq!(user.email.as_str(), expected.email);
    Ok(())
}
