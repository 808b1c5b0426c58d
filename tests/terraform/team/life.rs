//! Create, drift, roles, import, destroy.

use serde_json::json;

use super::{TEAM, attribute, block, planned, said_by_plan, team, writes};
use crate::world::{Outcome, World};

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";
const CLEO: &str = "cleo@example.com";

#[tokio::test]
async fn team_is_invited_changed_and_removed() -> Outcome {
    for world in World::both().await? {
        team(
            &world,
            &[ANN],
            "limited_collaborators = [\"ben@example.com\"]",
        )?;
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "ann@example.com full pending",
                "ben@example.com limited pending"
            ]
        );
        assert_eq!(attribute(&world, "pending").await?, json!([ANN, BEN]));
        assert_eq!(attribute(&world, "removals").await?, 0);
        let id = world.emulator.app("my-app")?.id;
        assert_eq!(attribute(&world, "app_id").await?, id);
        world.plan_is_empty().await?;
        team(&world, &[ANN, CLEO], "")?;
        assert_eq!(planned(&world, "removals").await?, 1);
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "ann@example.com full pending",
                "cleo@example.com full pending"
            ]
        );
        assert_eq!(attribute(&world, "removals").await?, 1);
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [3, 1, 0]);
        let run = world.destroy().await?;
        let said = world.diagnostics(&run)?;
        assert!(said.contains("2 people lose access to my-app"), "{said}");
        assert!(world.people()?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn team_may_be_empty() -> Outcome {
    let world = World::new().await?;
    team(&world, &[], "")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    team(&world, &[ANN], "")?;
    world.apply().await?;
    team(&world, &[], "limited_collaborators = []")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [1, 1, 0]);
    Ok(())
}

