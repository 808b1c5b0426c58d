//! Faults that answer, wait or garble.

use emulator::{Action, Answer, FaultRule, Garbage, Gate, Method};
use serde_json::json;

use crate::lab::{Lab, Reply, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

/// A lab with one app where every invitation meets `action`.
async fn inviting_into(action: Action) -> anyhow::Result<Lab> {
    let lab = Lab::with_app("my-app").await?;
    let rule = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    lab.emulator.fault(rule.does(action));
    Ok(lab)
}

#[tokio::test]
async fn chosen_answer_comes_without_effect() -> TestResult {
    let answer =
        Answer::json(402, &json!({ "error": "pay", "url": "http://x" })).header("Retry-After", "7");
    let lab = inviting_into(Action::Status(answer)).await?;
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    assert_eq!(reply.status, 402);
    assert_eq!(reply.json()?, json!({ "error": "pay", "url": "http://x" }));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("retry-after"), Some("7"));
    assert!(reply.header("date").is_some());
    assert!(lab.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn gateway_error_can_come_after_the_effect() -> TestResult {
    let answer = Answer::typed(504, "text/html", "<html>");
    let lab = inviting_into(Action::StatusAfter(answer)).await?;
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    assert_eq!(
        (reply.status, reply.body.as_slice()),
        (504, b"<html>".as_slice())
    );
    assert_eq!(lab.emulator.emails_sent().len(), 1);
    Ok(())
}

#[tokio::test]
async fn rule_is_about_one_call_of_many() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator
        .fault(FaultRule::on(Method::GET, "/v1/apps").nth(2));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(lab.owner.get("/v1/apps").await?.status);
    }
    assert_eq!(statuses, [200, 500, 200]);
    Ok(())
}

#[tokio::test]
async fn cleared_faults_are_gone() -> TestResult {
    let lab = inviting_into(Action::DropBefore).await?;
    lab.emulator.clear_faults();
    assert_eq!(
        lab.owner.invite("my-app", "ann@example.com").await?.status,
        201
    );
    Ok(())
}

#[tokio::test]
async fn sign_in_can_fail_too() -> TestResult {
    let lab = Lab::start().await?;
    let rule = FaultRule::on(Method::POST, "/v1/tokens/exchange");
    lab.emulator
        .fault(rule.does(Action::Status(Answer::text(503, ""))));
    assert!(lab.visitor("ann").await.is_err());
    Ok(())
}

#[tokio::test]
async fn held_call_takes_effect_when_the_gate_opens() -> TestResult {
    let gate = Gate::new();
    let lab = inviting_into(Action::Hold(gate.clone())).await?;
    let owner = lab.owner.clone();
    let call = tokio::spawn(async move { owner.invite("my-app", "ann@example.com").await });
    lab.emulator
        .wait_for(|requests| requests.iter().any(|one| one.is(&Method::POST, PATH)))
        .await?;
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    gate.open();
    assert_eq!(call.await??.status, 201);
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn call_held_after_its_effect_is_visible_before_it_is_answered() -> TestResult {
    let gate = Gate::new();
    let lab = inviting_into(Action::HoldAfter(gate.clone())).await?;
    let owner = lab.owner.clone();
    let call = tokio::spawn(async move { owner.invite("my-app", "ann@example.com").await });
    lab.emulator
        .wait_for(|requests| requests.iter().any(|one| one.effect))
        .await?;
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 1);
    assert!(
        lab.emulator
            .requests()
            .iter()
            .any(|one| one.effect && one.status.is_none())
    );
    gate.open();
    assert_eq!(call.await??.status, 201);
    Ok(())
}

async fn garbled(garbage: Garbage) -> anyhow::Result<(Lab, Reply)> {
    let lab = inviting_into(Action::Garbage(garbage)).await?;
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    assert_eq!(reply.status, 201);
    assert_eq!(lab.emulator.emails_sent().len(), 1);
    Ok((lab, reply))
}

#[tokio::test]
async fn html_page_replaces_the_body_after_the_effect() -> TestResult {
    let (_lab, reply) = garbled(Garbage::HtmlPage).await?;
    assert_eq!(reply.header("content-type"), Some("text/html"));
    assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
    Ok(())
}

#[tokio::test]
async fn truncated_json_ends_in_the_middle() -> TestResult {
    let (_lab, reply) = garbled(Garbage::TruncatedJson).await?;
    assert!(reply.body.starts_with(b"{\"collaborator\":"));
    assert!(reply.json().is_err());
    Ok(())
}

#[tokio::test]
async fn empty_body_is_still_announced_as_json() -> TestResult {
    let (_lab, reply) = garbled(Garbage::EmptyBody).await?;
    assert!(reply.body.is_empty());
    assert_eq!(reply.header("content-type"), Some("application/json"));
    Ok(())
}

#[tokio::test]
async fn wrong_types_are_valid_json_of_the_same_shape() -> TestResult {
    let (_lab, reply) = garbled(Garbage::WrongTypes).await?;
    assert_eq!(reply.at("/collaborator/id")?, json!(42));
    assert_eq!(reply.at("/collaborator/is_limited")?, json!("false"));
    Ok(())
}
