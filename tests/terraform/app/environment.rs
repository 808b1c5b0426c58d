//! Environment variables of an app.

use emulator::{Action, FaultRule, Method};
use serde_json::json;

use super::{ADDRESS, app, applied, empty, writes};
use crate::world::{Outcome, World, refusal};

fn variables(world: &World) -> anyhow::Result<Vec<(String, String)>> {
    let mut variables: Vec<_> = world
        .emulator
        .variables("my-app")?
        .into_iter()
        .map(|variable| (variable.name, variable.value))
        .collect();
    variables.sort();
    Ok(variables)
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[tokio::test]
async fn only_the_named_variables_are_managed() -> Outcome {
    let world = applied(r#"environment = { MINE = "1", OLD = "1" }"#).await?;
    world.emulator.set_variable("my-app", "THEIRS", "kept")?;
    world.plan_is_empty().await?;
    app(
        &world,
        "my-app",
        r#"environment = { MINE = "2", NEW = "1" }"#,
    )?;
    world.apply().await?;
    assert_eq!(writes(&world), ["PUT variables", "DELETE variables"]);
    assert_eq!(
        variables(&world)?,
        pairs([("MINE", "2"), ("NEW", "1"), ("THEIRS", "kept")])
    );
    let state = world.attributes(ADDRESS).await?;
    assert_eq!(state["environment"], json!({"MINE": "2", "NEW": "1"}));
    assert_eq!(state["all_environment"]["THEIRS"], "kept");
    world.plan_is_empty().await
}

#[tokio::test]
async fn environment_that_is_left_out_unsets_what_was_managed() -> Outcome {
    let world = applied(r#"environment = { MINE = "1" }"#).await?;
    world.emulator.set_variable("my-app", "THEIRS", "kept")?;
    app(&world, "my-app", "")?;
    world.apply().await?;
    assert_eq!(variables(&world)?, pairs([("THEIRS", "kept")]));
    world.plan_is_empty().await
}

#[tokio::test]
async fn null_value_means_not_set() -> Outcome {
    let world = applied(r#"environment = { A = "1", B = null }"#).await?;
    assert_eq!(variables(&world)?, pairs([("A", "1")]));
    world.plan_is_empty().await?;
    app(&world, "my-app", "environment = { A = null, B = null }")?;
    world.apply().await?;
    assert!(variables(&world)?.is_empty());
    world.plan_is_empty().await
}

#[tokio::test]
async fn variables_changed_by_hand_are_set_again() -> Outcome {
    let world = applied(r#"environment = { A = "1", B = "1" }"#).await?;
    world.emulator.set_variable("my-app", "A", "by hand")?;
    world.emulator.unset_variable("my-app", "B")?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.apply().await?;
    assert_eq!(variables(&world)?, pairs([("A", "1"), ("B", "1")]));
    world.plan_is_empty().await
}

#[tokio::test]
async fn values_are_not_shown() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", r#"environment = { KEY = "hush-hush" }"#)?;
    let plan = world.run(["plan", "-no-color"]).await?.success()?;
    let applied = world.run(["apply", "-auto-approve"]).await?.success()?;
    let shown = world.run(["show", "-no-color"]).await?.success()?;
    for run in [plan, applied, shown] {
        assert!(!run.stdout.contains("hush-hush"), "{}", run.stdout);
        assert!(!run.stderr.contains("hush-hush"), "{}", run.stderr);
    }
    assert_eq!(variables(&world)?, pairs([("KEY", "hush-hush")]));
    Ok(())
}

#[tokio::test]
async fn values_not_known_at_plan_are_set_at_apply() -> Outcome {
    let world = empty().await?;
    world.configure(
        r#"
resource "terraform_data" "key" { input = "made" }

resource "scalingo_app" "my-app" {
  name        = "my-app"
  environment = { KEY = terraform_data.key.output, LEVEL = "info" }
}

resource "scalingo_collaborator" "ops" {
  for_each = toset(["ops@example.com"])
  app      = scalingo_app.my-app.id
  email    = each.key
}
"#,
    )?;
    world.apply().await?;
    assert_eq!(
        variables(&world)?,
        pairs([("KEY", "made"), ("LEVEL", "info")])
    );
    world.plan_is_empty().await
}

#[tokio::test]
async fn failure_half_way_loses_nothing_and_the_next_apply_ends_it() -> Outcome {
    let world = applied(r#"environment = { OLD = "1" }"#).await?;
    app(
        &world,
        "my-app",
        "environment = { NEW = \"1\" }\n  force_https = true",
    )?;
    world.emulator.fault(
        FaultRule::on(Method::DELETE, "/v1/apps/*/variables/*").does(Action::Status(refusal(403))),
    );
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(
        failure.contains("Cannot unset environment variables"),
        "{failure}"
    );
    let state = world.attributes(ADDRESS).await?;
    assert_eq!(state["environment"], json!({"NEW": "1", "OLD": "1"}));
    assert_eq!(state["force_https"], false);
    world.emulator.clear_faults();
    world.apply().await?;
    assert_eq!(variables(&world)?, pairs([("NEW", "1")]));
    assert!(world.emulator.app_settings("my-app")?.force_https);
    world.plan_is_empty().await
}
