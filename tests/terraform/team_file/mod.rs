//! The module `examples/team`, which reads who works where from a CSV file.

mod life;
mod lines;

use serde_json::Value;

use crate::documents::{copy, root};
use crate::review::plan;
use crate::world::{Outcome, World};

const HEADER: &str = "email,role,apps,until,revoked";

/// The day on which these tests happen.
const NOW: &str = "2026-11-30T12:00:00Z";

/// A world with the apps `my-app`, called `shop`, and `my-api`, called `api`,
/// and the module for both.
async fn world() -> anyhow::Result<World> {
    let world = World::new().await?;
    world.emulator.add_app("my-api")?;
    copy(
        &root().join("examples/team"),
        &world.workspace.path().join("team"),
    )?;
    at(&world, NOW)?;
    world.run(["get"]).await?.success()?;
    Ok(world)
}

/// From now on it is this time.
fn at(world: &World, now: &str) -> Outcome {
    world.configure(&format!(
        r#"
module "team" {{
  source = "./team"

  file = "${{path.module}}/team.csv"
  apps = {{ shop = "my-app", api = "my-api" }}
  now  = {now:?}
}}

output "people" {{
  value = module.team.people
}}

output "ended" {{
  value = module.team.ended
}}
"#
    ))
}

/// The file says these rows.
fn rows(world: &World, rows: &[&str]) -> Outcome {
    let text = [&[HEADER], rows].concat().join("\n");
    world.workspace.write("team.csv", &text)
}

/// What an output would be after the apply.
async fn planned_output(world: &World, name: &str) -> anyhow::Result<Value> {
    let plan: Value = serde_json::from_str(&plan(world).await?)?;
    Ok(plan["planned_values"]["outputs"][name]["value"].clone())
}

#[tokio::test]
async fn tests_of_the_module_need_neither_token_nor_network() -> Outcome {
    let mut world = World::new().await?;
    copy(&root().join("examples/team"), world.workspace.path())?;
    world.run(["get"]).await?.success()?;
    world.workspace.unset("SCALINGO_API_TOKEN");
    let run = world.run(["test", "-no-color"]).await?.success()?;
    assert!(
        run.stdout.contains("Success! 3 passed, 0 failed."),
        "{}",
        run.stdout
    );
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn rows_become_teams_whose_second_plan_is_empty_and_which_say_who_is_pending() -> Outcome {
    let world = world().await?;
    rows(
        &world,
        &[
            "Ann@example.com,full,,,",
            "ben@example.com,limited,shop,,",
            "eve@example.com,full,api,,",
        ],
    )?;
    world.apply().await?;
    let expected = [
        "ann@example.com full pending",
        "ben@example.com limited pending",
    ];
    assert_eq!(world.people()?, expected);
    world.plan_is_empty().await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    let output = "output \"pending\" {\n  value = module.team.pending\n}\n";
    world.workspace.write("pending.tf", output)?;
    let pending = serde_json::json!({
        "api": ["ann@example.com", "eve@example.com"],
        "shop": ["ben@example.com"],
    });
    assert_eq!(planned_output(&world, "pending").await?, pending);
    Ok(())
}
