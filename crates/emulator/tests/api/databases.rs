//! Dedicated Resources databases: the same calls, one role.

use serde_json::json;

use crate::lab::{Lab, TestResult};

#[tokio::test]
async fn database_has_collaborators_by_id_and_by_name() -> TestResult {
    let lab = Lab::start().await?;
    let id = lab.emulator.add_database("my-db")?;
    assert_eq!(
        lab.owner.invite("my-db", "ann@example.com").await?.status,
        201
    );
    assert_eq!(lab.owner.invite(&id, "bob@example.com").await?.status, 201);
    let reply = lab.owner.get("/v1/apps/my-db/collaborators").await?;
    let emails = reply.column("/collaborators", "email")?;
    assert_eq!(emails, ["ann@example.com", "bob@example.com"]);
    assert_eq!(reply.text_at("/collaborators/0/app_id")?, id);
    Ok(())
}

#[tokio::test]
async fn limited_role_is_refused_on_a_database_also_when_only_implied() -> TestResult {
    let lab = Lab::start().await?;
    lab.emulator.add_database("my-db")?;
    let path = "/v1/apps/my-db/collaborators";
    for fields in [
        json!({ "email": "ann@example.com", "is_limited": true }),
        json!({ "email": "ann@example.com" }),
    ] {
        let reply = lab
            .owner
            .post(path, json!({ "collaborator": fields }))
            .await?;
        assert_eq!(reply.status, 422);
        assert!(reply.at("/errors/is_limited")?.is_array());
    }
    assert!(lab.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn nobody_becomes_limited_on_a_database() -> TestResult {
    let lab = Lab::start().await?;
    lab.emulator.add_database("my-db")?;
    let ann = lab
        .emulator
        .add_collaborator("my-db", "ann@example.com", false)?;
    let path = format!("/v1/apps/my-db/collaborators/{}", ann.id);
    let body = json!({ "collaborator": { "is_limited": true } });
    assert_eq!(lab.owner.patch(&path, body).await?.status, 422);
    assert_eq!(lab.owner.delete(&path).await?.status, 204);
    Ok(())
}
