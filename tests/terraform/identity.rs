//! Identities, which Terraform keeps beside the state since 1.12.

use serde_json::{Value, json};

use crate::world::{Outcome, World};

const ONE: &str = "scalingo_collaborator.one";
const TEAM: &str = "scalingo_collaborators.team";

/// The identity of one object in the state; null where there is none.
async fn identity(world: &World, address: &str) -> anyhow::Result<Value> {
    let state = world.workspace.state().await?;
    let resources = state["values"]["root_module"]["resources"].as_array();
    let found = resources.into_iter().flatten();
    let mut found = found.filter(|resource| resource["address"] == address);
    let found = found.next().ok_or_else(|| anyhow::anyhow!("{state}"))?;
    Ok(found["identity"].clone())
}

async fn refresh(world: &World) -> Outcome {
    let refresh = ["apply", "-refresh-only", "-auto-approve"];
    world.run(refresh).await?.success().map(drop)
}

#[tokio::test]
async fn identity_of_a_person_stays_from_create_to_update() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    let expected = json!({"app_id": app, "email": "ann@example.com"});
    world.one("my-app", "Ann@Example.com", "")?;
    world.apply().await?;
    assert_eq!(identity(&world, ONE).await?, expected);
    refresh(&world).await?;
    assert_eq!(identity(&world, ONE).await?, expected);
    world.one(&app, "ann@example.com", "limited = true")?;
    world.apply().await?;
    assert_eq!(identity(&world, ONE).await?, expected);
    world.plan_is_empty().await
}

#[tokio::test]
async fn identity_follows_an_address_that_changes_at_scalingo() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    let new = "ann.smith@example.com";
    world
        .emulator
        .change_address("my-app", "ann@example.com", new)?;
    refresh(&world).await?;
    let expected = json!({"app_id": app, "email": new});
    assert_eq!(identity(&world, ONE).await?, expected);
    world.one("my-app", new, "")?;
    world.apply().await?;
    assert_eq!(identity(&world, ONE).await?, expected);
    Ok(())
}

#[tokio::test]
async fn another_person_has_another_identity_and_unknown_is_not_another() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    let configure = |email: &str, input: u8| {
        world.configure(&format!(
            r#"
resource "terraform_data" "app" {{
  input = {{ name = "my-app", revision = {input} }}
}}

resource "scalingo_collaborator" "one" {{
  app   = terraform_data.app.output.name
  email = {email:?}
}}
"#
        ))
    };
    configure("ann@example.com", 1)?;
    world.apply().await?;
    configure("ann@example.com", 2)?;
    world.apply().await?;
    let ann = json!({"app_id": app, "email": "ann@example.com"});
    assert_eq!(identity(&world, ONE).await?, ann);
    configure("ben@example.com", 3)?;
    world
        .run(["apply", "-auto-approve", "-replace", ONE])
        .await?
        .success()?;
    let ben = json!({"app_id": app, "email": "ben@example.com"});
    assert_eq!(identity(&world, ONE).await?, ben);
    Ok(())
}

#[tokio::test]
async fn import_by_identity_or_by_id_plans_nothing_else() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    let database = world.emulator.add_database("my-db")?;
    world
        .emulator
        .add_collaborator("my-app", "Ann@Example.com", true)?;
    world
        .emulator
        .add_collaborator("my-app", "ben@example.com", false)?;
    world
        .emulator
        .add_collaborator("my-db", "ann@example.com", false)?;
    world.configure(&format!(
        r#"
import {{
  to       = scalingo_collaborator.ann
  identity = {{ app_id = {app:?}, email = "ann@example.com" }}
}}

resource "scalingo_collaborator" "ann" {{
  app     = "my-app"
  email   = "ann@example.com"
  limited = true
}}

import {{
  to = scalingo_collaborator.ben
  id = "my-app:ben@example.com"
}}

resource "scalingo_collaborator" "ben" {{
  app   = {app:?}
  email = "ben@example.com"
}}

import {{
  to       = scalingo_database_collaborator.ann
  identity = {{ database_id = {database:?}, email = "ann@example.com" }}
}}

resource "scalingo_database_collaborator" "ann" {{
  database = "my-db"
  email    = "ann@example.com"
}}

import {{
  to       = scalingo_app.one
  identity = {{ id = {app:?} }}
}}

resource "scalingo_app" "one" {{
  name = "my-app"
}}
"#
    ))?;
    let run = world.apply().await?;
    let counts = "4 imported, 0 added, 0 changed, 0 destroyed";
    assert!(run.stdout.contains(counts), "{}", run.stdout);
    world.plan_is_empty().await?;
    for (address, expected) in [
        (
            "scalingo_collaborator.ann",
            json!({"app_id": app, "email": "ann@example.com"}),
        ),
        (
            "scalingo_collaborator.ben",
            json!({"app_id": app, "email": "ben@example.com"}),
        ),
        (
            "scalingo_database_collaborator.ann",
            json!({"database_id": database, "email": "ann@example.com"}),
        ),
        ("scalingo_app.one", json!({"id": app})),
    ] {
        assert_eq!(identity(&world, address).await?, expected, "{address}");
    }
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn identity_of_nobody_says_what_was_looked_for() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    world.configure(&format!(
        r#"
import {{
  to       = scalingo_collaborator.one
  identity = {{ app_id = {app:?}, email = "ann@example.com" }}
}}

resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"
}}
"#
    ))?;
    let run = world.plan().await?;
    let said = world.diagnostics(&run)?;
    assert!(said.starts_with("error: Nothing to import"), "{said}");
    assert!(said.contains("ann@example.com"), "{said}");
    Ok(())
}

#[tokio::test]
async fn team_has_the_identity_of_its_app_and_is_imported_by_it() -> Outcome {
    let world = World::newer().await?;
    let app = world.emulator.app("my-app")?.id;
    let team = |people: &str| {
        world.configure(&format!(
            "resource \"scalingo_collaborators\" \"team\" {{\n  app = \"my-app\"\n  \
             collaborators = [{people}]\n}}\n"
        ))
    };
    let expected = json!({ "app_id": app });
    for people in [
        "\"ann@example.com\"",
        "\"ann@example.com\", \"ben@example.com\"",
    ] {
        team(people)?;
        world.apply().await?;
        assert_eq!(identity(&world, TEAM).await?, expected);
    }
    world.run(["state", "rm", TEAM]).await?.success()?;
    let import = format!("import {{\n  to = {TEAM}\n  identity = {{ app_id = {app:?} }}\n}}\n");
    world.workspace.write("import.tf", &import)?;
    world.apply().await?;
    assert_eq!(identity(&world, TEAM).await?, expected);
    world.plan_is_empty().await?;
    assert_eq!(world.emulator.emails_sent().len(), 2);
    Ok(())
}
