//! The fixed-window limit. The clock stands still unless a test moves it.

use std::time::{Duration, UNIX_EPOCH};

use emulator::{Action, Answer, Clock, FaultRule, Method, RateLimit, Settings};

use crate::lab::{Lab, TestResult, exchange, plain_client};

/// Two calls a minute, twenty seconds into a minute.
fn two_a_minute() -> Settings {
    Settings {
        clock: Clock::Stopped(UNIX_EPOCH + Duration::from_secs(6_000_020)),
        rate_limit: Some(RateLimit::new(2, Duration::from_mins(1))),
        ..Settings::default()
    }
}

async fn lab() -> anyhow::Result<Lab> {
    let lab = Lab::with(two_a_minute()).await?;
    lab.emulator.add_app("my-app")?;
    Ok(lab)
}

fn change_limit(lab: &Lab, change: impl Fn(&mut RateLimit)) {
    lab.emulator
        .configure(|settings| settings.rate_limit.iter_mut().for_each(&change));
}

#[tokio::test]
async fn call_beyond_the_limit_is_429_in_plain_text() -> TestResult {
    let lab = lab().await?;
    for _ in 0..2 {
        assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    }
    let reply = lab.owner.get("/v1/apps").await?;
    assert_eq!(reply.status, 429);
    assert_eq!(reply.body, b"Retry later");
    assert_eq!(reply.header("content-type"), Some("text/plain"));
    assert_eq!(reply.header("retry-after"), None);
    assert!(reply.header("date").is_some());
    Ok(())
}

#[tokio::test]
async fn window_turns_at_the_whole_minute_of_the_emulators_clock() -> TestResult {
    let lab = lab().await?;
    for _ in 0..3 {
        lab.owner.get("/v1/apps").await?;
    }
    lab.emulator.advance_clock(Duration::from_millis(39_999));
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 429);
    lab.emulator.advance_clock(Duration::from_millis(1));
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn retry_after_tells_the_seconds_to_the_next_window() -> TestResult {
    let lab = lab().await?;
    change_limit(&lab, |limit| {
        limit.requests = 0;
        limit.retry_after = true;
    });
    assert_eq!(
        lab.owner.get("/v1/apps").await?.header("retry-after"),
        Some("40")
    );
    lab.emulator.advance_clock(Duration::from_millis(39_500));
    assert_eq!(
        lab.owner.get("/v1/apps").await?.header("retry-after"),
        Some("1")
    );
    Ok(())
}

#[tokio::test]
async fn users_have_a_limit_each() -> TestResult {
    let lab = lab().await?;
    let (_, ann) = lab.visitor("ann").await?;
    for _ in 0..3 {
        lab.owner.get("/v1/apps").await?;
    }
    assert_eq!(ann.get("/v1/apps").await?.status, 200);
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 429);
    Ok(())
}

#[tokio::test]
async fn refused_invitation_invites_nobody_and_spends_no_fault() -> TestResult {
    let lab = lab().await?;
    change_limit(&lab, |limit| limit.requests = 0);
    let invitations = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    let fault = Action::Status(Answer::text(503, ""));
    lab.emulator.fault(invitations.nth(1).does(fault));
    assert_eq!(
        lab.owner.invite("my-app", "ann@example.com").await?.status,
        429
    );
    assert!(lab.emulator.emails_sent().is_empty());
    change_limit(&lab, |limit| limit.requests = 60);
    assert_eq!(
        lab.owner.invite("my-app", "ann@example.com").await?.status,
        503
    );
    Ok(())
}

#[tokio::test]
async fn exchanges_are_not_counted() -> TestResult {
    let lab = lab().await?;
    let (http, url) = (plain_client()?, lab.emulator.url());
    for _ in 0..5 {
        let reply = exchange(&http, &url, lab.emulator.api_token()).await?;
        assert_eq!(reply.status, 200);
    }
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn calls_without_a_good_bearer_are_not_counted() -> TestResult {
    let lab = lab().await?;
    lab.emulator.expire_bearers();
    for _ in 0..5 {
        assert_eq!(lab.owner.get("/v1/apps").await?.status, 401);
    }
    Ok(())
}
