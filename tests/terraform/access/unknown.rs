//! What is not known at plan is not another person, and nobody is removed for
//! it.

use crate::world::{Outcome, World};

use super::writes;

/// `ann` on an app that a data source names; the data source waits for a
/// resource that changes with `version`.
fn behind_a_deferred_data_source(world: &World, version: &str) -> Outcome {
    world.configure(&format!(
        r#"
resource "terraform_data" "change" {{
  input = {version:?}
}}

data "scalingo_app" "app" {{
  name       = "my-app"
  depends_on = [terraform_data.change]
}}

resource "scalingo_collaborator" "one" {{
  app   = data.scalingo_app.app.id
  email = "ann@example.com"
}}
"#
    ))
}

#[tokio::test]
async fn app_of_a_deferred_data_source_changes_nothing() -> Outcome {
    let world = World::new().await?;
    behind_a_deferred_data_source(&world, "1")?;
    world.apply().await?;
    for version in ["2", "3", "4", "5", "6"] {
        behind_a_deferred_data_source(&world, version)?;
        let run = world.apply().await?;
        let said = world.diagnostics(&run)?;
        assert!(
            said.contains("warning: Not known before the apply: app of ann@example.com"),
            "{said}"
        );
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    world.plan_is_empty().await
}

/// `ann` on a database; one of the two attributes comes from an output that
/// changes with `version`.
fn on_a_database(world: &World, unknown: &str, version: usize) -> Outcome {
    let given = |attribute: &str, value: &str| {
        if attribute == unknown {
            format!("{attribute} = split(\" \", terraform_data.{attribute}.output)[0]")
        } else {
            format!("{attribute} = {value:?}")
        }
    };
    let (database, email) = ("my-db", "ann@example.com");
    let value = if unknown == "email" { email } else { database };
    world.configure(&format!(
        r#"
resource "terraform_data" "{unknown}" {{
  input = "{value} {version}"
}}

resource "scalingo_database_collaborator" "one" {{
  {}
  {}
}}
"#,
        given("database", database),
        given("email", email)
    ))
}

#[tokio::test]
async fn database_or_address_of_an_output_that_stays_the_same_changes_nothing() -> Outcome {
    for unknown in ["database", "email"] {
        let world = World::new().await?;
        world.emulator.add_database("my-db")?;
        on_a_database(&world, unknown, 0)?;
        world.apply().await?;
        for version in 1..4 {
            on_a_database(&world, unknown, version)?;
            let run = world.apply().await?;
            let said = world.diagnostics(&run)?;
            let warning = format!("warning: Not known before the apply: {unknown} of ann@");
            assert!(said.contains(&warning), "{said}");
            assert_eq!(writes(&world), [1, 0, 0]);
        }
        world.plan_is_empty().await?;
    }
    Ok(())
}

fn address_of_an_output(world: &World, name: &str) -> Outcome {
    world.configure(&format!(
        r#"
resource "terraform_data" "name" {{
  input = {name:?}
}}

resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "${{split("-", terraform_data.name.output)[0]}}@example.com"
}}
"#
    ))
}

#[tokio::test]
async fn address_of_an_output_that_stays_the_same_changes_nothing() -> Outcome {
    let world = World::new().await?;
    address_of_an_output(&world, "ann-1")?;
    world.apply().await?;
    for name in ["ann-2", "ann-3", "ann-4", "ann-5"] {
        address_of_an_output(&world, name)?;
        world.apply().await?;
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    world.plan_is_empty().await
}

#[tokio::test]
async fn address_that_turns_out_to_be_another_stops_before_anything_is_sent() -> Outcome {
    let world = World::new().await?;
    address_of_an_output(&world, "ann-1")?;
    world.apply().await?;
    address_of_an_output(&world, "ben-1")?;
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("inconsistent final plan"), "{failure}");
    assert_eq!(writes(&world), [1, 0, 0]);
    world.apply().await?;
    assert_eq!(world.people()?, ["ben@example.com full pending"]);
    Ok(())
}

#[tokio::test]
async fn replacement_asked_for_goes_ahead_with_an_address_not_known_yet() -> Outcome {
    let world = World::new().await?;
    address_of_an_output(&world, "ann-1")?;
    world.apply().await?;
    address_of_an_output(&world, "ben-1")?;
    let replace = "-replace=scalingo_collaborator.one";
    world
        .run(["apply", "-auto-approve", replace])
        .await?
        .success()?;
    assert_eq!(world.people()?, ["ben@example.com full pending"]);
    world.plan_is_empty().await
}
