//! What other people do, or the dashboard.

use serde_json::json;

use crate::lab::{Lab, Session, TestResult};

const ANN: &str = "ann@example.com";

#[tokio::test]
async fn transfer_makes_the_old_owner_a_collaborator() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    lab.emulator.transfer_app("my-app", &ann)?;
    assert_eq!(lab.emulator.app("my-app")?.owner, ann);
    let people = session.get("/v1/collaborators").await?;
    assert_eq!(people.column("/collaborators", "username")?, ["owner"]);
    let own = lab.owner.get("/v1/collaborators").await?;
    assert!(own.column("/collaborators", "username")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn two_apps_swap_their_names_and_keep_their_ids() -> TestResult {
    let lab = Lab::start().await?;
    let (blue, green) = (
        lab.emulator.add_app("blue-app")?,
        lab.emulator.add_app("green-app")?,
    );
    lab.emulator.swap_names("blue-app", "green-app")?;
    assert_eq!(lab.emulator.app("green-app")?.id, blue.id);
    assert_eq!(lab.emulator.app("blue-app")?.id, green.id);
    Ok(())
}

#[tokio::test]
async fn changed_address_is_the_same_collaborator() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let before = lab.emulator.add_collaborator("my-app", ANN, false)?;
    lab.emulator
        .change_address("my-app", ANN, "ann@new.example")?;
    let people = lab.owner.get("/v1/apps/my-app/collaborators").await?;
    assert_eq!(
        people.column("/collaborators", "email")?,
        ["ann@new.example"]
    );
    assert_eq!(people.column("/collaborators", "id")?, [json!(before.id)]);
    Ok(())
}

#[tokio::test]
async fn regions_share_users_and_have_apps_of_their_own() -> TestResult {
    const OTHER: &str = "osc-secnum-fr1";
    let lab = Lab::with_app("my-app").await?;
    let other = lab.emulator.region_url(OTHER);
    let there = Session::sign_in_at(&other, lab.emulator.api_token()).await?;
    assert_eq!(there.get("/v1/apps/my-app").await?.status, 404);
    let twin = lab.emulator.add_app_in(OTHER, "my-app")?;
    assert_eq!(
        there.get("/v1/apps/my-app").await?.text_at("/app/id")?,
        twin.id
    );
    assert_ne!(
        lab.owner.get("/v1/apps/my-app").await?.text_at("/app/id")?,
        twin.id
    );
    let regions = lab.owner.get("/v1/regions").await?;
    assert_eq!(regions.text_at("/regions/1/api")?, other);
    let calls = lab.emulator.requests();
    let paths = calls
        .iter()
        .map(|call| (call.region.as_str(), call.path.as_str()));
    assert!(paths.clone().any(|call| call == (OTHER, "/v1/apps/my-app")));
    assert!(
        paths
            .clone()
            .any(|call| call == ("osc-fr1", "/v1/apps/my-app"))
    );
    Ok(())
}

#[tokio::test]
async fn somebody_is_removed_and_invited_again() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.add_collaborator("my-app", ANN, true)?;
    let before = lab.emulator.accept("my-app", ANN)?;
    let after = lab.emulator.reinvite_collaborator("my-app", ANN)?;
    assert_ne!(after.id, before.id);
    assert_eq!((after.status.as_str(), after.is_limited), ("pending", true));
    assert!(lab.emulator.emails_sent().is_empty());
    lab.emulator.remove_collaborator("my-app", ANN)?;
    assert!(lab.emulator.collaborators("my-app")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn shown_fields_can_be_set() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.add_collaborator("my-app", ANN, false)?;
    lab.emulator
        .set_status("my-app", ANN, "user account deleted")?;
    lab.emulator.set_tfa("my-app", ANN, Some(true))?;
    lab.emulator.set_collaborator_id("my-app", ANN, "an-id")?;
    let people = lab.owner.get("/v1/apps/my-app/collaborators").await?;
    assert_eq!(
        people.text_at("/collaborators/0/status")?,
        "user account deleted"
    );
    assert_eq!(people.at("/collaborators/0/tfa_status")?, json!(true));
    assert_eq!(people.text_at("/collaborators/0/id")?, "an-id");
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_and_what_is_there_twice_are_errors() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.add_app("other-app")?;
    lab.emulator.add_collaborator("my-app", ANN, false)?;
    assert!(lab.emulator.add_app("my-app").is_err());
    assert!(lab.emulator.rename_app("my-app", "other-app").is_err());
    assert!(lab.emulator.add_user("owner", "x@example.com").is_err());
    assert!(
        lab.emulator
            .add_collaborator("my-app", "Ann@example.com", false)
            .is_err()
    );
    assert!(
        lab.emulator
            .remove_collaborator("my-app", "ben@example.com")
            .is_err()
    );
    assert!(lab.emulator.remove_app("no-such-app").is_err());
    assert!(lab.emulator.unset_variable("my-app", "NAME").is_err());
    Ok(())
}
