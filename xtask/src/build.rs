//! Builds the provider with cargo and says where it is.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::process::Command;

/// The name of the binary, without the ending some systems add.
pub(crate) const BINARY: &str = "terraform-provider-scalingo";

/// Builds the provider and returns the path of the binary.
pub(crate) async fn provider(profile: &str) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--locked", "--package", BINARY, "--bin", BINARY])
        .args([
            "--profile",
            profile,
            "--message-format=json-render-diagnostics",
        ])
        .stderr(std::process::Stdio::inherit())
        .output()
        .await
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "the provider does not build");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| executable(&message))
        .context("cargo built no provider binary")
}

fn executable(message: &Value) -> Option<PathBuf> {
    message.get("executable")?.as_str().map(PathBuf::from)
}
