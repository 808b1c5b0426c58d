//! What a team must not do, and the ways out.

use super::{TEAM, attribute, block, said_by_plan, team, writes};
use crate::world::{Outcome, World};

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";

async fn refused(world: &World) -> anyhow::Result<String> {
    let before = writes(world);
    let failure = world.failure(["plan", "-json"]).await?;
    assert_eq!(writes(world), before);
    Ok(failure)
}

#[tokio::test]
async fn create_removes_nobody_and_an_import_or_ignoring_leads_on() -> Outcome {
    for world in World::both().await? {
        world.emulator.add_collaborator("my-app", BEN, false)?;
        team(&world, &[ANN], "adopt_existing = true")?;
        let failure = refused(&world).await?;
        assert!(
            failure.starts_with("error: Not in the new team: 1 person on my-app"),
            "{failure}"
        );
        assert!(failure.contains("  ben@example.com"), "{failure}");
        team(&world, &[ANN], "ignored = [\"ben@example.com\"]")?;
        said_by_plan(&world).await?;
        team(&world, &[ANN], "")?;
        world.run(["import", TEAM, "my-app"]).await?.success()?;
        world.apply().await?;
        assert_eq!(world.people()?, ["ann@example.com full pending"]);
    }
    Ok(())
}

#[tokio::test]
async fn pending_invitations_are_taken_over_and_others_need_a_reason() -> Outcome {
    for world in World::both().await? {
        world.emulator.add_collaborator("my-app", ANN, false)?;
        world.emulator.add_collaborator("my-app", BEN, false)?;
        team(&world, &[ANN, BEN], "")?;
        let said = said_by_plan(&world).await?;
        assert!(
            said.starts_with("warning: 2 people taken over on my-app"),
            "{said}"
        );
        world.emulator.accept("my-app", BEN)?;
        let failure = refused(&world).await?;
        assert!(
            failure.starts_with("error: Already collaborators of my-app: ben@example.com"),
            "{failure}"
        );
        team(
            &world,
            &[ANN],
            "limited_collaborators = [\"ben@example.com\"]\n  adopt_existing = true",
        )?;
        world.apply().await?;
        assert_eq!(writes(&world), [0, 0, 1]);
        assert_eq!(
            world.people()?,
            [
                "ann@example.com full pending",
                "ben@example.com limited accepted"
            ]
        );
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn one_person_named_twice_is_refused_at_validate() -> Outcome {
    let world = World::new().await?;
    for (people, arguments) in [
        (vec![ANN, "Ann@Example.com"], ""),
        (vec![ANN], "limited_collaborators = [\"Ann@Example.com\"]"),
        (vec![ANN], "ignored = [\"Ann@Example.com\"]"),
    ] {
        team(&world, &people, arguments)?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(failure.starts_with("error: Named twice: "), "{failure}");
        for spelling in [ANN, "Ann@Example.com"] {
            assert!(failure.contains(&format!("{spelling:?}")), "{failure}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn addresses_that_cannot_be_are_refused_at_validate() -> Outcome {
    let world = World::new().await?;
    for (arguments, expected) in [
        ("ignored = [\"robot\"]", "error: Not an e-mail address"),
        (
            "limited_collaborators = [null]",
            "error: Not an e-mail address",
        ),
        ("max_removals = -1", "error: Invalid max_removals"),
    ] {
        team(&world, &[ANN], arguments)?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(failure.starts_with(expected), "{failure}");
    }
    world.configure(&block(&[ANN], "").replace("[\"ann@example.com\"]", "null"))?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(failure.contains("collaborators"), "{failure}");
    Ok(())
}

#[tokio::test]
async fn owner_cannot_be_limited() -> Outcome {
    let world = World::new().await?;
    let owner = world.emulator.user().email.clone();
    let limited = format!("limited_collaborators = [{owner:?}]");
    team(&world, &[ANN], &limited)?;
    let failure = refused(&world).await?;
    assert!(
        failure.starts_with("error: An owner cannot be limited"),
        "{failure}"
    );
    team(&world, &[ANN, &owner], "")?;
    world.apply().await?;
    team(&world, &[ANN], &limited)?;
    let failure = refused(&world).await?;
    assert!(
        failure.starts_with("error: An owner cannot be limited"),
        "{failure}"
    );
    Ok(())
}

#[tokio::test]
async fn user_of_the_token_is_not_removed_unless_that_was_allowed_before() -> Outcome {
    for world in World::both().await? {
        let other = world.emulator.add_user("other", "other@example.com")?;
        world.emulator.add_app_owned_by("their-app", &other)?;
        let me = world.emulator.user().clone();
        world.emulator.share("their-app", &me)?;
        let theirs = |people: &[&str], arguments: &str| {
            world.configure(&block(people, arguments).replace("my-app", "their-app"))
        };
        theirs(&[&me.email, ANN], "adopt_existing = true")?;
        world.apply().await?;
        theirs(&[ANN], "allow_self_removal = true")?;
        let own = "error: This would remove the token's own user";
        assert!(refused(&world).await?.starts_with(own));
        let failure = world.failure(["plan", "-destroy", "-json"]).await?;
        assert!(failure.starts_with(own), "{failure}");
        theirs(&[&me.email, ANN], "allow_self_removal = true")?;
        world.apply().await?;
        theirs(&[ANN], "allow_self_removal = true")?;
        world.apply().await?;
        assert_eq!(world.emulator.collaborators("their-app")?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn more_removals_than_allowed_are_refused_but_not_in_a_destroy() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN, BEN, "cleo@example.com"], "max_removals = 1")?;
    world.apply().await?;
    team(&world, &[ANN], "max_removals = 1")?;
    let failure = refused(&world).await?;
    assert!(
        failure.starts_with("error: Too many removals: 2 people on my-app"),
        "{failure}"
    );
    team(&world, &[ANN, BEN], "max_removals = 1")?;
    world.apply().await?;
    assert_eq!(attribute(&world, "removals").await?, 1);
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_does_not_answer_keeps_the_team_until_it_is_gone() -> Outcome {
    let world = World::new().await?;
    let id = world.emulator.app("my-app")?.id;
    team(&world, &[ANN], "")?;
    world.apply().await?;
    world.emulator.remove_app("my-app")?;
    for command in [
        ["plan", "-json", "-destroy"],
        ["destroy", "-json", "-auto-approve"],
    ] {
        let failure = world.failure(command).await?;
        assert!(
            failure.starts_with("error: The app my-app was not found; its team stays"),
            "{failure}"
        );
    }
    world.provider(&format!("gone_apps = [{id:?}]"))?;
    world.destroy().await?;
    Ok(())
}
