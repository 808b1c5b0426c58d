//! What is known only at apply.

use super::{attribute, planned, said_by_plan, writes};
use crate::world::{Outcome, World};

/// A team whose second member is known only when `trigger` has been applied.
fn late(world: &World, trigger: &str, addresses: &str, app: &str) -> Outcome {
    world.configure(&format!(
        r#"
resource "terraform_data" "late" {{
  input = {trigger:?}
}}

locals {{ suffix = terraform_data.late.output == "x" ? "com" : "com" }}

resource "scalingo_collaborators" "team" {{
  app           = {app}
  collaborators = {addresses}
}}
"#
    ))
}

const LATE: &str = r#"["ann@example.com", "ben@example.${local.suffix}"]"#;
const APP: &str = "\"my-app\"";

#[tokio::test]
async fn partly_unknown_team_removes_nobody_and_stays_where_it_means_the_same() -> Outcome {
    let world = World::new().await?;
    late(&world, "one", LATE, APP)?;
    world.apply().await?;
    assert_eq!(writes(&world), [2, 0, 0]);
    world.plan_is_empty().await?;
    late(&world, "two", LATE, APP)?;
    let said = said_by_plan(&world).await?;
    assert!(
        said.starts_with("warning: Not known before the apply: collaborators of the team"),
        "{said}"
    );
    world.apply().await?;
    assert_eq!(writes(&world), [2, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn unknown_team_that_turns_out_to_remove_somebody_is_refused_and_named_next() -> Outcome {
    let world = World::new().await?;
    late(&world, "one", LATE, APP)?;
    world.apply().await?;
    let fewer = r#"["ann@example.${local.suffix}"]"#;
    late(&world, "two", fewer, APP)?;
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("inconsistent final plan"), "{failure}");
    assert_eq!(writes(&world), [2, 0, 0]);
    assert_eq!(planned(&world, "removals").await?, 1);
    let said = said_by_plan(&world).await?;
    assert!(said.contains("1 person loses access to my-app"), "{said}");
    world.apply().await?;
    assert_eq!(writes(&world), [2, 1, 0]);
    assert_eq!(attribute(&world, "removals").await?, 1);
    late(&world, "three", fewer, APP)?;
    world.apply().await?;
    assert_eq!(writes(&world), [2, 1, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn unknown_app_that_means_the_same_changes_nothing() -> Outcome {
    let world = World::new().await?;
    let people = r#"["ann@example.com"]"#;
    let app = r#"terraform_data.late.output == "x" ? "other" : "my-app""#;
    late(&world, "one", people, app)?;
    world.apply().await?;
    late(&world, "two", people, app)?;
    let said = said_by_plan(&world).await?;
    assert!(
        said.starts_with("warning: Not known before the apply: app of the team"),
        "{said}"
    );
    world.apply().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    world.plan_is_empty().await
}
