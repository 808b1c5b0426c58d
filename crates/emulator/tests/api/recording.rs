//! What the record of requests holds.

use anyhow::Context as _;
use emulator::{Action, FaultRule, Gate, Method};
use serde_json::json;

use crate::lab::{Lab, Reply, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

#[tokio::test]
async fn request_is_recorded_with_body_headers_and_caller() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.take_requests();
    let body = json!({ "collaborator": { "email": "ann@example.com", "is_limited": true } });
    let request = lab
        .owner
        .request(Method::POST, &format!("{PATH}?x=1"))
        .header("user-agent", "tester/1")
        .header("accept", "application/json")
        .json(&body);
    Reply::to(request).await?;
    let requests = lab.emulator.requests();
    let call = requests.first().context("nothing recorded")?;
    assert!(call.is(&Method::POST, "/v1/apps/*/collaborators"));
    assert_eq!(call.path, PATH);
    assert_eq!(call.body, Some(body));
    assert_eq!((call.status, call.effect), (Some(201), true));
    assert_eq!(call.caller.as_deref(), Some("owner"));
    assert_eq!(call.header("user-agent"), Some("tester/1"));
    assert_eq!(call.header("accept"), Some("application/json"));
    assert!(call.has_bearer);
    Ok(())
}

#[tokio::test]
async fn no_secret_is_recorded_from_a_sign_in() -> TestResult {
    let lab = Lab::start().await?;
    let record = format!("{:?}", lab.emulator.requests());
    assert!(record.contains("/v1/tokens/exchange"));
    assert!(!record.contains(lab.emulator.api_token()));
    assert!(!record.contains(lab.owner.bearer()));
    Ok(())
}

#[tokio::test]
async fn reads_and_refused_writes_have_no_effect() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.owner.get(PATH).await?;
    lab.owner.invite("my-app", "not an address").await?;
    assert!(lab.emulator.requests().iter().all(|call| !call.effect));
    Ok(())
}

#[tokio::test]
async fn taken_requests_are_forgotten_and_numbers_go_on() -> TestResult {
    let lab = Lab::start().await?;
    lab.owner.get("/v1/apps").await?;
    let numbers = |calls: Vec<emulator::RecordedRequest>| {
        calls.iter().map(|call| call.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(lab.emulator.take_requests()), [1, 2]);
    lab.owner.get("/v1/regions").await?;
    assert_eq!(numbers(lab.emulator.requests()), [3]);
    assert_eq!(lab.emulator.count(Method::GET, "/v1/regions"), 1);
    assert_eq!(lab.emulator.count(Method::GET, "/v1/apps"), 0);
    Ok(())
}

#[tokio::test]
async fn calls_at_the_same_time_show_in_flight() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let gate = Gate::new();
    lab.emulator
        .fault(FaultRule::any("**").does(Action::Hold(gate.clone())));
    lab.emulator.take_requests();
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let owner = lab.owner.clone();
            tokio::spawn(async move { owner.get("/v1/apps").await })
        })
        .collect();
    lab.emulator
        .wait_for(|requests| requests.len() == 3)
        .await?;
    gate.open();
    for call in calls {
        assert_eq!(call.await??.status, 200);
    }
    lab.owner.get("/v1/apps").await?;
    let requests = lab.emulator.requests();
    let in_flight: Vec<_> = requests.iter().map(|call| call.in_flight).collect();
    assert_eq!(in_flight, [1, 2, 3, 1]);
    Ok(())
}
