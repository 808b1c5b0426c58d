//! What a reviewer reads of a plan, and what policies make of it.

use std::path::Path;

use insta::assert_snapshot;
use regorus::Engine;

use crate::jq;
use crate::world::{Outcome, World};

fn example(file: &str) -> anyhow::Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(file);
    Ok(std::fs::read_to_string(path)?)
}

/// What `review.jq` prints for a plan, with these variables around it.
pub(crate) fn reviewed(plan: &str, environment: &str) -> anyhow::Result<String> {
    let code = example("review/review.jq")?;
    let variables = [("$ENV", environment)];
    Ok(jq::outputs(&code, &variables, plan)?.join("\n"))
}

/// What policies deny of a plan, sorted.
pub(crate) fn denied_by(policy: &str, plan: &str) -> anyhow::Result<Vec<String>> {
    let mut engine = Engine::new();
    engine.add_policy("people.rego".to_owned(), policy.to_owned())?;
    engine.set_input(regorus::Value::from_json_str(plan)?);
    let denied = engine.eval_rule("data.main.deny".to_owned())?;
    let mut denied: Vec<String> = serde_json::from_str(&denied.to_json_str()?)?;
    denied.sort();
    Ok(denied)
}

fn denied(plan: &str) -> anyhow::Result<Vec<String>> {
    denied_by(&example("policies/people.rego")?, plan)
}

/// A plan as `terraform show -json` gives it.
pub(crate) async fn plan(world: &World) -> anyhow::Result<String> {
    world.run(["plan", "-out=saved"]).await?.success()?;
    let shown = world.run(["show", "-json", "saved"]).await?.success()?;
    Ok(shown.stdout)
}

/// People by key: address and whether they are limited.
fn declare(world: &World, people: &[(&str, &str, bool)], more: &str) -> Outcome {
    let entry = |(key, email, limited): &(&str, &str, bool)| {
        format!("    {key} = {{ email = {email:?}, limited = {limited} }}\n")
    };
    let entries = people.iter().map(entry).collect::<Vec<_>>().concat();
    world.configure(&format!(
        r#"
locals {{
  people = {{
{entries}  }}
}}

resource "scalingo_collaborator" "people" {{
  for_each = local.people
  app      = "my-app"
  email    = each.value.email
  limited  = each.value.limited
}}
{more}
"#
    ))
}

#[tokio::test]
async fn review_names_everybody_who_gains_or_loses_access_or_changes_role() -> Outcome {
    let world = World::new().await?;
    world.emulator.add_app("my-api")?;
    let other = "resource \"scalingo_collaborator\" \"other\" {\n  app = \"my-api\"\n  email = \"gus@example.com\"\n}\n";
    let before = [
        ("ann", "ann@example.com", false),
        ("ben", "ben@example.com", true),
        ("cat", "cat@example.com", false),
        ("dan", "dan@example.com", false),
        ("eve", "eve@example.com", false),
    ];
    declare(&world, &before, other)?;
    world.apply().await?;
    let forgotten = "removed {\n  from = scalingo_collaborator.other\n  lifecycle {\n    destroy = false\n  }\n}\n";
    let after = [
        ("ann", "Ann@example.com", false),
        ("ben", "ben@example.com", false),
        ("cat", "Kit@example.com", false),
        ("eve", "eve@example.com", false),
        ("fay", "fay@example.com", true),
    ];
    declare(&world, &after, forgotten)?;
    let replace = "-replace=scalingo_collaborator.people[\"eve\"]";
    world
        .run(["plan", "-out=saved", replace])
        .await?
        .success()?;
    let plan = world
        .run(["show", "-json", "saved"])
        .await?
        .success()?
        .stdout;
    assert_snapshot!(reviewed(&plan, "{}")?, @r"
    ### my-app

    - **gains access**: `Kit@example.com` (full)
    - **gains access**: `fay@example.com` (limited)
    - **loses access**: `cat@example.com`
    - **loses access**: `dan@example.com`
    - **changes role**: `ben@example.com` (limited → full)
    - **is removed and invited again**: `eve@example.com`
    ");
    let masked = reviewed(&plan, r#"{"MASK_ADDRESSES": "1"}"#)?;
    assert!(
        masked.contains("`…@example.com`") && !masked.contains("fay@"),
        "{masked}"
    );
    let unset = reviewed(&plan, r#"{"MASK_ADDRESSES": ""}"#)?;
    assert!(unset.contains("fay@"), "{unset}");
    Ok(())
}

#[tokio::test]
async fn review_of_a_plan_without_changes_says_so() -> Outcome {
    let world = World::new().await?;
    world.configure("")?;
    assert_eq!(
        reviewed(&plan(&world).await?, "{}")?,
        "Nobody gains or loses access."
    );
    Ok(())
}

#[tokio::test]
async fn policies_refuse_what_they_should_and_allow_the_rest() -> Outcome {
    let world = World::new().await?;
    let team = [
        ("ann", "ann@example.com", false),
        ("ben", "ben@example.com", true),
        ("cat", "cat@example.com", true),
        ("dan", "dan@example.com", true),
        ("eve", "eve@contractor.example", true),
    ];
    declare(&world, &team, "")?;
    assert_eq!(denied(&plan(&world).await?)?, [""; 0]);
    world.apply().await?;
    let foreign = [
        ("ann", "ann@elsewhere.example", true),
        ("eve", "eve@contractor.example", false),
    ];
    declare(&world, &foreign, "")?;
    assert_eq!(
        denied(&plan(&world).await?)?,
        [
            "4 people lose access, at most 3 may at once",
            "ann@elsewhere.example on my-app: the domain is none of ours",
            "eve@contractor.example on my-app: contractors are limited collaborators",
        ]
    );
    world.emulator.accept("my-app", "ann@example.com")?;
    world
        .emulator
        .set_tfa("my-app", "ann@example.com", Some(false))?;
    declare(&world, &team, "")?;
    assert_eq!(
        denied(&plan(&world).await?)?,
        ["ann@example.com on my-app: full collaborators need two-factor authentication"]
    );
    world
        .emulator
        .set_tfa("my-app", "ann@example.com", Some(true))?;
    assert_eq!(denied(&plan(&world).await?)?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn review_and_policies_read_teams_too() -> Outcome {
    let world = World::new().await?;
    let team = |full: &[&str], limited: &[&str]| {
        world.configure(&format!(
            r#"
data "scalingo_collaborators" "now" {{
  app = "my-app"
}}

resource "scalingo_collaborators" "team" {{
  app                   = "my-app"
  collaborators         = {full:?}
  limited_collaborators = {limited:?}
}}
"#
        ))
    };
    team(
        &["ann@example.com", "ben@example.com"],
        &["cat@example.com"],
    )?;
    world.apply().await?;
    for (email, has_two_factor) in [("ann@example.com", true), ("cat@example.com", false)] {
        world.emulator.accept("my-app", email)?;
        let app = "my-app";
        world.emulator.set_tfa(app, email, Some(has_two_factor))?;
    }
    team(
        &["ann@example.com", "cat@example.com"],
        &["eve@contractor.example"],
    )?;
    let plan = plan(&world).await?;
    assert_snapshot!(reviewed(&plan, "{}")?, @r"
    ### my-app

    - **gains access**: `eve@contractor.example` (limited)
    - **loses access**: `ben@example.com`
    - **changes role**: `cat@example.com` (limited → full)
    ");
    assert_eq!(
        denied(&plan)?,
        ["cat@example.com on my-app: full collaborators need two-factor authentication"]
    );
    Ok(())
}
