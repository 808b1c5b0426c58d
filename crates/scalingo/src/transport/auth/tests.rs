use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::transport::retry::Retry;
use crate::transport::script::{Script, call, lost, patient, reply};

type TestResult = Result<(), Box<dyn std::error::Error>>;
type Layer = Authorise<Retry<Arc<Script>>>;

fn over(script: Script) -> Result<(Arc<Script>, Layer), Error> {
    let script = Arc::new(script);
    let settings = Settings::new(SecretString::from("tk-us-secret"), "test/1");
    let layer = Authorise::new(Retry::new(Arc::clone(&script)), &settings)?;
    Ok((script, layer))
}

/// The reply to an exchange: a bearer with this id that lives for some seconds.
fn bearer(id: &str, life: u64) -> Reply {
    let payload = URL_SAFE_NO_PAD.encode(format!(
        r#"{{"iat":1000,"exp":{},"jti":"{id}"}}"#,
        1000 + life
    ));
    reply(200, &format!(r#"{{"token":"e30.{payload}.{id}"}}"#))
}

/// The calls that the script saw: `exchange`, or the id of the bearer.
fn account(script: &Script) -> Vec<String> {
    let id = |header: String| header.rsplit('.').next().unwrap_or_default().to_owned();
    let shown = |seen: crate::transport::script::Seen| match seen.name.as_str() {
        "POST /v1/tokens/exchange" => "exchange".to_owned(),
        _ => seen.authorization.map(id).unwrap_or_default(),
    };
    script.seen().into_iter().map(shown).collect()
}

fn calls(number: usize) -> Result<Vec<Call>, Error> {
    (0..number).map(|_| call(Method::GET)).collect()
}

#[tokio::test(start_paused = true)]
async fn fifty_callers_share_one_exchange() -> TestResult {
    let script = Script::new([Ok(bearer("a", 3600))]).slow(Duration::from_millis(100));
    let (script, layer) = over(script)?;
    let (calls, scope) = (calls(50)?, patient());
    let results = join_all(calls.into_iter().map(|call| layer.call(call, &scope))).await;
    assert!(results.iter().all(Result::is_ok));
    let calls = account(&script);
    assert_eq!(calls.iter().filter(|call| *call == "exchange").count(), 1);
    assert_eq!(calls.len(), 51);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn exchange_is_basic_with_an_empty_user() -> TestResult {
    let (script, layer) = over(Script::new([Ok(bearer("a", 3600))]))?;
    layer.call(call(Method::GET)?, &patient()).await?;
    let header = script
        .seen()
        .into_iter()
        .next()
        .and_then(|seen| seen.authorization);
    assert_eq!(
        header,
        Some(format!("Basic {}", STANDARD.encode(":tk-us-secret")))
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn bearer_is_renewed_before_it_ends() -> TestResult {
    let (script, layer) = over(Script::new([
        Ok(bearer("a", 600)),
        Ok(reply(200, "")),
        Ok(bearer("b", 600)),
    ]))?;
    layer.call(call(Method::GET)?, &patient()).await?;
    tokio::time::advance(Duration::from_secs(541)).await;
    layer.call(call(Method::GET)?, &patient()).await?;
    assert_eq!(account(&script), ["exchange", "a", "exchange", "b"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn refused_bearer_is_renewed_once_and_the_call_made_again() -> TestResult {
    let answers = [
        Ok(bearer("a", 3600)),
        Ok(reply(401, "")),
        Ok(bearer("b", 3600)),
        Ok(reply(200, "fine")),
    ];
    let (script, layer) = over(Script::new(answers))?;
    assert_eq!(
        layer.call(call(Method::POST)?, &patient()).await?.body,
        "fine"
    );
    assert_eq!(account(&script), ["exchange", "a", "exchange", "b"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn second_refusal_is_the_result() -> TestResult {
    let answers = [
        Ok(bearer("a", 3600)),
        Ok(reply(401, "")),
        Ok(bearer("b", 3600)),
        Ok(reply(401, r#"{"error":"no"}"#)),
    ];
    let (script, layer) = over(Script::new(answers))?;
    let result = layer.call(call(Method::GET)?, &patient()).await;
    assert!(
        matches!(result, Err(Error::Unauthorised { detail: Some(words), .. }) if words == "no")
    );
    assert_eq!(account(&script), ["exchange", "a", "exchange", "b"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn many_calls_refused_together_renew_once() -> TestResult {
    let refusals = (0..10).map(|_| Ok(reply(401, "")));
    let answers = [Ok(bearer("a", 3600))]
        .into_iter()
        .chain(refusals)
        .chain([Ok(bearer("b", 3600))]);
    let (script, layer) = over(Script::new(answers).slow(Duration::from_millis(50)))?;
    let (calls, scope) = (calls(10)?, patient());
    let results = join_all(calls.into_iter().map(|call| layer.call(call, &scope))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(
        account(&script)
            .iter()
            .filter(|call| *call == "exchange")
            .count(),
        2
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn refused_token_is_told_to_everybody_and_never_tried_again() -> TestResult {
    let script = Script::new([Ok(reply(401, r#"{"error":"bad token"}"#))]);
    let (script, layer) = over(script.slow(Duration::from_millis(50)))?;
    let (calls, scope) = (calls(10)?, patient());
    let results = join_all(calls.into_iter().map(|call| layer.call(call, &scope))).await;
    let refused = |result: &Result<Reply, Error>| matches!(result, Err(Error::TokenRefused { .. }));
    assert!(results.iter().all(refused));
    tokio::time::advance(Duration::from_hours(1)).await;
    assert!(refused(&layer.call(call(Method::GET)?, &scope).await));
    assert_eq!(account(&script), ["exchange"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn lost_exchange_is_made_again() -> TestResult {
    let (script, layer) = over(Script::new([
        Err(lost()),
        Ok(reply(503, "")),
        Ok(bearer("a", 3600)),
    ]))?;
    layer.call(call(Method::POST)?, &patient()).await?;
    assert_eq!(account(&script), ["exchange", "exchange", "exchange", "a"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn cancelled_leader_leaves_the_exchange_to_the_next() -> TestResult {
    let script = Script::new([Ok(bearer("lost", 3600)), Ok(bearer("b", 3600))]);
    let (script, layer) = over(script.slow(Duration::from_secs(1)))?;
    let token = CancellationToken::new();
    let (leading, following) = (Scope::new(token.clone(), Duration::from_mins(1)), patient());
    let cancel = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        token.cancel();
    };
    let (leader, follower, ()) = tokio::join!(
        layer.call(call(Method::GET)?, &leading),
        layer.call(call(Method::GET)?, &following),
        cancel
    );
    assert!(matches!(leader, Err(Error::Cancelled { sent: false, .. })));
    follower?;
    assert_eq!(account(&script), ["exchange", "exchange", "b"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn replies_that_are_no_bearer_are_named_without_their_text() -> TestResult {
    for body in [
        "",
        "<html>secret</html>",
        r#"{"token":7}"#,
        r#"{"token":"secret"#,
        r#"{"token":"sec\nret"}"#,
        r#"{"token":""}"#,
        &format!(r#"{{"token":"secret{}"}}"#, "x".repeat(LONGEST_BEARER)),
    ] {
        let (_, layer) = over(Script::new([Ok(reply(200, body))]))?;
        let error = layer
            .call(call(Method::GET)?, &patient())
            .await
            .err()
            .ok_or("was a bearer")?;
        assert!(
            matches!(&error, Error::Unexpected { call, .. } if call.path() == "/v1/tokens/exchange"),
            "{error:?}"
        );
        assert!(!format!("{error} {error:?}").contains("sec"), "{error:?}");
    }
    Ok(())
}

#[test]
fn headers_with_secrets_are_marked_sensitive() -> TestResult {
    let settings = Settings::new(SecretString::from("tk-us-secret"), "test/1");
    let exchange = exchange_call(&settings.auth_url()?, &settings.api_token)?;
    let bearer = Bearer::new(SecretString::from("abc"), 1, Instant::now(), None);
    let headers: HashSet<_> = [exchange.authorization, bearer_header(&bearer)]
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(headers.len(), 2);
    assert!(headers.iter().all(HeaderValue::is_sensitive));
    Ok(())
}
