use std::sync::Arc;
use std::time::UNIX_EPOCH;

use futures_util::future::join_all;
use http::Method;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::transport::reply::RetryAfter;
use crate::transport::script::{Script, call, patient, reply};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const MINUTE: Duration = Duration::from_mins(1);

/// A refusal at this second of the server's minute.
fn refused(second: u64) -> Reply {
    let mut reply = reply(429, "Retry later");
    reply.date = Some(UNIX_EPOCH + MINUTE * 1000 + Duration::from_secs(second));
    reply
}

fn paced(answers: impl IntoIterator<Item = Reply>) -> (Arc<Script>, Pace<Arc<Script>>) {
    let script = Arc::new(Script::new(answers.into_iter().map(Ok)));
    (Arc::clone(&script), Pace::new(script, MINUTE))
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_everybody_waits_for_the_next_minute_of_the_server() -> TestResult {
    let (script, pace) = paced([refused(18)]);
    let call = call(Method::GET)?;
    let started = Instant::now();
    let first = pace.call(&call, &patient()).await;
    assert!(first.is_ok_and(|reply| reply.status == StatusCode::TOO_MANY_REQUESTS));
    let (scope_a, scope_b) = (patient(), patient());
    let (a, b) = tokio::join!(pace.call(&call, &scope_a), pace.call(&call, &scope_b));
    assert!(a.is_ok() && b.is_ok());
    let waited = started.elapsed();
    assert!(
        waited >= Duration::from_secs(42) && waited < Duration::from_secs(43),
        "{waited:?}"
    );
    assert_eq!(script.seen().len(), 3);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn long_wait_is_noted_once() -> TestResult {
    let (_, pace) = paced([refused(18)]);
    let call = call(Method::GET)?;
    assert_eq!(pace.take_wait_notice(), None);
    for _ in 0..3 {
        assert!(pace.call(&call, &patient()).await.is_ok());
    }
    assert_eq!(pace.take_wait_notice(), Some(Duration::from_secs(42)));
    assert_eq!(pace.take_wait_notice(), None);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn short_wait_is_not_worth_a_notice() -> TestResult {
    let (_, pace) = paced([refused(58)]);
    let call = call(Method::GET)?;
    for _ in 0..2 {
        assert!(pace.call(&call, &patient()).await.is_ok());
    }
    assert_eq!(pace.take_wait_notice(), None);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_gate_that_opens_too_late() -> TestResult {
    let mut refusal = refused(0);
    refusal.retry_after = Some(RetryAfter::In(Duration::from_mins(9)));
    let (script, pace) = paced([refusal]);
    let call = call(Method::GET)?;
    assert!(pace.call(&call, &patient()).await.is_ok());
    let started = Instant::now();
    assert!(matches!(
        pace.call(&call, &patient()).await,
        Err(Failure::Limited)
    ));
    assert!(started.elapsed().is_zero());
    assert_eq!(script.seen().len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn cancelled_wait_ends_at_once_and_the_next_in_line_takes_over() -> TestResult {
    let (script, pace) = paced([refused(18)]);
    let call = call(Method::GET)?;
    assert!(pace.call(&call, &patient()).await.is_ok());
    let token = CancellationToken::new();
    let scope = Scope::new(token.clone(), Duration::from_mins(5));
    let started = Instant::now();
    let head = async {
        let result = pace.call(&call, &scope).await;
        (result, started.elapsed())
    };
    let next_scope = patient();
    let cancel = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        token.cancel();
    };
    let ((result, ended), next, ()) = tokio::join!(head, pace.call(&call, &next_scope), cancel);
    assert!(matches!(result, Err(Failure::Cancelled { sent: false })));
    assert_eq!(ended, Duration::from_secs(5));
    assert!(next.is_ok());
    assert_eq!(script.seen().len(), 2);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn slow_replies_alone_are_no_rate_limit() -> TestResult {
    let script = Arc::new(Script::default().slow(Duration::from_secs(4)));
    let pace = Pace::new(Arc::clone(&script), MINUTE);
    let call = call(Method::GET)?;
    let scopes: Vec<_> = (0..40)
        .map(|_| Scope::new(CancellationToken::new(), Duration::ZERO))
        .collect();
    let calls = scopes.iter().map(|scope| pace.call(&call, scope));
    let results = join_all(calls).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(script.seen().len(), 40);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn dropped_call_gives_its_place_back() -> TestResult {
    let script = Arc::new(Script::default().slow(Duration::from_hours(1)));
    let pace = Pace::new(script, MINUTE);
    let (call, scope) = (call(Method::GET)?, patient());
    for _ in 0..40 {
        let call = pace.call(&call, &scope);
        assert!(
            tokio::time::timeout(Duration::from_millis(1), call)
                .await
                .is_err()
        );
    }
    Ok(())
}
