//! Lists, roles and removals.

use emulator::{ResourceNames, Settings};
use serde_json::{Value, json};

use crate::lab::{Lab, TestResult};

const PATH: &str = "/v1/apps/my-app/collaborators";

#[tokio::test]
async fn list_leaves_the_owner_out() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let reply = lab.owner.get(PATH).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()?, json!({ "collaborators": [] }));
    Ok(())
}

#[tokio::test]
async fn pending_person_shows_all_documented_fields() -> TestResult {
    let lab = Lab::start().await?;
    let app = lab.emulator.add_app("my-app")?;
    let ann = lab
        .emulator
        .add_collaborator("my-app", "ann@example.com", true)?;
    let shown = lab.owner.get(PATH).await?.at("/collaborators/0")?;
    let expected = json!({
        "id": ann.id,
        "email": "ann@example.com",
        "username": "n/a",
        "user_id": null,
        "status": "pending",
        "is_limited": true,
        "tfa_status": null,
        "invitation_link": ann.invitation_link,
        "app_id": app.id,
        "app_name": "my-app",
    });
    assert_eq!(shown, expected);
    assert!(ann.invitation_link.contains("token="));
    assert!(!ann.invitation_link.ends_with("token="));
    Ok(())
}

#[tokio::test]
async fn accepted_person_shows_user_and_two_factor_and_no_link() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let user = lab.emulator.add_user("annie", "ann@example.com")?;
    lab.emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    lab.emulator.accept("my-app", "ann@example.com")?;
    lab.emulator
        .set_tfa("my-app", "ann@example.com", Some(true))?;
    let reply = lab.owner.get(PATH).await?;
    assert_eq!(reply.text_at("/collaborators/0/username")?, "annie");
    assert_eq!(reply.text_at("/collaborators/0/user_id")?, user.id);
    assert_eq!(reply.text_at("/collaborators/0/status")?, "accepted");
    assert_eq!(reply.at("/collaborators/0/tfa_status")?, json!(true));
    assert_eq!(reply.text_at("/collaborators/0/invitation_link")?, "");
    Ok(())
}

#[tokio::test]
async fn old_replies_lack_the_newer_fields() -> TestResult {
    let mut settings = Settings::default();
    settings.replies.old = true;
    let lab = Lab::with(settings).await?;
    lab.emulator.add_app("my-app")?;
    lab.emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    lab.emulator.accept("my-app", "ann@example.com")?;
    let reply = lab.owner.get(PATH).await?;
    let person = reply.at("/collaborators/0")?;
    for absent in ["tfa_status", "user_id", "is_limited", "app_name"] {
        assert_eq!(person.get(absent), None, "{absent}");
    }
    let link = reply.text_at("/collaborators/0/invitation_link")?;
    assert!(
        link.starts_with("http") && link.ends_with("token="),
        "{link}"
    );
    Ok(())
}

#[tokio::test]
async fn list_keeps_the_order_of_invitations() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for name in ["zoe", "ann", "max"] {
        lab.owner
            .invite("my-app", &format!("{name}@example.com"))
            .await?;
    }
    let emails = lab
        .owner
        .get(PATH)
        .await?
        .column("/collaborators", "email")?;
    assert_eq!(
        emails,
        ["zoe@example.com", "ann@example.com", "max@example.com"]
    );
    let seen = lab.emulator.collaborators("my-app")?;
    let seen: Vec<Value> = seen.into_iter().map(|person| json!(person.email)).collect();
    assert_eq!(seen, emails);
    Ok(())
}

#[tokio::test]
async fn list_of_all_holds_owned_apps_and_databases_only() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, _) = lab.visitor("ann").await?;
    lab.emulator.add_app_owned_by("theirs", &ann)?;
    lab.emulator.share("theirs", lab.emulator.user())?;
    lab.emulator
        .add_collaborator("theirs", "zoe@example.com", false)?;
    let database = lab.emulator.add_database("my-db")?;
    lab.emulator
        .add_collaborator(&database, "max@example.com", false)?;
    lab.emulator
        .add_collaborator("my-app", "bob@example.com", false)?;
    let reply = lab.owner.get("/v1/collaborators").await?;
    let emails = reply.column("/collaborators", "email")?;
    assert_eq!(emails, ["bob@example.com", "max@example.com"]);
    assert_eq!(
        reply.column("/collaborators", "app_name")?,
        ["my-app", "my-db"]
    );
    assert_eq!(reply.text_at("/collaborators/1/app_id")?, database);
    Ok(())
}

