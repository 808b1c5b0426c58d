//! The examples that need a newer Terraform than the others.

use std::path::Path;

use super::applied::{example, places, shell, stage, what_is_there_already};
use super::files;
use crate::world::{Outcome, World};

/// The id that stands in the examples.
const ID: &str = "5343eccd646aa30012620000";

/// The id of what an example of this type imports.
fn id(world: &World, path: &Path) -> anyhow::Result<String> {
    let folder = path.parent().unwrap().file_name().unwrap();
    let name = match folder.to_str() {
        Some("scalingo_app") => "my-shop-2026",
        Some("scalingo_collaboration") => "partner-app",
        Some(name) if name.contains("database") => {
            return Ok(world
                .emulator
                .collaborators("my-orders-db")?
                .remove(0)
                .app_id);
        }
        _ => "my-app",
    };
    Ok(world.emulator.app(name)?.id)
}

#[tokio::test]
async fn examples_import_by_identity() -> Outcome {
    let mut imported = 0;
    for path in files(&example("resources"), "tf")? {
        if !path.ends_with("import-by-identity.tf") {
            continue;
        }
        let world = stage(World::newer().await?, &path.with_file_name("resource.tf"))?;
        what_is_there_already(&world.emulator)?;
        let text = std::fs::read_to_string(&path)?;
        world.workspace.write("import.tf", &text)?;
        world
            .run(["fmt", "-check", "-diff", "import.tf"])
            .await?
            .success()?;
        let text = text.replace(ID, &id(&world, &path)?);
        world.workspace.write("import.tf", &text)?;
        let run = world.run(["plan", "-no-color"]).await?.success()?;
        assert!(
            run.stdout.contains("1 to import"),
            "{}: {}",
            path.display(),
            run.stdout
        );
        imported += 1;
    }
    assert_eq!(imported, 6);
    Ok(())
}

#[tokio::test]
async fn examples_of_list_resources_find_what_is_there() -> Outcome {
    let mut ran = 0;
    for path in files(&example("list-resources"), "hcl")? {
        let world = World::newer().await?;
        places(&world.emulator)?;
        what_is_there_already(&world.emulator)?;
        world.configure("")?;
        let text = std::fs::read_to_string(&path)?;
        world.workspace.write("example.tfquery.hcl", &text)?;
        let check = ["fmt", "-check", "-diff", "example.tfquery.hcl"];
        world.run(check).await?.success()?;
        world.run(["validate", "-query"]).await?.success()?;
        let run = world.run(["query", "-no-color"]).await?.success()?;
        assert!(
            !run.stdout.contains("0 results"),
            "{}: {}",
            path.display(),
            run.stdout
        );
        ran += 1;
    }
    assert_eq!(ran, 5);
    Ok(())
}

#[tokio::test]
async fn examples_of_actions_are_invoked_and_triggered() -> Outcome {
    let mut ran = 0;
    for path in files(&example("actions"), "tf")? {
        let world = World::newer().await?;
        for email in ["ann@example.com", "ben@example.com", "cleo@example.com"] {
            world.emulator.add_collaborator("my-app", email, true)?;
        }
        let text = std::fs::read_to_string(&path)?;
        world.configure("")?;
        world.workspace.write("example.tf", &text)?;
        let check = ["fmt", "-check", "-diff", "example.tf"];
        world.run(check).await?.success()?;
        world.run(["validate"]).await?.success()?;
        shell(&world, &path.with_file_name("invoke.sh"))
            .await?
            .success()?;
        assert_eq!(world.emulator.emails_sent().len(), 2);
        world.apply().await?;
        world.plan_is_empty().await?;
        let changed = text.replace("2027-01-11", "2027-01-18");
        world.workspace.write("example.tf", &changed)?;
        world.apply().await?;
        assert_eq!(world.emulator.emails_sent().len(), 2 + 3);
        assert_eq!(world.people()?.len(), 3);
        ran += 1;
    }
    assert_eq!(ran, files(&example("actions"), "sh")?.len());
    Ok(())
}

/// Both the Terraform of the `PATH` and the newer one know these.
#[tokio::test]
async fn example_of_the_ephemeral_resource_applies_and_then_plans_empty() -> Outcome {
    let path = example("ephemeral-resources/scalingo_invitation/ephemeral-resource.tf");
    for world in [World::new().await?, World::newer().await?] {
        let mut world = stage(world, &path)?;
        let user = world
            .emulator
            .add_user("service-account", "service-account@example.com")?;
        world
            .workspace
            .set("TF_VAR_service_account_token", user.api_token);
        let applied = world.apply().await?;
        assert_eq!(world.diagnostics(&applied)?, "");
        assert_eq!(
            world.people()?,
            ["service-account@example.com full accepted"]
        );
        world.plan_is_empty().await?;
        world.destroy().await?;
        assert!(world.people()?.is_empty());
    }
    Ok(())
}
