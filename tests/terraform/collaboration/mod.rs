//! `scalingo_collaboration`: the account whose token is in use works on an app.

mod life;
mod newer;
mod outcomes;
mod refusals;
mod service_account;

use emulator::{Emulator, User};

use crate::world::{Outcome, World};

const ADDRESS: &str = "scalingo_collaboration.own";
const ACCEPTANCE: &str = "/v1/apps/collaboration";

/// A world whose token is that of `robot`, who is on no app. `my-app` belongs
/// to `owner`.
async fn robot() -> anyhow::Result<(World, User)> {
    with_robot(World::new().await?)
}

fn with_robot(mut world: World) -> anyhow::Result<(World, User)> {
    let robot = world.emulator.add_user("robot", "robot@example.com")?;
    world.workspace.set("SCALINGO_API_TOKEN", &*robot.api_token);
    own(&world, "my-app", "")?;
    Ok((world, robot))
}

/// The variable that [`invite`] sets.
const LINK: &str = r#"
variable "link" {
  type      = string
  ephemeral = true
  default   = null
}
"#;

/// One collaboration `own` on this app, whose link comes from outside.
fn own(world: &World, app: &str, arguments: &str) -> Outcome {
    world.configure(&format!(
        r#"
{LINK}
resource "scalingo_collaboration" "own" {{
  app                = {app:?}
  invitation_link_wo = var.link
  {arguments}
}}
"#
    ))
}

/// An invitation of the robot to an app. Its link, which the next commands get.
fn invite(world: &mut World, app: &str) -> anyhow::Result<String> {
    let invited = world
        .emulator
        .add_collaborator(app, "robot@example.com", false)?;
    let link = invited.invitation_link;
    world.workspace.set("TF_VAR_link", &*link);
    Ok(link)
}

/// A robot that has joined `my-app` by its link, which is then forgotten.
async fn joined() -> anyhow::Result<(World, User)> {
    let (mut world, robot) = robot().await?;
    invite(&mut world, "my-app")?;
    world.apply().await?;
    world.workspace.unset("TF_VAR_link");
    assert_eq!(world.people()?, [ACCEPTED]);
    world.emulator.take_requests();
    Ok((world, robot))
}

const ACCEPTED: &str = "robot@example.com full accepted";

/// How often somebody tried to accept.
fn acceptances(emulator: &Emulator) -> usize {
    emulator.count(emulator::Method::GET, ACCEPTANCE)
}
