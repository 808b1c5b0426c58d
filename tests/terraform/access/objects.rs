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
async fn tainted_instance_that_was_not_read_is_refused_and_untaint_helps() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    let one = "scalingo_collaborator.one";
    world.run(["taint", one]).await?.success()?;
    let failure = world
        .failure(["apply", "-auto-approve", "-json", "-refresh=false"])
        .await?;
    assert!(
        failure.starts_with("error: Already a collaborator: ann@"),
        "{failure}"
    );
    assert!(failure.contains("terraform untaint"), "{failure}");
    world.run(["untaint", one]).await?.success()?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    Ok(())
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

#[tokio::test]
async fn create_before_destroy_that_a_dependent_asks_for_keeps_the_person() -> Outcome {
    let world = World::new().await?;
    let configured = |arguments: &str| {
        world.configure(&format!(
            r#"
resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"
  {arguments}
}}

resource "terraform_data" "dependent" {{
  triggers_replace = scalingo_collaborator.one.id

  lifecycle {{
    create_before_destroy = true
  }}
}}
"#
        ))
    };
    configured("")?;
    world.apply().await?;
    replace_one(&world).await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    configured("adopt_existing = true")?;
    replace_one(&world).await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    world.plan_is_empty().await
}

async fn replace_one(world: &World) -> Outcome {
    let replace = "-replace=scalingo_collaborator.one";
    let run = world.run(["apply", "-auto-approve", replace]).await?;
    run.success().map(drop)
}

/// Whether the state has an object that was replaced and is not destroyed yet.
fn has_deposed(world: &World) -> anyhow::Result<bool> {
    Ok(world
        .workspace
        .read("terraform.tfstate")?
        .contains("\"deposed\""))
}

#[cfg(unix)]
#[tokio::test]
async fn object_that_an_interrupt_leaves_deposed_removes_nobody() -> Outcome {
    use emulator::{Gate, RecordedRequest};
    use rustix::process::Signal;

    let world = World::new().await?;
    world.one("my-app", "ann@example.com", CREATE_FIRST)?;
    world.apply().await?;
    world.configure(&format!(
        r#"
resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"
  {CREATE_FIRST}
}}

resource "scalingo_collaborator" "two" {{
  app        = "my-app"
  email      = "ben@example.com"
  depends_on = [scalingo_collaborator.one]
}}
"#
    ))?;
    let gate = Gate::new();
    let invitation = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    world
        .emulator
        .fault(invitation.does(Action::HoldAfter(gate.clone())));
    world.emulator.take_requests();
    let apply = [
        "apply",
        "-auto-approve",
        "-replace=scalingo_collaborator.one",
    ];
    let is_inviting = |calls: &[RecordedRequest]| {
        let is_invitation =
            |call: &RecordedRequest| call.is(&Method::POST, "/v1/apps/*/collaborators");
        calls.iter().any(is_invitation)
    };
    let (run, _) = world.signalled(Signal::INT, apply, is_inviting).await?;
    gate.open();
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(has_deposed(&world)?);
    world.emulator.clear_faults();
    world.apply().await?;
    assert!(!has_deposed(&world)?);
    assert_eq!(
        world.people()?,
        [
            "ann@example.com full pending",
            "ben@example.com full pending"
        ]
    );
    let [_, removed, _] = writes(&world);
    assert_eq!(removed, 0);
    assert_eq!(world.emulator.emails_sent().len(), 2);
    world.plan_is_empty().await
}
