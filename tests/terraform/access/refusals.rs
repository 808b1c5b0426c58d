//! Who is there already, twice, the owner, oneself: told, not acted on.

use crate::world::{Outcome, World};

use super::{keyed, writes};

#[tokio::test]
async fn somebody_who_came_after_the_plan_is_an_error_at_apply() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.run(["plan", "-out=saved"]).await?.success()?;
        world
            .emulator
            .add_collaborator("my-app", "ann@example.com", true)?;
        let failure = world.failure(["apply", "-json", "saved"]).await?;
        assert!(
            failure.starts_with("error: Already a collaborator"),
            "{failure}"
        );
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn adopting_sets_the_role_and_sends_no_mail() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", false)?;
        world.one(
            "my-app",
            "ann@example.com",
            "limited = true\n  adopt_existing = true",
        )?;
        world.apply().await?;
        assert!(world.emulator.emails_sent().is_empty());
        assert_eq!(writes(&world), [0, 0, 1]);
        assert!(world.emulator.collaborators("my-app")?[0].is_limited);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn one_person_declared_twice_is_an_error_at_plan() -> Outcome {
    for world in World::both().await? {
        let id = world.emulator.app("my-app")?.id;
        for (app, email) in [
            ("my-app", "ANN@example.com"),
            (id.as_str(), "ann@example.com"),
        ] {
            world.configure(&format!(
                r#"
resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"
}}

resource "scalingo_collaborator" "other" {{
  app   = {app:?}
  email = {email:?}
}}
"#
            ))?;
            let failure = world.failure(["plan", "-json"]).await?;
            assert_eq!(
                failure.matches("error: Duplicate collaborator").count(),
                1,
                "{failure}"
            );
            assert!(failure.contains("@example.com on "), "{failure}");
        }
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn person_in_the_state_declared_again_is_an_error_at_plan() -> Outcome {
    for world in World::both().await? {
        keyed(&world, &[("a", "ann@example.com")])?;
        world.apply().await?;
        keyed(
            &world,
            &[("a", "ann@example.com"), ("b", "Ann@example.com")],
        )?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert_eq!(
            failure.matches("error: Duplicate collaborator").count(),
            1,
            "{failure}"
        );
        destroys_without_refresh(&world).await?;
    }
    Ok(())
}

/// What the messages name as the way past a refusal.
async fn destroys_without_refresh(world: &World) -> Outcome {
    world.destroy_unrefreshed().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn collaborator_who_became_the_owner_is_explained_not_planned_away() -> Outcome {
    for world in World::both().await? {
        let ann = world.emulator.add_user("ann", "ann@example.com")?;
        world.one("my-app", "Ann@example.com", "")?;
        world.apply().await?;
        world.emulator.accept("my-app", "ann@example.com")?;
        world.emulator.transfer_app("my-app", &ann)?;
        let plan = world.plan().await?.success()?;
        let said = world.diagnostics(&plan)?;
        assert!(
            said.starts_with("warning: Collaborator became the owner"),
            "{said}"
        );
        world.configure("")?;
        world.apply().await?;
        assert_eq!(world.emulator.app("my-app")?.owner.id, ann.id);
    }
    Ok(())
}

#[tokio::test]
async fn user_of_the_token_is_not_removed_unless_asked_for() -> Outcome {
    for world in World::both().await? {
        let other = world.emulator.add_user("other", "other@example.com")?;
        world.emulator.add_app_owned_by("their-app", &other)?;
        let me = world.emulator.user().clone();
        world.emulator.share("their-app", &me)?;
        world.one("their-app", &me.email, "adopt_existing = true")?;
        world.apply().await?;
        let failure = world.failure(["plan", "-destroy", "-json"]).await?;
        assert!(
            failure.starts_with("error: This would remove the token's own user"),
            "{failure}"
        );
        world.one("their-app", "somebody@example.com", "")?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: This would remove the token's own user"),
            "{failure}"
        );
        world.one(
            "their-app",
            &me.email,
            "adopt_existing = true\n  allow_self_removal = true",
        )?;
        world.apply().await?;
        world.destroy().await?;
        assert!(world.emulator.collaborators("their-app")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn closed_account_is_a_warning_and_no_change() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world
            .emulator
            .set_status("my-app", "ann@example.com", "user account deleted")?;
        let plan = world.plan().await?.success()?;
        let said = world.diagnostics(&plan)?;
        assert!(said.starts_with("warning: User account deleted"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn nobody_is_removed_while_it_is_not_known_whose_token_it_is() -> Outcome {
    use emulator::{Action, FaultRule, Method};

    let world = World::new().await?;
    world.team(&["ann@example.com", "ben@example.com"])?;
    world.apply().await?;
    let users = || FaultRule::on(Method::GET, "/v1/users/self");
    world
        .emulator
        .fault(users().does(Action::Status(crate::world::refusal(403))));
    let failure = world.failure(["plan", "-destroy", "-json"]).await?;
    assert!(
        failure.starts_with("error: Cannot tell whether this is the token's own user: "),
        "{failure}"
    );
    assert_eq!(world.emulator.count(Method::GET, "/v1/users/self"), 1);
    world.emulator.clear_faults();
    let unknown = emulator::Answer::json(404, &serde_json::json!({"error": "not found"}));
    world.emulator.fault(users().does(Action::Status(unknown)));
    let run = world.destroy().await?;
    let said = world.diagnostics(&run)?;
    assert!(
        said.contains("warning: The token's own user is not protected"),
        "{said}"
    );
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_is_equal_for_everybody_is_told_once_in_full() -> Outcome {
    use emulator::{Action, FaultRule, Method};

    let mut world = World::new().await?;
    let team: Vec<String> = (0..12).map(|n| format!("user{n}@example.com")).collect();
    let team: Vec<&str> = team.iter().map(String::as_str).collect();
    world.team(&team)?;
    world.apply().await?;
    world.emulator.fault(
        FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*")
            .does(Action::Status(crate::world::refusal(403))),
    );
    world.workspace.set("NO_COLOR", "1");
    let failure = world
        .failure(["destroy", "-auto-approve", "-json", "-refresh=false"])
        .await?;
    let advice = "Only the owner and full collaborators";
    assert_eq!(failure.matches(advice).count(), 1, "{failure}");
    assert_eq!(
        failure.matches("As above. Cause: ").count(),
        11,
        "{failure}"
    );
    Ok(())
}
