//! Own object, own right: tainted and deposed objects are no strangers.

use emulator::{Action, FaultRule, Method};

use crate::world::{Outcome, World, refusal};

use super::writes;

#[tokio::test]
async fn tainted_instance_is_taken_over_and_nobody_is_removed() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    world
        .run(["taint", "scalingo_collaborator.one"])
        .await?
        .success()?;
    let run = world.apply().await?;
    let said = world.diagnostics(&run)?;
    assert!(
        said.contains("warning: Access is kept: ann@example.com"),
        "{said}"
    );
    assert_eq!(writes(&world), [1, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn tainted_instance_with_another_address_removes_the_old_person() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world
        .run(["taint", "scalingo_collaborator.one"])
        .await?
        .success()?;
    world.one("my-app", "ben@example.com", "")?;
    world.apply().await?;
    assert_eq!(world.people()?, ["ben@example.com full pending"]);
    assert_eq!(writes(&world), [2, 1, 0]);
    world.plan_is_empty().await
}

const CREATE_FIRST: &str = "lifecycle {\n    create_before_destroy = true\n  }";

#[tokio::test]
async fn create_before_destroy_keeps_the_person() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", CREATE_FIRST)?;
    world.apply().await?;
    for _ in 0..2 {
        world
            .run([
                "apply",
                "-auto-approve",
                "-replace=scalingo_collaborator.one",
            ])
            .await?
            .success()?;
        world.plan_is_empty().await?;
    }
    assert_eq!(writes(&world), [1, 0, 0]);
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn create_before_destroy_with_another_address_invites_then_removes() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", CREATE_FIRST)?;
    world.apply().await?;
    world.one("my-app", "ben@example.com", CREATE_FIRST)?;
    world.emulator.fault(
        FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*")
            .does(Action::Status(refusal(403))),
    );
    world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert_eq!(world.people()?.len(), 2);
    world.emulator.clear_faults();
    world.apply().await?;
    assert_eq!(world.people()?, ["ben@example.com full pending"]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn replacement_triggered_by_another_resource_removes_and_invites_again() -> Outcome {
    let world = World::new().await?;
    let configured = |version: &str, first: &str| {
        world.configure(&format!(
            r#"
resource "terraform_data" "version" {{
  input = {version:?}
}}

resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"

  lifecycle {{
    replace_triggered_by  = [terraform_data.version]
    create_before_destroy = {first}
  }}
}}
"#
        ))
    };
    configured("1", "false")?;
    world.apply().await?;
    configured("2", "false")?;
    world.apply().await?;
    assert_eq!(writes(&world), [2, 1, 0]);
    configured("3", "true")?;
    world.apply().await?;
    assert_eq!(writes(&world), [2, 1, 0]);
    world.plan_is_empty().await
}
