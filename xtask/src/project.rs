//! What the recipes know about this project: where it is, its version, its cargo.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, ensure};
use cargo_metadata::{Metadata, MetadataCommand};
use tokio::process::Command;

/// The version of every crate here: `[workspace.package]` in `Cargo.toml`.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let recipes = Path::new(env!("CARGO_MANIFEST_DIR"));
    recipes.parent().unwrap_or(recipes).to_owned()
}

/// The cargo that runs us, in the folder of the workspace.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).kill_on_drop(true);
    command
}

/// `cargo metadata` of the whole workspace, as the lock file has it.
pub(crate) fn metadata() -> anyhow::Result<Metadata> {
    MetadataCommand::new()
        .current_dir(root())
        .other_options(["--locked".to_owned()])
        .exec()
        .context("cargo metadata failed")
}

/// Runs a command to its end and gives what it printed on standard output.
/// What it prints on standard error is shown.
pub(crate) async fn output(mut command: Command) -> anyhow::Result<String> {
    let program = command.as_std().get_program().to_owned();
    // Not `output()`: that would keep standard error to itself.
    let child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let output = child
        .wait_with_output()
        .await
        .with_context(|| format!("cannot wait for {}", program.display()))?;
    ensure!(
        output.status.success(),
        "{} failed: {}",
        program.display(),
        output.status
    );
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} printed no text", program.display()))
}
