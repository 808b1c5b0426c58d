//! `scalingo_database_collaborator`: the same life on a database.

use emulator::Method;

use crate::world::{Outcome, World};

/// Both worlds, each with the database `my-db`, and its id.
async fn with_database() -> anyhow::Result<Vec<(World, String)>> {
    let mut worlds = Vec::new();
    for world in World::both().await? {
        let id = world.emulator.add_database("my-db")?;
        worlds.push((world, id));
    }
    Ok(worlds)
}

fn person(world: &World, database: &str, email: &str) -> Outcome {
    world.configure(&format!(
        r#"
resource "scalingo_database_collaborator" "one" {{
  database = {database:?}
  email    = {email:?}
}}
"#
    ))
}

#[tokio::test]
async fn person_on_a_database_is_invited_with_the_full_role_and_removed() -> Outcome {
    for (world, _) in with_database().await? {
        person(&world, "my-db", "ann@example.com")?;
        world.apply().await?;
        let people = world.emulator.collaborators("my-db")?;
        assert_eq!(people.len(), 1);
        assert!(!people[0].is_limited);
        world.plan_is_empty().await?;
        world.destroy().await?;
        assert!(world.emulator.collaborators("my-db")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn import_by_name_with_the_id_configured_and_the_reverse_plan_empty() -> Outcome {
    for (world, id) in with_database().await? {
        world
            .emulator
            .add_collaborator("my-db", "Ann@example.com", false)?;
        for (imported, configured) in [("my-db", id.as_str()), (id.as_str(), "my-db")] {
            person(&world, configured, "ann@example.com")?;
            let key = format!("{imported}:ann@example.com");
            let address = "scalingo_database_collaborator.one";
            world.run(["import", address, &key]).await?.success()?;
            world.plan_is_empty().await?;
            world.run(["state", "rm", address]).await?.success()?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn limited_is_no_argument() -> Outcome {
    for (world, _) in with_database().await? {
        world.configure(
            r#"
resource "scalingo_database_collaborator" "one" {
  database = "my-db"
  email    = "ann@example.com"
  limited  = true
}
"#,
        )?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: Unsupported argument"),
            "{failure}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn letter_case_and_renewal_plan_nothing() -> Outcome {
    for (world, _) in with_database().await? {
        person(&world, "my-db", "Ann@example.com")?;
        world.apply().await?;
        world
            .emulator
            .reinvite_collaborator("my-db", "ann@example.com")?;
        person(&world, "my-db", "ann@example.com")?;
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn somebody_on_the_database_already_is_an_error_unless_adopted() -> Outcome {
    for (world, _) in with_database().await? {
        world
            .emulator
            .add_collaborator("my-db", "ann@example.com", false)?;
        world.emulator.accept("my-db", "ann@example.com")?;
        person(&world, "my-db", "ann@example.com")?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: Already a collaborator"),
            "{failure}"
        );
        assert_eq!(
            world
                .emulator
                .count(Method::POST, "/v1/apps/*/collaborators"),
            0
        );
    }
    Ok(())
}

#[tokio::test]
async fn unknown_database_is_named_by_its_attribute() -> Outcome {
    for (world, _) in with_database().await? {
        person(&world, "no-such-db", "ann@example.com")?;
        let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
        insta::allow_duplicates! {
            insta::assert_snapshot!(failure, @r#"
            warning: No such database yet: no-such-db
            at resource "scalingo_database_collaborator" "one": database = "no-such-db"
            No database "no-such-db" is visible to this token yet. Unless something creates it before the invitation is sent, the apply will fail. To invite somebody to an app of this configuration, refer to the app (app = scalingo_app.<name>.id).
            ---
            error: No such database
            at resource "scalingo_database_collaborator" "one": database = "no-such-db"
            No database "no-such-db" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the database.
            "#);
        }
    }
    Ok(())
}
