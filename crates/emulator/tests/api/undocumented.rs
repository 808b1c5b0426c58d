//! Where the documentation is silent, the settings decide.

use emulator::{
    AlreadyThere, InvitationReply, LetterCase, Refusal, Replies, ResourceNames, Settings,
};
use serde_json::json;

use crate::lab::{Lab, Reply, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

async fn lab(settings: Settings) -> anyhow::Result<Lab> {
    let lab = Lab::with(settings).await?;
    lab.emulator.add_app("my-app")?;
    Ok(lab)
}

#[tokio::test]
async fn somebody_who_is_there_is_refused_in_one_of_three_ways() -> TestResult {
    for (already_there, status, field) in [
        (AlreadyThere::Unprocessable422, 422, "/errors/email"),
        (AlreadyThere::BadRequest400, 400, "/type"),
        (AlreadyThere::Conflict409, 409, "/error"),
    ] {
        let lab = lab(Settings {
            already_there,
            ..Settings::default()
        })
        .await?;
        lab.emulator
            .add_collaborator("my-app", "ann@example.com", false)?;
        for email in ["Ann@example.com", "owner@example.com"] {
            let reply = lab.owner.invite("my-app", email).await?;
            assert_eq!(reply.status, status);
            reply.at(field)?;
        }
        assert!(lab.emulator.emails_sent().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn address_keeps_its_letter_case_or_is_folded() -> TestResult {
    for (letter_case, kept) in [
        (LetterCase::Kept, "Ann@Example.com"),
        (LetterCase::Folded, "ann@example.com"),
    ] {
        let lab = lab(Settings {
            letter_case,
            ..Settings::default()
        })
        .await?;
        let reply = lab.owner.invite("my-app", "Ann@Example.com").await?;
        assert_eq!(reply.text_at("/collaborator/email")?, kept);
    }
    Ok(())
}

#[tokio::test]
async fn invitation_is_answered_by_an_object_or_by_a_list_of_one() -> TestResult {
    for (invitation, email) in [
        (InvitationReply::Object, "/collaborator/email"),
        (InvitationReply::Array, "/collaborator/0/email"),
    ] {
        let replies = Replies {
            invitation,
            ..Replies::default()
        };
        let lab = lab(Settings {
            replies,
            ..Settings::default()
        })
        .await?;
        let reply = lab.owner.invite("my-app", "ann@example.com").await?;
        assert_eq!(reply.text_at(email)?, "ann@example.com");
    }
    Ok(())
}

#[tokio::test]
async fn old_replies_lack_fields_and_keep_an_empty_link() -> TestResult {
    let replies = Replies {
        old: true,
        ..Replies::default()
    };
    let lab = lab(Settings {
        replies,
        ..Settings::default()
    })
    .await?;
    let (ann, _) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    let reply = lab.owner.get(PATH).await?;
    for absent in ["tfa_status", "user_id", "is_limited", "app_name"] {
        assert!(reply.at(&format!("/collaborators/0/{absent}")).is_err());
    }
    assert!(
        reply
            .text_at("/collaborators/0/invitation_link")?
            .ends_with("token=")
    );
    Ok(())
}

#[tokio::test]
async fn resources_are_named_in_either_letter_case() -> TestResult {
    let replies = Replies {
        resource_names: ResourceNames::Capital,
        ..Replies::default()
    };
    let lab = lab(Settings {
        replies,
        ..Settings::default()
    })
    .await?;
    let reply = lab.owner.get("/v1/apps/no-such-app").await?;
    assert_eq!(
        reply.json()?,
        json!({ "resource": "App", "error": "not found" })
    );
    Ok(())
}

#[tokio::test]
async fn limited_collaborator_may_not_read_the_list() -> TestResult {
    for (refusal, status) in [
        (Refusal::Forbidden403, 403),
        (Refusal::Unauthorized401, 401),
    ] {
        let lab = lab(Settings {
            refusal,
            ..Settings::default()
        })
        .await?;
        let (ann, session) = lab.visitor("ann").await?;
        lab.emulator.share("my-app", &ann)?;
        lab.emulator
            .set_limited("my-app", "ann@example.com", true)?;
        assert_eq!(session.get(PATH).await?.status, status);
    }
    Ok(())
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_take_it() -> TestResult {
    let lab = lab(Settings::default()).await?;
    let request = lab.owner.request(emulator::Method::GET, "/v1/apps");
    let reply = Reply::to(request.header("accept-encoding", "br, gzip")).await?;
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    assert!(reply.json().is_err());
    let plain = lab.owner.get("/v1/apps").await?;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(plain.column("/apps", "name")?, ["my-app"]);
    Ok(())
}
