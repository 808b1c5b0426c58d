//! The examples that need a newer Terraform than the others.

use std::path::Path;

use super::applied::{example, places, stage, what_is_there_already};
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
