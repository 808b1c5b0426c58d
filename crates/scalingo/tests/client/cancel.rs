//! A cancelled handle: waits and reads end at once, a change that is on its way is awaited for a moment.

use std::time::{Duration, Instant, UNIX_EPOCH};

use emulator::{Action, Clock, FaultRule, Gate, Method, RateLimit};
use scalingo::{CancellationToken, Error, Removal};

use crate::world::{APP, TestResult, World, invitation};

const INVITATIONS: &str = "/v1/apps/*/collaborators";

/// Cancels the token as soon as a call of this kind has arrived.
async fn cancel_at(
    world: &World,
    method: Method,
    pattern: &str,
    token: &CancellationToken,
) -> TestResult {
    world
        .emulator
        .wait_for(|requests| requests.iter().any(|request| request.is(&method, pattern)))
        .await?;
    token.cancel();
    Ok(())
}

#[tokio::test]
async fn wait_for_the_rate_limit_ends_at_once() -> TestResult {
    let settings = emulator::Settings {
        rate_limit: Some(RateLimit::new(1, Duration::from_mins(1))),
        clock: Clock::Stopped(UNIX_EPOCH + Duration::from_mins(1000)),
        ..emulator::Settings::default()
    };
    let world = World::with(settings, |settings| {
        settings.rate_window = Duration::from_mins(1);
    })
    .await?;
    world.client.get_app(APP).await?;
    let token = CancellationToken::new();
    let client = world.client.cancelled_by(token.clone());
    let wanted = invitation("user1@example.com")?;
    let cancel = cancel_at(&world, Method::POST, INVITATIONS, &token);
    let started = Instant::now();
    let (result, cancelled) = tokio::join!(client.invite(APP, &wanted), cancel);
    cancelled?;
    assert!(
        matches!(result, Err(Error::Cancelled { sent: false, .. })),
        "{result:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(1));
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn read_on_its_way_ends_at_once() -> TestResult {
    let world = World::new().await?;
    world
        .emulator
        .fault(FaultRule::on(Method::GET, INVITATIONS).does(Action::Hang));
    let token = CancellationToken::new();
    let client = world.client.cancelled_by(token.clone());
    let cancel = cancel_at(&world, Method::GET, INVITATIONS, &token);
    let (result, cancelled) = tokio::join!(world.rosters.people(&client, APP), cancel);
    cancelled?;
    assert!(matches!(result, Err(Error::Cancelled { sent: false, .. })));
    world.emulator.clear_faults();
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn cancelled_handle_sends_nothing() -> TestResult {
    let world = World::new().await?;
    let token = CancellationToken::new();
    token.cancel();
    let client = world.client.cancelled_by(token);
    assert!(matches!(
        client.get_app(APP).await,
        Err(Error::Cancelled { sent: false, .. })
    ));
    assert!(world.emulator.requests().is_empty());
    world.client.get_app(APP).await?;
    Ok(())
}

#[tokio::test]
async fn reply_to_an_invitation_on_its_way_is_awaited() -> TestResult {
    let world = World::new().await?;
    let gate = Gate::new();
    world
        .emulator
        .fault(FaultRule::on(Method::POST, INVITATIONS).does(Action::HoldAfter(gate.clone())));
    let token = CancellationToken::new();
    let client = world.client.cancelled_by(token.clone());
    let wanted = invitation("user1@example.com")?;
    let cancel = async {
        cancel_at(&world, Method::POST, INVITATIONS, &token).await?;
        gate.open();
        TestResult::Ok(())
    };
    let (result, cancelled) = tokio::join!(world.rosters.invite(&client, APP, &wanted), cancel);
    cancelled?;
    assert_eq!(result?.email, wanted.email);
    Ok(())
}

#[tokio::test]
async fn removal_on_its_way_is_awaited() -> TestResult {
    let world = World::new().await?;
    let id = world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?
        .id;
    let (gate, pattern) = (Gate::new(), "/v1/apps/*/collaborators/*");
    world
        .emulator
        .fault(FaultRule::on(Method::DELETE, pattern).does(Action::Hold(gate.clone())));
    let token = CancellationToken::new();
    let client = world.client.cancelled_by(token.clone());
    let cancel = async {
        cancel_at(&world, Method::DELETE, pattern, &token).await?;
        gate.open();
        TestResult::Ok(())
    };
    let (result, cancelled) = tokio::join!(world.remove(&client, &id), cancel);
    cancelled?;
    assert_eq!(result?, Removal::Removed);
    assert!(world.emulator.collaborators(APP)?.is_empty());
    Ok(())
}
