//! The same refusal in every order: whatever stands before or behind one of the
//! two sides, and however fast the API answers.

use crate::world::{Outcome, World};

use super::moved::{is_refused, is_refused_in_every_order};
use super::writes;

#[tokio::test]
async fn person_of_two_instances_is_refused_in_every_order() -> Outcome {
    let world = World::new().await?;
    world.configure(
        r#"
resource "scalingo_collaborator" "people" {
  for_each = { a = "ann@example.com", b = "Ann@Example.com", c = "ben@example.com" }
  app      = "my-app"
  email    = each.value
}
"#,
    )?;
    is_refused_in_every_order(&world).await
}

/// Something whose destruction leaves a file behind.
fn provisioned(depends_on: &str) -> String {
    format!(
        r#"
resource "terraform_data" "slow" {{
  {depends_on}

  provisioner "local-exec" {{
    when    = destroy
    command = "touch destroyed"
  }}
}}
"#
    )
}

fn ann(resource: &str, depends_on: &str) -> String {
    format!(
        r#"
resource "scalingo_collaborator" "{resource}" {{
  app   = "my-app"
  email = "ann@example.com"
  {depends_on}
}}
"#
    )
}

#[tokio::test]
async fn side_before_or_behind_a_destroy_provisioner_is_refused_and_nothing_runs() -> Outcome {
    let on_slow = "depends_on = [terraform_data.slow]";
    let on_ann = "depends_on = [scalingo_collaborator.before]";
    for (slow, dependency) in [("", on_slow), (on_ann, "")] {
        let world = World::new().await?;
        world.configure(&(provisioned(slow) + &ann("before", dependency)))?;
        world.apply().await?;
        world.configure(&ann("after", ""))?;
        is_refused_in_every_order(&world).await?;
        world.failure(["apply", "-auto-approve", "-json"]).await?;
        assert!(!world.workspace.path().join("destroyed").exists());
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn sides_that_wait_for_what_changes_are_refused() -> Outcome {
    let after = "depends_on = [terraform_data.change]";
    let change =
        |version| format!("resource \"terraform_data\" \"change\" {{\n  input = {version}\n}}\n");
    let world = World::new().await?;
    world.configure(&(change(1) + &ann("before", after)))?;
    world.apply().await?;
    world.configure(&(change(2) + &ann("after", after)))?;
    is_refused(&world, "-parallelism=1").await?;
    is_refused(&world, "-parallelism=10").await
}

#[tokio::test]
async fn second_instance_that_took_a_person_over_is_refused_in_the_next_plan() -> Outcome {
    let world = World::new().await?;
    let instance = |name: &str, more: &str| {
        format!(
            "resource \"scalingo_collaborator\" {name:?} {{\n  app = \"my-app\"\n  \
             email = \"ann@example.com\"\n{more}}}\n"
        )
    };
    let first = instance("first", "");
    world.configure(&first)?;
    world.apply().await?;
    let second = "  depends_on = [scalingo_collaborator.first]\n";
    world.configure(&instance("second", ""))?;
    let aimed = "-target=scalingo_collaborator.second";
    world
        .run(["apply", "-auto-approve", aimed])
        .await?
        .success()?;
    world.configure(&format!("{first}{}", instance("second", second)))?;
    let refused = world.failure(["plan", "-json"]).await?;
    assert!(
        refused.contains("Duplicate collaborator: ann@example.com"),
        "{refused}"
    );
    assert_eq!(world.emulator.emails_sent().len(), 1);
    Ok(())
}
