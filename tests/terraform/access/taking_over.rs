//! Somebody is on the app already: taken over, or refused with the ways on.

use crate::world::{Outcome, World};

use super::writes;

#[tokio::test]
async fn pending_invitation_in_the_configured_role_is_taken_over_with_a_warning() -> Outcome {
    for limited in [false, true] {
        let world = World::new().await?;
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", limited)?;
        world.one("my-app", "ann@example.com", &format!("limited = {limited}"))?;
        let run = world.apply().await?;
        let said = world.diagnostics(&run)?;
        assert!(
            said.contains("warning: Invitation taken over: ann@example.com"),
            "{said}"
        );
        assert_eq!(writes(&world), [0, 0, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn accepted_person_or_another_role_is_refused_and_nothing_is_sent() -> Outcome {
    for (accepted, limited) in [(true, false), (true, true), (false, true)] {
        let world = World::new().await?;
        let ann = world.emulator.add_user("ann", "ann@example.com")?;
        world
            .emulator
            .add_collaborator("my-app", &ann.email, limited)?;
        if accepted {
            world.emulator.accept("my-app", &ann.email)?;
        }
        world.one("my-app", "ann@example.com", "")?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: Already a collaborator: ann@example.com"),
            "{failure}"
        );
        for way in ["import {", "adopt_existing = true", "moved block"] {
            assert!(failure.contains(way), "{way}: {failure}");
        }
        assert_eq!(writes(&world), [0, 0, 0]);
        world.one("my-app", "ann@example.com", "adopt_existing = true")?;
        world.apply().await?;
        assert_eq!(writes(&world), [0, 0, usize::from(limited)]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn lost_state_is_healed_by_adopting_for_the_whole_provider() -> Outcome {
    let world = World::new().await?;
    let team = ["ann@example.com", "ben@example.com", "cleo@example.com"];
    world.team(&team)?;
    world.apply().await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    std::fs::remove_file(world.workspace.path().join("terraform.tfstate"))?;
    world.provider("adopt_existing = true")?;
    world.apply().await?;
    assert_eq!(writes(&world), [3, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn owner_in_a_team_list_counts_as_present() -> Outcome {
    for world in World::both().await? {
        let owner = world.emulator.user().email.to_uppercase();
        world.team(&[&owner, "ann@example.com"])?;
        world.apply().await?;
        assert_eq!(writes(&world), [1, 0, 0]);
        let address = format!("scalingo_collaborator.collaborators[{owner:?}]");
        let state = world.attributes(&address).await?;
        assert_eq!(state["status"], "owner");
        world.plan_is_empty().await?;
        world.team(&["ann@example.com"])?;
        world.apply().await?;
        assert_eq!(writes(&world), [1, 0, 0]);
        world.destroy().await?;
        assert_eq!(writes(&world), [1, 1, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn limited_owner_is_refused() -> Outcome {
    let world = World::new().await?;
    let owner = world.emulator.user().email.clone();
    world.one("my-app", &owner, "limited = true")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: An owner cannot be limited"),
        "{failure}"
    );
    world.one("my-app", &owner, "")?;
    world.apply().await?;
    world.one("my-app", &owner, "limited = true")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: An owner cannot be limited"),
        "{failure}"
    );
    Ok(())
}

#[tokio::test]
async fn role_that_cannot_be_set_while_taking_over_leaves_the_true_state_and_heals() -> Outcome {
    use emulator::{Action, FaultRule, Method};

    let world = World::new().await?;
    let ann = world.emulator.add_user("ann", "ann@example.com")?;
    world
        .emulator
        .add_collaborator("my-app", &ann.email, false)?;
    world.emulator.accept("my-app", &ann.email)?;
    world.one(
        "my-app",
        "ann@example.com",
        "limited = true\n  adopt_existing = true",
    )?;
    world.emulator.fault(
        FaultRule::on(Method::PATCH, "/v1/apps/*/collaborators/*")
            .does(Action::Status(crate::world::refusal(403))),
    );
    world.failure(["apply", "-auto-approve", "-json"]).await?;
    let state = world.attributes("scalingo_collaborator.one").await?;
    assert_eq!(state["limited"], false);
    world.emulator.clear_faults();
    world.apply().await?;
    assert!(world.emulator.collaborators("my-app")?[0].is_limited);
    let [invited, removed, _] = writes(&world);
    assert_eq!([invited, removed], [0, 0]);
    world.plan_is_empty().await
}
