//! Inviting, refusing to invite, accepting.

use anyhow::Context as _;
use emulator::{AlreadyThere, InvitationReply, LetterCase, SentEmail, Settings};
use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Session, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

async fn accept(session: &Session, link: &str) -> anyhow::Result<Reply> {
    let (_, token) = link.split_once("token=").context("no token in the link")?;
    session
        .get(&format!("/v1/apps/collaboration?token={token}"))
        .await
}

#[tokio::test]
async fn invitation_is_201_pending_and_one_email() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.text_at("/collaborator/status")?, "pending");
    assert_eq!(reply.at("/collaborator/is_limited")?, json!(false));
    let listed = lab.owner.get(PATH).await?;
    assert_eq!(listed.at("/collaborators/0")?, reply.at("/collaborator")?);
    let email = SentEmail {
        to: "ann@example.com".to_owned(),
        app: "my-app".to_owned(),
    };
    assert_eq!(lab.emulator.emails_sent(), [email]);
    Ok(())
}

#[tokio::test]
async fn missing_role_means_limited() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let body = json!({ "collaborator": { "email": "ann@example.com" } });
    let reply = lab.owner.post(PATH, body).await?;
    assert_eq!(reply.at("/collaborator/is_limited")?, json!(true));
    Ok(())
}

#[tokio::test]
async fn reply_can_be_an_array_of_one() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator
        .configure(|settings| settings.replies.invitation = InvitationReply::Array);
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    assert_eq!(reply.at("/collaborator")?.as_array().map(Vec::len), Some(1));
    assert_eq!(reply.text_at("/collaborator/0/email")?, "ann@example.com");
    Ok(())
}

#[tokio::test]
async fn missing_address_gets_the_captured_body() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let expected = json!({ "errors": { "email": ["can't be blank", "is invalid"] } });
    for body in [
        json!({}),
        json!({ "collaborator": { "email": "" } }),
        json!({ "collaborator": {} }),
    ] {
        let reply = lab.owner.post(PATH, body).await?;
        assert_eq!(reply.status, 422);
        assert_eq!(reply.json()?, expected);
    }
    Ok(())
}

#[tokio::test]
async fn bad_addresses_are_422_and_nobody_is_invited() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for email in ["ann", "@example.com", "ann@", "a b@example.com", "a@b@c"] {
        let reply = lab.owner.invite("my-app", email).await?;
        assert_eq!(reply.status, 422, "{email}");
        assert_eq!(
            reply.json()?,
            json!({ "errors": { "email": ["is invalid"] } })
        );
    }
    assert!(lab.emulator.emails_sent().is_empty());
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn malformed_json_is_400_and_a_body_without_its_type_counts_as_empty() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let post = || lab.owner.request(emulator::Method::POST, PATH);
    let malformed = post().header("content-type", "application/json").body("{");
    assert_eq!(Reply::to(malformed).await?.status, 400);
    let body = json!({ "collaborator": { "email": "ann@example.com" } });
    assert_eq!(Reply::to(post().body(body.to_string())).await?.status, 422);
    assert!(lab.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn invited_accepted_and_owner_are_refused_in_each_plausible_way() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    lab.emulator
        .add_collaborator("my-app", "bob@example.com", false)?;
    lab.emulator.accept("my-app", "bob@example.com")?;
    let ways = [
        (AlreadyThere::Unprocessable422, 422, "/errors/email"),
        (AlreadyThere::BadRequest400, 400, "/type"),
        (AlreadyThere::Conflict409, 409, "/error"),
    ];
    for (way, status, field) in ways {
        lab.emulator
            .configure(|settings| settings.already_there = way);
        for email in ["ann@example.com", "BOB@example.com", "owner@example.com"] {
            let reply = lab.owner.invite("my-app", email).await?;
            assert_eq!(reply.status, status, "{email}");
            assert_ne!(reply.at(field)?, Value::Null);
        }
    }
    assert!(lab.emulator.emails_sent().is_empty());
    assert_eq!(lab.emulator.collaborators("my-app")?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn letter_case_is_kept_folded_or_told_apart() -> TestResult {
    for (letter_case, stored, second) in [
        (LetterCase::Kept, "Ann@Example.com", 422),
        (LetterCase::Folded, "ann@example.com", 422),
        (LetterCase::Distinct, "Ann@Example.com", 201),
    ] {
        let settings = Settings {
            letter_case,
            ..Settings::default()
        };
        let lab = Lab::with(settings).await?;
        lab.emulator.add_app("my-app")?;
        let reply = lab.owner.invite("my-app", "Ann@Example.com").await?;
        assert_eq!(reply.text_at("/collaborator/email")?, stored);
        let again = lab.owner.invite("my-app", "ann@example.com").await?;
        assert_eq!(again.status, second, "{letter_case:?}");
    }
    Ok(())
}

#[tokio::test]
async fn whoever_holds_the_link_can_join_once() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let reply = lab.owner.invite("my-app", "ann@example.com").await?;
    let link = reply.text_at("/collaborator/invitation_link")?;
    let (eve, session) = lab.visitor("eve").await?;
    let joined = accept(&session, &link).await?;
    assert_eq!(joined.status, 200);
    assert_eq!(joined.text_at("/app/name")?, "my-app");
    let people = lab.emulator.collaborators("my-app")?;
    let person = people.first().context("nobody there")?;
    assert_eq!(person.user_id.as_deref(), Some(eve.id.as_str()));
    assert_eq!(
        (person.status.as_str(), person.username.as_str()),
        ("accepted", "eve")
    );
    assert_eq!(accept(&session, &link).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn unknown_and_missing_invitation_tokens_are_404() -> TestResult {
    let lab = Lab::start().await?;
    for query in ["?token=nothing", "?token=", ""] {
        let reply = lab
            .owner
            .get(&format!("/v1/apps/collaboration{query}"))
            .await?;
        assert_eq!(reply.status, 404);
        assert_eq!(reply.text_at("/resource")?, "collaborator");
    }
    Ok(())
}

#[tokio::test]
async fn owner_and_member_cannot_join_again() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    let zoe = lab
        .emulator
        .add_collaborator("my-app", "zoe@example.com", false)?;
    for caller in [&lab.owner, &session] {
        let reply = accept(caller, &zoe.invitation_link).await?;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.text_at("/type")?, "already-collaborator");
        assert!(!reply.text_at("/error")?.is_empty());
    }
    Ok(())
}
