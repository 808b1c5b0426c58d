//! `scalingo_database_collaborators`: the same life on a database.

use serde_json::json;

use super::writes;
use crate::world::{Outcome, World};

const TEAM: &str = "scalingo_database_collaborators.team";

/// A world with the database `my-db`, and its id.
async fn with_database() -> anyhow::Result<(World, String)> {
    let world = World::new().await?;
    let id = world.emulator.add_database("my-db")?;
    Ok((world, id))
}

fn team(world: &World, database: &str, people: &[&str], arguments: &str) -> Outcome {
    world.configure(&format!(
        r#"
resource "scalingo_database_collaborators" "team" {{
  database      = {database:?}
  collaborators = {people:?}
  {arguments}
}}
"#
    ))
}

#[tokio::test]
async fn team_of_a_database_is_invited_with_the_full_role_changed_and_removed() -> Outcome {
    let (world, id) = with_database().await?;
    team(&world, "my-db", &[], "")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    team(&world, "my-db", &["ann@example.com", "ben@example.com"], "")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(world.attributes(TEAM).await?["database_id"], json!(id));
    let people = world.emulator.collaborators("my-db")?;
    assert!(people.iter().all(|person| !person.is_limited), "{people:?}");
    team(&world, &id, &["BEN@example.com"], "max_removals = 1")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [2, 1, 0]);
    world.destroy().await?;
    assert!(world.emulator.collaborators("my-db")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn team_of_a_database_is_imported_and_refuses_like_that_of_an_app() -> Outcome {
    let (world, _) = with_database().await?;
    for email in ["ann@example.com", "ben@example.com"] {
        world.emulator.add_collaborator("my-db", email, false)?;
        world.emulator.accept("my-db", email)?;
    }
    team(
        &world,
        "my-db",
        &["ann@example.com"],
        "adopt_existing = true",
    )?;
    let failure = world.failure(["plan", "-json"]).await?;
    let unlisted = "error: Not in the new team: 1 person on my-db";
    assert!(failure.starts_with(unlisted), "{failure}");
    world.run(["import", TEAM, "my-db"]).await?.success()?;
    team(&world, "my-db", &[], "max_removals = 1")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: Too many removals: 2 people on my-db"),
        "{failure}"
    );
    team(
        &world,
        "my-db",
        &["ann@example.com"],
        "ignored = [\"ben@example.com\"]",
    )?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [0, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn team_of_an_unknown_database_fails_with_its_name() -> Outcome {
    let (world, _) = with_database().await?;
    team(&world, "no-such-db", &["ann@example.com"], "")?;
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("error: No such database"), "{failure}");
    Ok(())
}
