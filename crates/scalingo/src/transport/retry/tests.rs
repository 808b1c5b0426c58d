use std::sync::Arc;

use http::Method;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::transport::reply::RetryAfter;
use crate::transport::script::{Script, call, lost, not_sent, patient, reply};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Makes one call over the script; how often it was sent and how it ended.
async fn made(call: &Call, scope: &Scope, script: Script) -> (usize, Result<Reply, Error>) {
    let script = Arc::new(script);
    let result = Retry::new(Arc::clone(&script)).call(call, scope).await;
    (script.seen().len(), result)
}

#[test]
fn what_may_be_repeated_depends_on_what_the_call_does() {
    let again = Verdict::AfterWait { sent: true };
    let unsent = Verdict::AfterWait { sent: false };
    let gate = Verdict::AtTheGate;
    let done = Verdict::Done;
    let rows = [
        (Ok(reply(200, "")), [done, done, done]),
        (Ok(reply(404, "")), [done, done, done]),
        (Ok(reply(429, "")), [gate, gate, gate]),
        (Ok(reply(500, "")), [again, done, done]),
        (Ok(reply(502, "")), [again, again, done]),
        (Ok(reply(503, "")), [again, again, done]),
        (Ok(reply(504, "")), [again, again, done]),
        (Ok(reply(505, "")), [done, done, done]),
        (Err(not_sent()), [unsent, unsent, unsent]),
        (Err(lost()), [again, again, done]),
        (Err(Failure::Limited), [done, done, done]),
        (Err(Failure::Cancelled { sent: true }), [done, done, done]),
    ];
    for (number, (attempt, verdicts)) in rows.iter().enumerate() {
        let repeats = [Repeat::Read, Repeat::Write, Repeat::Once];
        for (repeat, expected) in repeats.into_iter().zip(verdicts) {
            assert_eq!(
                verdict(repeat, attempt),
                *expected,
                "row {number}, {repeat:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn fault_that_passes_is_not_seen() -> TestResult {
    let script = Script::new([
        Ok(reply(503, "")),
        Err(lost()),
        Err(not_sent()),
        Ok(reply(200, "fine")),
    ]);
    let (sent, result) = made(&call(Method::GET)?, &patient(), script).await;
    assert_eq!(result?.body, "fine");
    assert_eq!(sent, 4);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn lasting_fault_ends_after_five_attempts_with_growing_waits() -> TestResult {
    let script = Script::new((0..9).map(|_| Ok(reply(503, r#"{"error":"maintenance"}"#))));
    let started = Instant::now();
    let (sent, result) = made(&call(Method::DELETE)?, &patient(), script).await;
    let Err(Error::Unavailable {
        status,
        sent: maybe,
        patience,
        detail,
        ..
    }) = result
    else {
        return Err("no fault".into());
    };
    assert_eq!((sent, status, maybe), (5, Some(503), true));
    assert_eq!(detail.as_deref(), Some("maintenance"));
    assert_eq!(patience.attempts, 5);
    let waited = started.elapsed();
    let shortest = Duration::from_secs(3);
    assert!(waited >= shortest && waited <= shortest * 2, "{waited:?}");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn invitation_that_may_have_been_sent_is_not_sent_again() -> TestResult {
    for answer in [Ok(reply(500, "")), Ok(reply(503, "")), Err(lost())] {
        let (sent, result) = made(&call(Method::POST)?, &patient(), Script::new([answer])).await;
        assert_eq!(sent, 1);
        assert!(result.err().is_some_and(|error| error.outcome_unknown()));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn invitation_that_was_surely_not_sent_is_sent_again() -> TestResult {
    let script = Script::new([
        Err(not_sent()),
        Ok(reply(429, "Retry later")),
        Ok(reply(201, "")),
    ]);
    let (sent, result) = made(&call(Method::POST)?, &patient(), script).await;
    assert_eq!((sent, result?.status.as_u16()), (3, 201));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn connection_that_is_never_made_leaves_nothing_unknown() -> TestResult {
    let script = Script::new((0..9).map(|_| Err(not_sent())));
    let (sent, result) = made(&call(Method::POST)?, &patient(), script).await;
    assert_eq!(sent, 5);
    assert!(matches!(
        result,
        Err(Error::Unavailable {
            sent: false,
            status: None,
            source: Some(_),
            ..
        })
    ));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn no_wait_begins_that_would_end_too_late() -> TestResult {
    let impatient = Scope::new(CancellationToken::new(), Duration::ZERO);
    let (sent, result) = made(
        &call(Method::GET)?,
        &impatient,
        Script::new([Ok(reply(503, ""))]),
    )
    .await;
    assert_eq!(sent, 1);
    assert!(matches!(result, Err(Error::Unavailable { patience, .. }) if patience.limit.is_zero()));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn wait_the_server_asks_for_is_kept() -> TestResult {
    let mut busy = reply(503, "");
    busy.retry_after = Some(RetryAfter::In(Duration::from_secs(20)));
    let started = Instant::now();
    let (sent, result) = made(&call(Method::GET)?, &patient(), Script::new([Ok(busy)])).await;
    result?;
    assert_eq!((sent, started.elapsed()), (2, Duration::from_secs(20)));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn cancelled_wait_ends_at_once_and_says_whether_something_was_sent() -> TestResult {
    for (answer, unknown) in [(Err(lost()), true), (Err(not_sent()), false)] {
        let token = CancellationToken::new();
        let scope = Scope::new(token.clone(), Duration::from_mins(5));
        let started = Instant::now();
        let call = call(Method::PATCH)?;
        let script = Script::new([answer]);
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            token.cancel();
        };
        let ((sent, result), ()) = tokio::join!(made(&call, &scope, script), cancel);
        assert_eq!((sent, started.elapsed()), (1, Duration::from_millis(100)));
        assert!(matches!(result, Err(Error::Cancelled { sent, .. }) if sent == unknown));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn refused_turn_counts_only_what_was_sent() -> TestResult {
    let script = Script::new([Ok(reply(429, "")), Err(Failure::Limited)]);
    let (_, result) = made(&call(Method::GET)?, &patient(), script).await;
    assert!(matches!(result, Err(Error::RateLimited { patience, .. }) if patience.attempts == 1));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn attempts_are_numbered_from_one() -> TestResult {
    let script = Arc::new(Script::new([Err(lost()), Err(lost())]));
    Retry::new(Arc::clone(&script))
        .call(&call(Method::GET)?, &patient())
        .await?;
    let numbers: Vec<_> = script.seen().iter().map(|seen| seen.attempt).collect();
    assert_eq!(numbers, [1, 2, 3]);
    Ok(())
}
