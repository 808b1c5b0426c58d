//! `scalingo_collaborator` through its life.

use emulator::{Action, FaultRule, Method};

use crate::world::{Outcome, World, refusal};

const TEAM: [&str; 2] = ["user1@example.com", "user2@example.com"];

#[tokio::test]
async fn team_list_becomes_invitations_and_the_second_plan_is_empty() -> Outcome {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    assert_eq!(
        world.people()?,
        [
            "user1@example.com full pending",
            "user2@example.com full pending"
        ]
    );
    assert_eq!(world.emulator.emails_sent().len(), 2);
    world.plan_is_empty().await
}

#[tokio::test]
async fn address_out_of_the_list_removes_exactly_that_person() -> Outcome {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    world.emulator.take_requests();
    world.team(&TEAM[1..])?;
    world.apply().await?;
    assert_eq!(world.people()?, ["user2@example.com full pending"]);
    assert_eq!(
        world
            .emulator
            .count(Method::DELETE, "/v1/apps/*/collaborators/*"),
        1
    );
    assert_eq!(world.emulator.emails_sent().len(), 2);
    Ok(())
}

#[tokio::test]
async fn limited_changes_the_role_in_place_with_one_patch() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    let before = world.attributes("scalingo_collaborator.one").await?;
    world.one("my-app", "user1@example.com", "limited = true")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaborator.one: update"]
    );
    world.emulator.take_requests();
    world.apply().await?;
    assert_eq!(world.people()?, ["user1@example.com limited pending"]);
    let writes = world
        .emulator
        .requests()
        .into_iter()
        .filter(|request| request.method != Method::GET && !request.path.contains("/tokens/"))
        .count();
    assert_eq!(writes, 1);
    assert_eq!(
        world
            .emulator
            .count(Method::PATCH, "/v1/apps/*/collaborators/*"),
        1
    );
    let after = world.attributes("scalingo_collaborator.one").await?;
    assert_eq!(before["id"], after["id"]);
    assert_eq!(after["limited"], true);
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    assert_eq!(world.people()?, ["user1@example.com full pending"]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn role_change_plans_no_unknown_values() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world.one("my-app", "user1@example.com", "limited = true")?;
    world.run(["plan", "-out=saved"]).await?.success()?;
    let shown = world.run(["show", "-json", "saved"]).await?.success()?;
    let plan: serde_json::Value = serde_json::from_str(&shown.stdout)?;
    assert_eq!(
        plan["resource_changes"][0]["change"]["after_unknown"],
        serde_json::json!({})
    );
    Ok(())
}

#[tokio::test]
async fn destroy_leaves_nobody() -> Outcome {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn create_always_says_the_role() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    let bodies: Vec<_> = world
        .emulator
        .requests()
        .into_iter()
        .filter(|request| {
            request.method == Method::POST && request.path.ends_with("/collaborators")
        })
        .filter_map(|request| request.body)
        .collect();
    assert_eq!(
        bodies,
        [serde_json::json!({"collaborator": {"email": "user1@example.com", "is_limited": false}})]
    );
    Ok(())
}

#[tokio::test]
async fn person_removed_by_hand_is_planned_again() -> Outcome {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    world.emulator.remove_collaborator("my-app", TEAM[0])?;
    assert_eq!(
        world.planned().await?,
        [r#"scalingo_collaborator.collaborators["user1@example.com"]: create"#]
    );
    world.apply().await?;
    assert_eq!(world.people()?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn refused_list_is_an_error_and_nobody_is_dropped() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    for status in [401, 403] {
        world.emulator.fault(
            FaultRule::on(Method::GET, "/v1/apps/*/collaborators")
                .does(Action::Status(refusal(status))),
        );
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: Cannot read"),
            "{status}: {failure}"
        );
        world.emulator.clear_faults();
    }
    assert_eq!(
        world.workspace.addresses().await?,
        ["scalingo_collaborator.one"]
    );
    world.plan_is_empty().await
}

#[tokio::test]
async fn removing_somebody_already_gone_succeeds() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world
        .emulator
        .remove_collaborator("my-app", "user1@example.com")?;
    world.destroy_unrefreshed().await?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn failed_removal_keeps_the_state() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world.emulator.fault(
        FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*")
            .does(Action::Status(refusal(403))),
    );
    world.failure(["destroy", "-auto-approve", "-json"]).await?;
    assert_eq!(
        world.workspace.addresses().await?,
        ["scalingo_collaborator.one"]
    );
    world.emulator.clear_faults();
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn accepted_invitation_shows_in_the_state_without_a_change() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    let pending = world.attributes("scalingo_collaborator.one").await?;
    assert_eq!(pending["status"], "pending");
    assert_eq!(pending["username"], "n/a");
    assert!(pending["user_id"].is_null());
    assert!(pending["tfa_status"].is_null());
    world.emulator.accept("my-app", "user1@example.com")?;
    world
        .run(["apply", "-refresh-only", "-auto-approve"])
        .await?
        .success()?;
    let accepted = world.attributes("scalingo_collaborator.one").await?;
    assert_eq!(accepted["status"], "accepted");
    assert!(accepted["user_id"].is_string());
    world.plan_is_empty().await
}

#[tokio::test]
async fn another_app_or_address_replaces() -> Outcome {
    let world = World::new().await?;
    world.emulator.add_app("other-app")?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world.one("my-app", "user2@example.com", "")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaborator.one: replace"]
    );
    world.one("other-app", "user1@example.com", "")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaborator.one: replace"]
    );
    world.apply().await?;
    assert!(world.people()?.is_empty());
    assert_eq!(world.emulator.collaborators("other-app")?.len(), 1);
    Ok(())
}