#[tokio::test]
async fn role_changes_and_nothing_else_does() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let ann = lab
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    let path = format!("{PATH}/{}", ann.id);
    let body = json!({ "collaborator": { "is_limited": true, "email": "eve@example.com", "status": "accepted" } });
    let reply = lab.owner.patch(&path, body).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.at("/collaborator/is_limited")?, json!(true));
    let mut expected = ann;
    expected.is_limited = true;
    assert_eq!(lab.emulator.collaborators("my-app")?, [expected]);
    assert!(lab.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn role_of_the_person_who_linked_the_repository_stays() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let ann = lab
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    lab.emulator.link_repository("my-app", "ann@example.com")?;
    let body = json!({ "collaborator": { "is_limited": true } });
    let reply = lab.owner.patch(&format!("{PATH}/{}", ann.id), body).await?;
    assert_eq!(reply.status, 403);
    assert_eq!(lab.emulator.collaborators("my-app")?, [ann]);
    Ok(())
}

#[tokio::test]
async fn delete_removes_people_and_cancels_invitations() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let pending = lab
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    let joined = lab
        .emulator
        .add_collaborator("my-app", "bob@example.com", false)?;
    lab.emulator.accept("my-app", "bob@example.com")?;
    for person in [&pending, &joined] {
        let reply = lab.owner.delete(&format!("{PATH}/{}", person.id)).await?;
        assert_eq!(reply.status, 204);
        assert!(reply.body.is_empty());
    }
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn unknown_collaborator_is_404_with_the_resource() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let path = format!("{PATH}/5f0000000000000000000000");
    let removed = lab.owner.delete(&path).await?;
    let body = json!({ "collaborator": { "is_limited": true } });
    let changed = lab.owner.patch(&path, body).await?;
    for reply in [removed, changed] {
        assert_eq!(reply.status, 404);
        let body = json!({ "resource": "collaborator", "error": "not found" });
        assert_eq!(reply.json()?, body);
    }
    Ok(())
}

#[tokio::test]
async fn resource_of_a_404_can_be_capitalised() -> TestResult {
    let mut settings = Settings::default();
    settings.replies.resource_names = ResourceNames::Capital;
    let lab = Lab::with(settings).await?;
    lab.emulator.add_app("my-app")?;
    let app = lab.owner.get("/v1/apps/nothing/collaborators").await?;
    assert_eq!(app.text_at("/resource")?, "App");
    let person = lab.owner.delete(&format!("{PATH}/none")).await?;
    assert_eq!(person.text_at("/resource")?, "Collaborator");
    Ok(())
}

#[tokio::test]
async fn same_id_under_two_apps_is_two_people() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.add_app("our-app")?;
    for app in ["my-app", "our-app"] {
        lab.emulator
            .add_collaborator(app, "ann@example.com", false)?;
        lab.emulator
            .set_collaborator_id(app, "ann@example.com", "5f0000000000000000000000")?;
    }
    let path = format!("{PATH}/5f0000000000000000000000");
    assert_eq!(lab.owner.delete(&path).await?.status, 204);
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    assert_eq!(lab.emulator.collaborators("our-app")?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn thousands_of_people_are_seeded_and_listed() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for number in 0..1000 {
        let email = format!("person{number}@example.com");
        lab.emulator
            .add_collaborator("my-app", &email, number % 2 == 0)?;
        lab.emulator.accept("my-app", &email)?;
    }
    for app in 0..30 {
        let name = format!("app-{app}");
        lab.emulator.add_app(&name)?;
        for number in 0..20 {
            lab.emulator
                .add_collaborator(&name, &format!("p{number}@example.com"), false)?;
        }
    }
    let one = lab.owner.get(PATH).await?.column("/collaborators", "id")?;
    assert_eq!(one.len(), 1000);
    let all = lab.owner.get("/v1/collaborators").await?;
    assert_eq!(all.column("/collaborators", "id")?.len(), 1600);
    Ok(())
}
