//! The newer Terraform.

use anyhow::Context;
use harness::{Which, Workspace};

use crate::project;

/// Fetches it unless it is there, and prints its version.
pub(crate) async fn fetch() -> anyhow::Result<()> {
    let workspace = Workspace::on(Which::Newer, &project::root()).await?;
    let run = workspace.terraform(["version"]).await?.success()?;
    let version = run.stdout.lines().next().context("it has no version")?;
    println!("{version} is there.");
    Ok(())
}
