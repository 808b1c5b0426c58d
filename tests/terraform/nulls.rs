//! Null is not a value: a required attribute that is null is refused before
//! anything is sent, at validate or, when it becomes known only then, at plan.

use crate::world::{Outcome, World};

const SUMMARY: &str = "Required attribute is null";

/// Every required attribute: its block, its name, and what stands beside it.
const REQUIRED: [(&str, &str, &str); 10] = [
    (
        r#"resource "scalingo_collaborator""#,
        "app",
        r#"email = "a@example.com""#,
    ),
    (
        r#"resource "scalingo_collaborator""#,
        "email",
        r#"app = "my-app""#,
    ),
    (
        r#"resource "scalingo_database_collaborator""#,
        "database",
        r#"email = "a@example.com""#,
    ),
    (
        r#"resource "scalingo_database_collaborator""#,
        "email",
        r#"database = "my-db""#,
    ),
    (
        r#"resource "scalingo_collaborators""#,
        "app",
        "collaborators = []",
    ),
    (
        r#"resource "scalingo_collaborators""#,
        "collaborators",
        r#"app = "my-app""#,
    ),
    (
        r#"resource "scalingo_database_collaborators""#,
        "database",
        "collaborators = []",
    ),
    (
        r#"resource "scalingo_database_collaborators""#,
        "collaborators",
        r#"database = "my-db""#,
    ),
    (r#"resource "scalingo_app""#, "name", ""),
    (r#"data "scalingo_app""#, "name", ""),
];

/// Runs the command with `value` for each required attribute in turn: it must
/// fail, name the attribute and send nothing.
async fn refused<const N: usize>(command: [&str; N], head: &str, value: &str) -> Outcome {
    let world = World::new().await?;
    for (block, attribute, beside) in REQUIRED {
        let body = format!("{attribute} = {value}\n{beside}");
        world.configure(&format!("{head}\n{block} \"one\" {{\n{body}\n}}\n"))?;
        let said = world.run(command).await?.expect_code(1)?.stdout;
        assert!(said.contains(SUMMARY), "{block}: {said}");
        let named = format!("expected for {attribute},");
        assert!(said.contains(&named), "{block}: {said}");
    }
    assert!(world.emulator.take_requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn null_is_refused_by_validate_for_every_required_attribute() -> Outcome {
    refused(["validate", "-json"], "", "null").await
}

#[tokio::test]
async fn null_that_a_variable_brings_is_refused_by_the_plan() -> Outcome {
    let variable = "variable \"one\" {\n  default = null\n}\n";
    refused(["plan", "-json"], variable, "var.one").await
}

#[tokio::test]
async fn null_that_an_output_brings_during_the_apply_invites_nobody() -> Outcome {
    let world = World::new().await?;
    world.configure(
        r#"
resource "terraform_data" "email" {
  input = null
}

resource "scalingo_collaborator" "one" {
  app   = "my-app"
  email = terraform_data.email.output
}
"#,
    )?;
    let said = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(said.contains(SUMMARY), "{said}");
    assert!(world.people()?.is_empty());
    Ok(())
}
