//! `scalingo_collaborators`: everybody on one app as one resource.

mod beside;
mod database;
mod failures;
#[cfg(unix)]
mod interrupt;
mod life;
mod refusals;
mod unknown;

use emulator::Method;

use crate::world::{Outcome, World};

/// Where the team of these tests is.
const TEAM: &str = "scalingo_collaborators.team";

/// A team of these people on `my-app`, with more arguments.
fn team(world: &World, people: &[&str], arguments: &str) -> Outcome {
    world.configure(&block(people, arguments))
}

fn block(people: &[&str], arguments: &str) -> String {
    format!(
        r#"
resource "scalingo_collaborators" "team" {{
  app           = "my-app"
  collaborators = {people:?}
  {arguments}
}}
"#
    )
}

/// The numbers of invitations, removals and role changes sent so far.
fn writes(world: &World) -> [usize; 3] {
    let count = |method, path| world.emulator.count(method, path);
    [
        count(Method::POST, "/v1/apps/*/collaborators"),
        count(Method::DELETE, "/v1/apps/*/collaborators/*"),
        count(Method::PATCH, "/v1/apps/*/collaborators/*"),
    ]
}

/// Everything a plan that may be carried out says.
async fn said_by_plan(world: &World) -> anyhow::Result<String> {
    let run = world.plan().await?;
    anyhow::ensure!(run.code != 1, "{}", run.stdout);
    world.diagnostics(&run)
}

/// An attribute of the team in the state.
async fn attribute(world: &World, name: &str) -> anyhow::Result<serde_json::Value> {
    Ok(world.attributes(TEAM).await?[name].clone())
}

/// An attribute of the team as it is planned.
async fn planned(world: &World, name: &str) -> anyhow::Result<serde_json::Value> {
    world.run(["plan", "-out=saved"]).await?.success()?;
    let shown = world.run(["show", "-json", "saved"]).await?.success()?;
    let plan: serde_json::Value = serde_json::from_str(&shown.stdout)?;
    Ok(plan["resource_changes"][0]["change"]["after"][name].clone())
}

/// `count` addresses.
fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("user{n}@example.com")).collect()
}
