//! An app that does not answer proves nothing.

use crate::world::{Outcome, World};

const TEAM: [&str; 3] = ["ann@example.com", "ben@example.com", "cleo@example.com"];

/// A team of three on an app that is then deleted by hand.
async fn orphaned() -> anyhow::Result<(World, String)> {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.remove_app("my-app")?;
    Ok((world, id))
}

/// The failure must say where the app was looked for, and the state keeps
/// everybody.
async fn keeps_everybody(world: &World, failure: &str, id: &str) -> Outcome {
    assert!(failure.contains("was not found"), "{failure}");
    for said in [
        "<url>",
        &world.emulator.user().email,
        &format!("gone_apps = [\"{id}\"]"),
    ] {
        assert!(failure.contains(said), "{said}: {failure}");
    }
    assert_eq!(world.workspace.addresses().await?.len(), TEAM.len());
    Ok(())
}

#[tokio::test]
async fn app_that_does_not_answer_is_an_error_in_every_command() -> Outcome {
    let (world, id) = orphaned().await?;
    let commands: [&[&str]; 4] = [
        &["plan", "-json"],
        &["apply", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json", "-refresh=false"],
    ];
    for command in commands {
        let run = world.workspace.terraform(command).await?.expect_code(1)?;
        keeps_everybody(&world, &world.diagnostics(&run)?, &id).await?;
    }
    world.team(&TEAM[..2])?;
    let failure = world.failure(["plan", "-json"]).await?;
    keeps_everybody(&world, &failure, &id).await
}

#[tokio::test]
async fn app_that_is_said_to_be_gone_is_gone() -> Outcome {
    for in_the_environment in [false, true] {
        let (mut world, id) = orphaned().await?;
        if in_the_environment {
            world.workspace.set("SCALINGO_GONE_APPS", &*id);
        } else {
            world.provider(&format!("gone_apps = [{id:?}]"))?;
        }
        assert_eq!(world.planned().await?.len(), TEAM.len());
        world.destroy_unrefreshed().await?;
        assert!(world.workspace.addresses().await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn app_that_answers_is_not_gone_whatever_is_said() -> Outcome {
    let world = World::new().await?;
    world.team(&TEAM)?;
    world.apply().await?;
    let id = world.emulator.app("my-app")?.id;
    world.provider(&format!("gone_apps = [{id:?}]"))?;
    let run = world.plan().await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("is not gone"), "{said}");
    Ok(())
}

#[tokio::test]
async fn people_of_a_name_that_another_app_has_now_are_planned_on_it_once_the_old_one_is_gone()
-> Outcome {
    let (world, id) = orphaned().await?;
    world.emulator.add_app("my-app")?;
    let failure = world.failure(["plan", "-json"]).await?;
    keeps_everybody(&world, &failure, &id).await?;
    world.provider(&format!("gone_apps = [{id:?}]"))?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), TEAM.len());
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_destroyed_in_the_same_run_takes_its_people_along() -> Outcome {
    let world = World::new().await?;
    world.configure(
        r#"
resource "scalingo_app" "app" {
  name = "their-app"
}

resource "scalingo_collaborator" "one" {
  app   = scalingo_app.app.id
  email = "ann@example.com"
}
"#,
    )?;
    world.apply().await?;
    world.destroy().await?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn another_account_another_region_and_a_revoked_collaboration_empty_no_state() -> Outcome {
    let mut world = World::with(emulator::Settings::default()).await?;
    let (founder, stranger) = (
        world.emulator.add_user("founder", "founder@example.com")?,
        world
            .emulator
            .add_user("stranger", "stranger@example.com")?,
    );
    world.emulator.add_app_owned_by("my-app", &founder)?;
    let me = world.emulator.user().clone();
    world.emulator.share("my-app", &me)?;
    world.team(&TEAM)?;
    world.apply().await?;

    world
        .workspace
        .set("SCALINGO_API_TOKEN", &*stranger.api_token);
    refuses_everything(&world).await?;
    world
        .workspace
        .set("SCALINGO_API_TOKEN", &*founder.api_token);
    let elsewhere = world.emulator.region_url("osc-secnum-fr1");
    world.workspace.set("SCALINGO_API_URL", elsewhere);
    refuses_everything(&world).await?;
    world
        .workspace
        .set("SCALINGO_API_URL", world.emulator.url());
    world.workspace.set("SCALINGO_API_TOKEN", &*me.api_token);
    world.emulator.remove_collaborator("my-app", &me.email)?;
    refuses_everything(&world).await?;

    assert_eq!(world.emulator.collaborators("my-app")?.len(), TEAM.len());
    Ok(())
}

/// Plan, apply, a leaver and a destroy end with an error, and the state keeps
/// everybody.
async fn refuses_everything(world: &World) -> Outcome {
    let commands: [&[&str]; 3] = [
        &["plan", "-json"],
        &["apply", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json", "-refresh=false"],
    ];
    for command in commands {
        let run = world.workspace.terraform(command).await?.expect_code(1)?;
        let failure = world.diagnostics(&run)?;
        assert!(failure.contains("was not found"), "{failure}");
    }
    world.team(&TEAM[..2])?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(failure.contains("was not found"), "{failure}");
    world.team(&TEAM)?;
    assert_eq!(world.workspace.addresses().await?.len(), TEAM.len());
    Ok(())
}
