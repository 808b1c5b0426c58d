//! Examples of the provider and of resources, run as a user would. Those of data
//! sources and functions are in `../examples.rs`, the module `examples/team` in
//! `../team_file`.

use std::path::{Path, PathBuf};

use emulator::Emulator;
use harness::Run;
use tokio::process::Command;

use super::{files, root, validate};
use crate::world::{Outcome, World};

pub(super) fn example(path: &str) -> PathBuf {
    root().join("examples").join(path)
}

/// The places that the examples speak of, with nobody on them. The user of the
/// token is invited to that of a partner; the link.
pub(super) fn places(emulator: &Emulator) -> anyhow::Result<String> {
    emulator.add_app("my-api")?;
    emulator.add_database("my-orders-db")?;
    let partner = emulator.add_user("partner", "partner@example.com")?;
    emulator.add_app_owned_by("partner-app", &partner)?;
    let own = &emulator.user().email;
    let invited = emulator.add_collaborator("partner-app", own, false)?;
    Ok(invited.invitation_link)
}

/// A world with one example as its configuration.
async fn world_with(path: &Path) -> anyhow::Result<World> {
    stage(World::new().await?, path)
}

/// That world with the places of the examples and this one as configuration.
pub(super) fn stage(mut world: World, path: &Path) -> anyhow::Result<World> {
    let link = places(&world.emulator)?;
    world.workspace.set("TF_VAR_invitation_link", link);
    world.workspace.set("TF_VAR_session_secret", "s3cret");
    let text = std::fs::read_to_string(path)?;
    if text.contains("required_providers") {
        world.workspace.write("main.tf", &text)?;
    } else {
        world.configure(&text)?;
    }
    Ok(world)
}

/// Whether the apply changed what it should, said nothing, and left no change.
async fn applies_once(world: &World, path: &Path) -> anyhow::Result<Run> {
    let applied = world.apply().await?;
    assert_eq!(world.diagnostics(&applied)?, "", "{}", path.display());
    let plan = world.plan().await?;
    assert_eq!(plan.code, 0, "{}: {}", path.display(), plan.stdout);
    Ok(applied)
}

/// Examples whose files belong together.
const MODULES: [&str; 4] = ["access-review", "onboarding", "team", "service-account"];

#[tokio::test]
async fn every_example_file_is_formatted_and_valid() -> Outcome {
    for path in files(&example(""), "tf")? {
        let is_in_a_module = MODULES
            .iter()
            .any(|module| path.starts_with(example(module)));
        let is_newer =
            path.ends_with("import-by-identity.tf") || path.starts_with(example("actions"));
        if is_in_a_module || is_newer {
            continue; // validated below, as a whole; and in `newer.rs`
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut together = vec![(name, std::fs::read_to_string(&path)?)];
        if path.ends_with("import.tf") {
            let resource = std::fs::read_to_string(path.with_file_name("resource.tf"))?;
            together.push(("resource.tf".to_owned(), resource));
        }
        validate(&path.display().to_string(), &together).await?;
    }
    for module in MODULES {
        let mut parts = Vec::new();
        for ending in ["tf", "hcl", "tftpl"] {
            for path in files(&example(module), ending)? {
                let name = path.strip_prefix(example(module))?.display().to_string();
                parts.push((name, std::fs::read_to_string(&path)?));
            }
        }
        validate(module, &parts).await?;
    }
    Ok(())
}

#[tokio::test]
async fn examples_of_provider_and_resources_apply_and_then_plan_empty() -> Outcome {
    let mut paths = files(&example("provider"), "tf")?;
    paths.extend(files(&example("resources"), "tf")?);
    let is_import =
        |path: &PathBuf| path.ends_with("import.tf") || path.ends_with("import-by-identity.tf");
    paths.retain(|path| !is_import(path));
    assert!(paths.len() >= 4, "{paths:?}");
    for path in &paths {
        let world = world_with(path).await?;
        applies_once(&world, path).await?;
        let calls = world.emulator.requests();
        assert!(calls.iter().any(|call| call.effect));
    }
    Ok(())
}

#[tokio::test]
async fn example_of_the_app_data_source_applies() -> Outcome {
    let path = example("data-sources/scalingo_app/data-source.tf");
    let world = world_with(&path).await?;
    applies_once(&world, &path).await?;
    let state = world.workspace.state().await?;
    let owner = &state["values"]["outputs"]["owner"]["value"];
    assert_eq!(*owner, world.emulator.user().username.as_str());
    Ok(())
}

/// Makes what the import examples import.
pub(super) fn what_is_there_already(emulator: &Emulator) -> Outcome {
    emulator.add_app("my-shop-2026")?;
    emulator.add_collaborator("my-app", "ann@example.com", false)?;
    emulator.add_collaborator("my-orders-db", "ann@example.com", false)?;
    emulator.accept("partner-app", &emulator.user().email)?;
    Ok(())
}

/// Terraform as a function of the shell: the one of these tests need not be on
/// the `PATH`.
fn as_function(terraform: &std::process::Command) -> String {
    let words = std::iter::once(terraform.get_program()).chain(terraform.get_args());
    let words: Vec<String> = words.map(|word| format!("'{}'", word.display())).collect();
    format!("terraform() {{ command {} \"$@\"; }}", words.join(" "))
}

/// Runs a shell script in the folder and the environment of Terraform.
pub(super) async fn shell(world: &World, script: &Path) -> anyhow::Result<Run> {
    let terraform = world.workspace.command([""; 0]);
    let environment = terraform.as_std().get_envs();
    let function = as_function(terraform.as_std());
    let script = format!("{function}\n. '{}'", script.display());
    let output = Command::new("sh")
        .args(["-e", "-c", &script])
        .current_dir(world.workspace.path())
        .env_clear()
        .envs(environment.filter_map(|(name, value)| Some((name, value?))))
        .output()
        .await?;
    Ok(Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout)?,
        stderr: String::from_utf8(output.stderr)?,
    })
}

#[tokio::test]
async fn import_examples_import_in_both_forms_without_an_email() -> Outcome {
    let mut resources = 0;
    for path in files(&example("resources"), "tf")? {
        if !path.ends_with("import.tf") {
            continue;
        }
        let resource = path.with_file_name("resource.tf");
        let world = world_with(&resource).await?;
        what_is_there_already(&world.emulator)?;
        world
            .workspace
            .write("import.tf", &std::fs::read_to_string(&path)?)?;
        let planned = world.planned().await?;
        let said = world.run(["plan", "-no-color"]).await?.success()?;
        assert!(
            said.stdout.contains("1 to import"),
            "{planned:?} {}",
            said.stdout
        );

        let world = world_with(&resource).await?;
        what_is_there_already(&world.emulator)?;
        shell(&world, &path.with_file_name("import.sh"))
            .await?
            .success()?;
        assert_eq!(world.workspace.addresses().await?.len(), 1);
        assert!(world.emulator.emails_sent().is_empty());
        resources += 1;
    }
    assert_eq!(resources, files(&example("resources"), "sh")?.len());
    Ok(())
}
