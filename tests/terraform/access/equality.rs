//! The same person, the same app: spelled differently, renamed, renewed.

use crate::world::{Outcome, World};

use super::{keyed, writes};

#[tokio::test]
async fn letter_case_alone_plans_nothing() -> Outcome {
    for world in World::both().await? {
        let team = |ann| {
            [
                ("a", ann),
                ("b", "ben@example.com"),
                ("c", "cleo@example.com"),
            ]
        };
        keyed(&world, &team("Ann@Example.com"))?;
        world.apply().await?;
        world.plan_is_empty().await?;
        keyed(&world, &team("ann@example.com"))?;
        world.plan_is_empty().await?;
        let state = world
            .attributes(r#"scalingo_collaborator.people["a"]"#)
            .await?;
        assert_eq!(
            state["email"], "Ann@Example.com",
            "the spelling of the apply stays"
        );
        assert_eq!(writes(&world), [3, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn app_by_name_and_by_id_is_the_same_app() -> Outcome {
    for world in World::both().await? {
        let id = world.emulator.app("my-app")?.id;
        for (state, config) in [("my-app", id.as_str()), (id.as_str(), "my-app")] {
            world.one(state, "ann@example.com", "adopt_existing = true")?;
            world.apply().await?;
            world.one(config, "ann@example.com", "adopt_existing = true")?;
            world.plan_is_empty().await?;
            world
                .run(["state", "rm", "scalingo_collaborator.one"])
                .await?
                .success()?;
        }
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn import_by_name_with_the_id_configured_and_the_reverse_plan_empty() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", false)?;
        let id = world.emulator.app("my-app")?.id;
        for (imported, configured) in [("my-app", id.as_str()), (id.as_str(), "my-app")] {
            world.one(configured, "ann@example.com", "")?;
            let key = format!("{imported}:ann@example.com");
            world
                .run(["import", "scalingo_collaborator.one", &key])
                .await?
                .success()?;
            world.plan_is_empty().await?;
            world
                .run(["state", "rm", "scalingo_collaborator.one"])
                .await?
                .success()?;
        }
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn renamed_app_stays_the_same_app() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world.emulator.rename_app("my-app", "our-app")?;
        world.one("our-app", "ann@example.com", "")?;
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn app_renamed_in_the_same_run_keeps_its_people() -> Outcome {
    let world = World::new().await?;
    for name in ["first-name", "second-name"] {
        world.configure(&format!(
            r#"
resource "scalingo_app" "app" {{
  name = {name:?}
}}

resource "scalingo_collaborator" "one" {{
  app   = scalingo_app.app.name
  email = "ann@example.com"
}}
"#
        ))?;
        world.apply().await?;
        world.plan_is_empty().await?;
    }
    assert_eq!(writes(&world), [1, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn invitation_renewed_by_hand_takes_the_new_id() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "Ann@example.com", "")?;
        world.apply().await?;
        let renewed = world
            .emulator
            .reinvite_collaborator("my-app", "ann@example.com")?;
        world.plan_is_empty().await?;
        world
            .run(["apply", "-refresh-only", "-auto-approve"])
            .await?
            .success()?;
        let state = world.attributes("scalingo_collaborator.one").await?;
        assert_eq!(state["id"], renewed.id.as_str());
        assert_eq!(state["email"], "Ann@example.com");
    }
    Ok(())
}

#[tokio::test]
async fn renewed_by_hand_and_not_refreshed_is_removed_all_the_same() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world
            .emulator
            .reinvite_collaborator("my-app", "ann@example.com")?;
        world.destroy_unrefreshed().await?;
        assert!(world.people()?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn address_that_changed_at_scalingo_is_told_and_followed_in_place() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world
        .emulator
        .change_address("my-app", "ann@example.com", "ann.smith@example.com")?;
    let run = world.plan().await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(
        said.starts_with("warning: Address changed: ann@example.com"),
        "{said}"
    );
    world.one("my-app", "ann.smith@example.com", "")?;
    world.apply().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn names_that_two_apps_swapped_are_refused_until_the_id_is_named() -> Outcome {
    let world = World::new().await?;
    world.emulator.add_app("other-app")?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.swap_names("my-app", "other-app")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: The name my-app belongs to another app now"),
        "{failure}"
    );
    world.one(&id, "ann@example.com", "")?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    world.one("my-app", "ann@example.com", "")?;
    world.destroy_unrefreshed().await?;
    assert_eq!(writes(&world), [1, 1, 0]);
    Ok(())
}