#[tokio::test]
async fn letter_case_and_order_are_no_change_and_the_spelling_stays() -> Outcome {
    for world in World::both().await? {
        let limited = |email| format!("limited_collaborators = [{email:?}]");
        team(
            &world,
            &["Ann@Example.com", BEN],
            &limited("Cleo@example.com"),
        )?;
        world.apply().await?;
        let spelled = json!(["Ann@Example.com", BEN]);
        assert_eq!(attribute(&world, "collaborators").await?, spelled);
        team(&world, &[BEN, ANN], &limited("CLEO@example.com"))?;
        world.plan_is_empty().await?;
        team(&world, &[ANN], &limited("cleo@example.com"))?;
        world.apply().await?;
        assert_eq!(attribute(&world, "collaborators").await?, json!([ANN]));
        assert_eq!(writes(&world), [3, 1, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn each_role_change_is_one_call_and_no_mail() -> Outcome {
    for world in World::both().await? {
        team(
            &world,
            &[ANN, BEN],
            "limited_collaborators = [\"cleo@example.com\"]",
        )?;
        world.apply().await?;
        team(
            &world,
            &["CLEO@example.com", BEN],
            "limited_collaborators = [\"Ann@example.com\"]",
        )?;
        let said = said_by_plan(&world).await?;
        assert!(
            said.starts_with("warning: New role for 2 people on my-app"),
            "{said}"
        );
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "ann@example.com limited pending",
                "ben@example.com full pending",
                "cleo@example.com full pending"
            ]
        );
        assert_eq!(writes(&world), [3, 0, 2]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_others_do_by_hand_shows_and_is_undone() -> Outcome {
    for world in World::both().await? {
        team(&world, &[ANN, BEN], "")?;
        world.apply().await?;
        world.emulator.add_collaborator("my-app", CLEO, true)?;
        world.emulator.accept("my-app", CLEO)?;
        world.emulator.remove_collaborator("my-app", BEN)?;
        world.emulator.set_limited("my-app", ANN, true)?;
        let said = said_by_plan(&world).await?;
        assert!(said.contains("1 person loses access to my-app"), "{said}");
        assert!(said.contains("  cleo@example.com"), "{said}");
        assert!(said.contains("New role for 1 person on my-app"), "{said}");
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "ann@example.com full pending",
                "ben@example.com full pending"
            ]
        );
        assert_eq!(writes(&world), [3, 1, 1]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn invitation_renewed_by_hand_is_no_change() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN], "")?;
    world.apply().await?;
    world.emulator.reinvite_collaborator("my-app", ANN)?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn ignored_people_never_show() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "robot@example.com", false)?;
        team(&world, &[ANN], "ignored = [\"Robot@example.com\"]")?;
        world.apply().await?;
        world.plan_is_empty().await?;
        assert_eq!(attribute(&world, "collaborators").await?, json!([ANN]));
        world.destroy().await?;
        assert_eq!(world.people()?, ["robot@example.com full pending"]);
        assert_eq!(writes(&world), [1, 1, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn somebody_ignored_from_now_on_stays_and_the_warning_says_so() -> Outcome {
    for world in World::both().await? {
        team(&world, &[ANN, BEN], "")?;
        world.apply().await?;
        team(
            &world,
            &[ANN],
            "ignored = [\"ben@example.com\"]\n  max_removals = 0",
        )?;
        let said = said_by_plan(&world).await?;
        assert!(
            said.starts_with("warning: 1 person ignored on my-app from now on"),
            "{said}"
        );
        assert_eq!(planned(&world, "removals").await?, 0);
        world.apply().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn plan_after_an_import_shows_exactly_who_goes() -> Outcome {
    for world in World::both().await? {
        for email in ["Ann@example.com", BEN, "robot@example.com"] {
            world.emulator.add_collaborator("my-app", email, false)?;
            world.emulator.accept("my-app", email)?;
        }
        world.emulator.set_limited("my-app", BEN, true)?;
        let import = "import {\n  to = scalingo_collaborators.team\n  id = \"my-app\"\n}\n";
        world.workspace.write("import.tf", import)?;
        team(&world, &[ANN], "ignored = [\"robot@example.com\"]")?;
        let said = said_by_plan(&world).await?;
        assert!(said.contains("1 person loses access to my-app"), "{said}");
        assert!(said.contains("  ben@example.com"), "{said}");
        assert!(
            said.contains("1 person ignored on my-app from now on"),
            "{said}"
        );
        assert_eq!(planned(&world, "removals").await?, 1);
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "Ann@example.com full accepted",
                "robot@example.com full accepted"
            ]
            .map(|line| match world.emulator.collaborators("my-app") {
                Ok(people) if people[0].email == ANN => line.to_lowercase(),
                _ => line.to_owned(),
            })
        );
        assert_eq!(writes(&world), [0, 1, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn import_by_id_with_the_name_configured_and_the_reverse_plan_empty() -> Outcome {
    let world = World::new().await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.add_collaborator("my-app", ANN, false)?;
    for (imported, configured) in [("my-app", &*id), (&*id, "my-app")] {
        let block = block(&[ANN], "").replace("\"my-app\"", &format!("{configured:?}"));
        world.configure(&block)?;
        world.run(["import", TEAM, imported]).await?.success()?;
        world.plan_is_empty().await?;
        world.run(["state", "rm", TEAM]).await?.success()?;
    }
    Ok(())
}

#[tokio::test]
async fn import_ids_that_name_no_app_are_refused() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN], "")?;
    for (id, expected) in [
        ("my-app:ann@example.com", "Invalid import ID"),
        ("no-such-app", "Nothing to import"),
    ] {
        let run = world.run(["import", TEAM, id]).await?.expect_code(1)?;
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn changed_address_is_told_and_followed_without_a_call() -> Outcome {
    for world in World::both().await? {
        team(&world, &[ANN, BEN], "")?;
        world.apply().await?;
        world
            .emulator
            .change_address("my-app", ANN, "ann.new@example.com")?;
        let run = world.plan().await?.success()?;
        let said = world.diagnostics(&run)?;
        assert!(
            said.starts_with("warning: Address changed: ann@example.com"),
            "{said}"
        );
        team(&world, &["ann.new@example.com", BEN], "")?;
        assert_eq!(planned(&world, "removals").await?, 0);
        world.apply().await?;
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn owner_may_be_listed_and_is_no_change() -> Outcome {
    for world in World::both().await? {
        let owner = world.emulator.user().email.clone();
        team(&world, &[&owner, ANN], "")?;
        world.apply().await?;
        world.plan_is_empty().await?;
        team(&world, &[ANN], "")?;
        world.apply().await?;
        team(&world, &[&owner, ANN], "")?;
        world.apply().await?;
        world.destroy().await?;
        assert_eq!(writes(&world), [1, 1, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn another_app_is_another_team() -> Outcome {
    let world = World::new().await?;
    world.emulator.add_app("my-api")?;
    team(&world, &[ANN], "")?;
    world.apply().await?;
    let moved = block(&[ANN, BEN], "").replace("my-app", "my-api");
    world.configure(&moved)?;
    let said = said_by_plan(&world).await?;
    assert!(said.contains("1 person loses access to my-app"), "{said}");
    world.apply().await?;
    assert!(world.people()?.is_empty());
    assert_eq!(world.emulator.collaborators("my-api")?.len(), 2);
    world.plan_is_empty().await
}

#[tokio::test]
async fn replaced_team_is_removed_and_invited_again_and_a_tainted_one_is_kept() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN, BEN], "")?;
    world.apply().await?;
    world.emulator.accept("my-app", ANN)?;
    world.run(["taint", TEAM]).await?.success()?;
    world.apply().await?;
    assert_eq!(writes(&world), [2, 0, 0]);
    world.plan_is_empty().await?;
    let replace = "-replace=scalingo_collaborators.team";
    let apply = ["apply", "-auto-approve", replace];
    world.run(apply).await?.success()?;
    assert_eq!(writes(&world), [4, 2, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_and_team_are_made_together() -> Outcome {
    let world = World::new().await?;
    world.configure(
        r#"
resource "scalingo_app" "shop" { name = "my-shop-2026" }

resource "scalingo_collaborators" "team" {
  app           = scalingo_app.shop.id
  collaborators = ["ann@example.com"]
}
"#,
    )?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(world.emulator.collaborators("my-shop-2026")?.len(), 1);
    world.destroy().await.map(drop)
}
