//! What tests do to the state by hand.

use anyhow::Context as _;
use emulator::{Emulator, EmulatorError, Settings};
use serde_json::json;

use crate::lab::{Lab, TestResult};

#[tokio::test]
async fn unknown_things_are_errors_not_silence() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    emulator.add_app("my-app")?;
    let unknown =
        |error: Result<(), EmulatorError>| matches!(error, Err(EmulatorError::Unknown { .. }));
    assert!(emulator.collaborators("nothing").is_err());
    assert!(unknown(emulator.remove_app("nothing")));
    assert!(unknown(
        emulator.remove_collaborator("my-app", "ann@example.com")
    ));
    assert!(unknown(emulator.set_status(
        "my-app",
        "ann@example.com",
        "pending"
    )));
    assert!(emulator.accept("my-app", "ann@example.com").is_err());
    Ok(())
}

#[tokio::test]
async fn same_thing_twice_is_an_error() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    emulator.add_app("my-app")?;
    emulator.add_collaborator("my-app", "ann@example.com", false)?;
    let taken = |error: Option<EmulatorError>| matches!(error, Some(EmulatorError::Taken { .. }));
    assert!(taken(emulator.add_app("my-app").err()));
    assert!(taken(emulator.add_user("owner", "new@example.com").err()));
    let again = emulator.add_collaborator("my-app", "ANN@example.com", false);
    assert!(taken(again.err()));
    Ok(())
}

#[tokio::test]
async fn person_invited_again_has_a_new_id_and_is_pending() -> TestResult {
    let emulator = Emulator::start(Settings::default()).await?;
    emulator.add_app("my-app")?;
    let before = emulator.add_collaborator("my-app", "ann@example.com", true)?;
    emulator.accept("my-app", "ann@example.com")?;
    let after = emulator.reinvite_collaborator("my-app", "ann@example.com")?;
    assert_ne!(before.id, after.id);
    assert_ne!(before.invitation_link, after.invitation_link);
    assert_eq!((after.status.as_str(), after.is_limited), ("pending", true));
    assert_eq!(emulator.collaborators("my-app")?, [after]);
    assert!(emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn transfer_swaps_the_owner_and_the_collaborator() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    lab.emulator.transfer_app("my-app", &ann)?;
    assert_eq!(lab.emulator.app("my-app")?.owner, ann);
    let people = lab.emulator.collaborators("my-app")?;
    let emails: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(emails, ["owner@example.com"]);
    let old_owner = people.first().context("nobody there")?;
    assert_eq!(
        (old_owner.status.as_str(), old_owner.is_limited),
        ("accepted", false)
    );
    let delete = "/v1/apps/my-app?current_name=my-app";
    assert_eq!(lab.owner.delete(delete).await?.status, 403);
    let all = session.get("/v1/collaborators").await?;
    assert_eq!(
        all.column("/collaborators", "email")?,
        ["owner@example.com"]
    );
    Ok(())
}

#[tokio::test]
async fn settings_and_variables_changed_by_hand_answer_so() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.set_variable("my-app", "LEVEL", "debug")?;
    lab.emulator
        .change_app("my-app", |settings| settings.force_https = true)?;
    lab.emulator.unset_variable("my-app", "LEVEL")?;
    assert!(lab.emulator.unset_variable("my-app", "LEVEL").is_err());
    assert!(lab.emulator.app_settings("my-app")?.force_https);
    let app = lab.owner.get("/v1/apps/my-app").await?;
    assert_eq!(app.at("/app/force_https")?, json!(true));
    let variables = lab.owner.get("/v1/apps/my-app/variables").await?;
    assert_eq!(variables.json()?, json!({ "variables": [] }));
    Ok(())
}

#[tokio::test]
async fn renamed_and_removed_apps_answer_so() -> TestResult {
    let lab = Lab::start().await?;
    let app = lab.emulator.add_app("my-app")?;
    lab.emulator.rename_app("my-app", "our-app")?;
    assert_eq!(lab.owner.get("/v1/apps/my-app").await?.status, 404);
    let reply = lab.owner.get(&format!("/v1/apps/{}", app.id)).await?;
    assert_eq!(reply.text_at("/app/name")?, "our-app");
    lab.emulator.remove_app(&app.id)?;
    assert_eq!(lab.owner.get("/v1/apps/our-app").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn ids_are_the_same_in_every_run() -> TestResult {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let emulator = Emulator::start(Settings::default()).await?;
        ids.push(emulator.add_app("my-app")?.id);
    }
    assert_eq!(ids.first(), ids.last());
    Ok(())
}

#[tokio::test]
async fn only_loopback_addresses_are_served() {
    let address = ([0, 0, 0, 0], 0).into();
    let refused = Emulator::start_on(address, Settings::default()).await;
    assert!(matches!(refused.err(), Some(EmulatorError::NotLoopback(_))));
}
