//! Token exchange, bearer tokens, regions.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use emulator::{Clock, Emulator, Method, Settings};
use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Session, TestResult, exchange, plain_client};

fn claims(bearer: &str) -> anyhow::Result<Value> {
    let parts: Vec<&str> = bearer.split('.').collect();
    let [_, payload, _] = parts.as_slice() else {
        anyhow::bail!("{} parts instead of three", parts.len());
    };
    Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload)?)?)
}

fn stopped_at_half_past() -> Settings {
    Settings {
        clock: Clock::Stopped(UNIX_EPOCH + Duration::from_millis(1_000_000_500)),
        ..Settings::default()
    }
}

#[tokio::test]
async fn api_token_is_exchanged_for_a_jwt_of_one_hour() -> TestResult {
    let lab = Lab::with(stopped_at_half_past()).await?;
    let claims = claims(lab.owner.bearer())?;
    assert_eq!(claims.get("iat"), Some(&json!(1_000_000)));
    // The exact instant is half a second earlier.
    assert_eq!(claims.get("exp"), Some(&json!(1_003_601)));
    assert_eq!(claims.get("sub"), Some(&json!(lab.emulator.user().id)));
    assert!(claims.get("iss").is_some_and(Value::is_string));
    Ok(())
}

#[tokio::test]
async fn two_exchanges_give_different_bearers() -> TestResult {
    let lab = Lab::with(stopped_at_half_past()).await?;
    let again = Session::sign_in(&lab.emulator, lab.emulator.api_token()).await?;
    let (one, two) = (claims(lab.owner.bearer())?, claims(again.bearer())?);
    assert_ne!(one.get("jti"), two.get("jti"));
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    assert_eq!(again.get("/v1/apps").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn wrong_token_is_401_with_an_error() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    let reply = exchange(&plain_client()?, &emulator.url(), "tk-us-wrong").await?;
    assert_eq!(reply.status, 401);
    assert!(!reply.text_at("/error")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn token_beside_a_user_name_is_401() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    let url = format!("{}/v1/tokens/exchange", emulator.url());
    let request = plain_client()?
        .post(url)
        .basic_auth("ann", Some(emulator.api_token()));
    assert_eq!(Reply::to(request).await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn chosen_api_token_is_the_one_that_works() -> TestResult {
    let settings = Settings {
        api_token: Some("tk-us-chosen".to_owned()),
        ..Settings::default()
    };
    let lab = Lab::with(settings).await?;
    assert_eq!(lab.emulator.api_token(), "tk-us-chosen");
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn call_without_a_bearer_is_401() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    for path in ["/v1/apps", "/v1/regions", "/v1/collaborators"] {
        let request = plain_client()?.get(format!("{}{path}", emulator.url()));
        let reply = Reply::to(request).await?;
        assert_eq!(reply.status, 401, "{path}");
        assert!(!reply.text_at("/error")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn bearer_ends_after_its_lifetime_in_milliseconds() -> TestResult {
    let settings = Settings {
        bearer_lifetime: Duration::from_millis(1500),
        ..stopped_at_half_past()
    };
    let lab = Lab::with(settings).await?;
    lab.emulator.advance_clock(Duration::from_millis(1499));
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 200);
    lab.emulator.advance_clock(Duration::from_millis(1));
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn revoked_bearers_are_401_and_the_api_token_stays_good() -> TestResult {
    let lab = Lab::start().await?;
    lab.emulator.expire_bearers();
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 401);
    let again = Session::sign_in(&lab.emulator, lab.emulator.api_token()).await?;
    assert_eq!(again.get("/v1/apps").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn skewed_clock_shows_in_the_date_header_and_the_claims() -> TestResult {
    let settings = Settings {
        clock: Clock::Skewed(-86_400_000),
        ..Settings::default()
    };
    let lab = Lab::with(settings).await?;
    let now = std::time::SystemTime::now();
    let reply = lab.owner.get("/v1/apps").await?;
    let shown = httpdate::parse_http_date(reply.header("date").context("no Date")?)?;
    let behind = now.duration_since(shown)?;
    assert!(behind > Duration::from_hours(23) && behind < Duration::from_hours(25));
    let expires = claims(lab.owner.bearer())?;
    let expires = expires.get("exp").and_then(Value::as_u64);
    let expires = UNIX_EPOCH + Duration::from_secs(expires.context("no exp")?);
    assert!(expires < now);
    Ok(())
}

#[tokio::test]
async fn bearer_tells_whose_it_is() -> TestResult {
    let lab = Lab::start().await?;
    let (visitor, session) = lab.visitor("visitor").await?;
    for (user, session) in [(lab.emulator.user(), &lab.owner), (&visitor, &session)] {
        let told = session.get("/v1/users/self").await?.json()?;
        let expected = json!({
            "id": user.id, "username": user.username, "email": user.email,
        });
        assert_eq!(told.get("user"), Some(&expected));
    }
    lab.emulator.expire_bearers();
    assert_eq!(session.get("/v1/users/self").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn default_regions_point_to_the_emulator() -> TestResult {
    let lab = Lab::start().await?;
    let reply = lab.owner.get("/v1/regions").await?;
    assert_eq!(reply.status, 200);
    let names = reply.column("/regions", "name")?;
    assert_eq!(names, ["osc-fr1", "osc-secnum-fr1"]);
    let url = lab.emulator.url();
    assert_eq!(reply.column("/regions", "api")?, [url.as_str(), &url]);
    for field in ["display_name", "dashboard", "database_api", "ssh"] {
        let values = reply.column("/regions", field)?;
        assert!(values.iter().all(Value::is_string), "{field}");
    }
    Ok(())
}

#[tokio::test]
async fn seeded_region_is_listed_with_its_address() -> TestResult {
    let lab = Lab::start().await?;
    lab.emulator.set_region("test-1", "http://127.0.0.1:1");
    lab.emulator.set_region("osc-fr1", "http://127.0.0.1:2");
    let reply = lab.owner.get("/v1/regions").await?;
    let names = reply.column("/regions", "name")?;
    assert_eq!(names, ["osc-secnum-fr1", "test-1", "osc-fr1"]);
    assert_eq!(reply.text_at("/regions/1/api")?, "http://127.0.0.1:1");
    assert_eq!(reply.text_at("/regions/2/api")?, "http://127.0.0.1:2");
    Ok(())
}

#[tokio::test]
async fn unknown_address_and_unknown_method_are_404() -> TestResult {
    let lab = Lab::start().await?;
    assert_eq!(lab.owner.get("/v1/nothing").await?.status, 404);
    let request = lab.owner.request(Method::DELETE, "/v1/apps");
    let reply = Reply::to(request).await?;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()?, json!({ "error": "not found" }));
    Ok(())
}
