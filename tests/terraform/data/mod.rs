//! `scalingo_collaborators`: who may work on which apps.

mod calls;
mod read;
mod refusals;

use serde_json::Value;

use crate::world::World;

const LISTED: &str = "data.scalingo_collaborators.listed";

/// One block `data.scalingo_collaborators.listed` with these arguments.
fn block(arguments: &str) -> String {
    format!("data \"scalingo_collaborators\" \"listed\" {{\n{arguments}\n}}\n")
}

/// What one block with these arguments reads.
async fn read(world: &World, arguments: &str) -> anyhow::Result<Value> {
    world.configure(&block(arguments))?;
    world.apply().await?;
    world.attributes(LISTED).await
}

/// The members of each row under `list`, joined by blanks.
fn rows(read: &Value, list: &str, members: &[&str]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row =
        |row: &Value| -> Vec<String> { members.iter().map(|name| text(&row[name])).collect() };
    let all = read[list].as_array().unwrap();
    all.iter().map(|one| row(one).join(" ")).collect()
}

/// Three people on `my-app`, in an order that is not the one of their addresses.
async fn staffed() -> anyhow::Result<World> {
    let world = World::new().await?;
    for (email, limited) in [
        ("Zoe@example.com", true),
        ("ann@example.com", false),
        ("Bob@example.com", false),
    ] {
        world.emulator.add_collaborator("my-app", email, limited)?;
    }
    world.emulator.accept("my-app", "ann@example.com")?;
    world
        .emulator
        .set_tfa("my-app", "ann@example.com", Some(true))?;
    Ok(world)
}
