//! Without a socket, on a clock that a test may pause.

use std::time::Duration;

use anyhow::Context as _;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use emulator::{Action, Emulator, FaultRule, Method, RateLimit, Router, Settings};
use serde_json::Value;
use tokio::time::Instant;
use tower_service::Service as _;

use crate::lab::TestResult;

async fn sign_in(emulator: &Emulator) -> anyhow::Result<String> {
    use base64::Engine as _;
    let pair = format!(":{}", emulator.api_token());
    let pair = base64::engine::general_purpose::STANDARD.encode(pair);
    let request = Request::post("http://localhost/v1/tokens/exchange")
        .header("authorization", format!("Basic {pair}"))
        .body(Body::empty())?;
    let response = emulator.router().call(request).await?;
    let body = to_bytes(response.into_body(), usize::MAX).await?;
    let body: Value = serde_json::from_slice(&body)?;
    Ok(body
        .get("token")
        .and_then(Value::as_str)
        .context("no token")?
        .to_owned())
}

async fn get(mut router: Router, bearer: &str) -> anyhow::Result<Response<Body>> {
    let request = Request::get("http://localhost/v1/apps")
        .header("authorization", format!("Bearer {bearer}"))
        .body(Body::empty())?;
    Ok(router.call(request).await?)
}

fn limited() -> anyhow::Result<Emulator> {
    let rate_limit = Some(RateLimit::new(1, Duration::from_mins(1)));
    Ok(Emulator::in_process(Settings {
        rate_limit,
        ..Settings::default()
    })?)
}

#[tokio::test(start_paused = true)]
async fn rate_limit_window_turns_when_the_paused_clock_moves() -> TestResult {
    let emulator = limited()?;
    let bearer = sign_in(&emulator).await?;
    assert_eq!(get(emulator.router(), &bearer).await?.status(), 200);
    assert_eq!(get(emulator.router(), &bearer).await?.status(), 429);
    tokio::time::advance(Duration::from_mins(1)).await;
    assert_eq!(get(emulator.router(), &bearer).await?.status(), 200);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn delay_passes_on_the_paused_clock() -> TestResult {
    let emulator = Emulator::in_process(Settings::default())?;
    let bearer = sign_in(&emulator).await?;
    let delay = Duration::from_hours(1) / 2;
    emulator.fault(FaultRule::on(Method::GET, "/v1/apps").does(Action::Delay(delay)));
    let begun = Instant::now();
    assert_eq!(get(emulator.router(), &bearer).await?.status(), 200);
    assert!(begun.elapsed() >= delay);
    let requests = emulator.requests();
    assert_eq!(requests.len(), 2);
    Ok(())
}

#[tokio::test]
async fn dropped_line_is_an_error_of_the_service() -> TestResult {
    let emulator = Emulator::in_process(Settings::default())?;
    let bearer = sign_in(&emulator).await?;
    emulator.fault(FaultRule::on(Method::GET, "/v1/apps").does(Action::DropBefore));
    assert!(get(emulator.router(), &bearer).await.is_err());
    Ok(())
}
