//! Every example of data sources and functions, as a user would run it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::world::{Outcome, World};

/// The folders whose files these tests run, below `examples`.
const FOLDERS: [&str; 2] = ["data-sources/scalingo_collaborators", "functions"];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Every file below `folder`, sorted.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The apps and people that the examples speak of. Carol has two-factor on.
async fn stage() -> anyhow::Result<World> {
    let world = World::new().await?;
    world.emulator.add_app("my-api")?;
    for (app, email, limited) in [
        ("my-app", "carol@example.com", false),
        ("my-app", "dave@example.com", false),
        ("my-api", "Carol@example.com", true),
    ] {
        world.emulator.add_collaborator(app, email, limited)?;
    }
    world.emulator.accept("my-app", "carol@example.com")?;
    world
        .emulator
        .set_tfa("my-app", "carol@example.com", Some(true))?;
    world.configure("")?;
    Ok(world)
}

/// A stage with one example beside the provider requirement.
async fn stage_with(example: &str) -> anyhow::Result<World> {
    let world = stage().await?;
    let text = std::fs::read_to_string(examples().join(example))?;
    world.workspace.write("example.tf", &text)?;
    Ok(world)
}

/// The value of an output after an apply.
async fn output(world: &World, name: &str) -> anyhow::Result<Value> {
    world.apply().await?;
    let state = world.workspace.state().await?;
    Ok(state["values"]["outputs"][name]["value"].clone())
}

#[tokio::test]
async fn every_file_is_formatted_applies_and_then_plans_empty() -> Outcome {
    let mut ran = Vec::new();
    for folder in FOLDERS {
        for file in files(&examples().join(folder))? {
            let world = stage().await?;
            let text = std::fs::read_to_string(&file)?;
            world.workspace.write("example.tf", &text)?;
            world
                .run(["fmt", "-check", "-diff", "example.tf"])
                .await?
                .success()?;
            let applied = world.apply().await?;
            assert_eq!(world.diagnostics(&applied)?, "", "{}", file.display());
            world.plan_is_empty().await?;
            ran.push(file.strip_prefix(examples())?.display().to_string());
        }
    }
    assert_eq!(
        ran,
        [
            "data-sources/scalingo_collaborators/csv.tf",
            "data-sources/scalingo_collaborators/data-source.tf",
            "data-sources/scalingo_collaborators/json.tf",
            "data-sources/scalingo_collaborators/two-factor.tf",
            "data-sources/scalingo_collaborators/unmanaged.tf",
            "functions/import_id/function.tf",
            "functions/normalize_emails/function.tf"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn csv_is_read_back_as_it_was() -> Outcome {
    let world = stage_with("data-sources/scalingo_collaborators/csv.tf").await?;
    let status = "new, \"so called\"";
    world
        .emulator
        .set_status("my-app", "dave@example.com", status)?;
    world.workspace.write(
        "read_back.tf",
        "output \"read_back\" {\n  value = csvdecode(local.access_csv)\n}\n",
    )?;
    let row = |app: &str, email: &str, role: &str, status: &str, two_factor: &str| {
        json!({
            "app": app, "email": email, "role": role, "status": status, "two_factor": two_factor,
        })
    };
    assert_eq!(
        output(&world, "read_back").await?,
        json!([
            row("my-api", "Carol@example.com", "limited", "pending", ""),
            row("my-app", "carol@example.com", "full", "accepted", "on"),
            row("my-app", "dave@example.com", "full", status, ""),
        ])
    );
    Ok(())
}

#[tokio::test]
async fn json_holds_owner_and_people_of_each_app() -> Outcome {
    let world = stage_with("data-sources/scalingo_collaborators/json.tf").await?;
    let text = output(&world, "access_json").await?;
    let parsed: Value = serde_json::from_str(text.as_str().unwrap())?;
    let person = |email: &str, role: &str, status: &str, two_factor: Option<bool>| json!({"email": email, "role": role, "status": status, "two_factor": two_factor});
    assert_eq!(
        parsed,
        json!({
            "my-api": {
                "owner": "owner@example.com",
                "collaborators": [person("Carol@example.com", "limited", "pending", None)],
            },
            "my-app": {
                "owner": "owner@example.com",
                "collaborators": [
                    person("carol@example.com", "full", "accepted", Some(true)),
                    person("dave@example.com", "full", "pending", None),
                ],
            },
        })
    );
    Ok(())
}

#[tokio::test]
async fn check_names_who_has_no_two_factor() -> Outcome {
    let world = stage_with("data-sources/scalingo_collaborators/two-factor.tf").await?;
    for (app, email) in [
        ("my-app", "dave@example.com"),
        ("my-api", "Carol@example.com"),
    ] {
        world.emulator.accept(app, email)?;
        world.emulator.set_tfa(app, email, Some(app == "my-api"))?;
    }
    let run = world.run(["plan", "-json"]).await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(
        said.starts_with("warning: Check block assertion failed"),
        "{said}"
    );
    assert!(
        said.ends_with("No two-factor authentication: dave@example.com."),
        "{said}"
    );
    Ok(())
}

#[tokio::test]
async fn unmanaged_people_are_those_no_resource_manages() -> Outcome {
    let world = stage_with("data-sources/scalingo_collaborators/unmanaged.tf").await?;
    let expected = json!(["carol@example.com", "dave@example.com"]);
    assert_eq!(output(&world, "unmanaged").await?, expected);
    assert_eq!(output(&world, "unmanaged").await?, expected);
    assert_eq!(world.people()?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn access_review_shows_everybody_and_whoever_no_team_file_names() -> Outcome {
    let world = stage().await?;
    world
        .emulator
        .set_tfa("my-app", "carol@example.com", Some(false))?;
    std::fs::remove_file(world.workspace.path().join("main.tf"))?;
    for name in ["main.tf", "outputs.tf", "variables.tf", "versions.tf"] {
        let text = std::fs::read_to_string(examples().join("access-review").join(name))?;
        world.workspace.write(name, &text)?;
    }
    world.run(["fmt", "-check"]).await?.success()?;
    let owner = world.emulator.user().email.clone();
    let team = format!("team = [\"Carol@example.com\", {owner:?}]\n");
    world.workspace.write("terraform.tfvars", &team)?;
    let markdown = output(&world, "markdown").await?;
    let shown = markdown.as_str().unwrap().replace(&owner, "<owner>");
    insta::assert_snapshot!(shown, @r"
    | person | my-api | my-app |
    | --- | --- | --- |
    | `carol@example.com` | limited (pending) | full |
    | `dave@example.com` |  | full (pending) |
    | `<owner>` | owner | owner |
    ");
    let csv = output(&world, "csv").await?;
    let lines: Vec<&str> = csv.as_str().unwrap().lines().collect();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert!(
        lines.contains(&r#""my-app","carol@example.com","full","accepted","off""#),
        "{lines:?}"
    );
    let entries: Value = serde_json::from_str(output(&world, "json").await?.as_str().unwrap())?;
    assert_eq!(entries.as_array().map(Vec::len), Some(5));
    let pending = json!(["Carol@example.com on my-api", "dave@example.com on my-app"]);
    assert_eq!(output(&world, "pending").await?, pending);
    let without = json!(["carol@example.com"]);
    assert_eq!(output(&world, "without_two_factor").await?, without);
    assert_eq!(
        output(&world, "unknown").await?,
        json!(["dave@example.com"])
    );
    Ok(())
}
