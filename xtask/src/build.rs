//! Builds the provider with cargo and says where it is.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::project;

/// The name of the binary, without the ending some systems add.
pub(crate) const BINARY: &str = "terraform-provider-scalingo";

/// How the provider is built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Build {
    /// The cargo profile.
    pub(crate) profile: String,
    /// The target triple; without one, cargo's own choice.
    pub(crate) target: Option<String>,
    /// Variables set for cargo besides those of this process.
    pub(crate) environment: Vec<(OsString, OsString)>,
}

/// Builds the provider with this profile and returns the path of the binary.
pub(crate) async fn provider(profile: &str) -> anyhow::Result<PathBuf> {
    let build = Build {
        profile: profile.to_owned(),
        ..Build::default()
    };
    build.run().await
}

impl Build {
    /// Builds and returns the path of the binary.
    pub(crate) async fn run(&self) -> anyhow::Result<PathBuf> {
        let mut cargo = project::cargo();
        cargo
            .args(["build", "--locked", "--package", BINARY, "--bin", BINARY])
            .args(["--profile", &self.profile])
            .arg("--message-format=json-render-diagnostics")
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        if let Some(target) = &self.target {
            cargo.args(["--target", target]);
        }
        project::output(cargo)
            .await
            .context("the provider does not build")?
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .find_map(|message| executable(&message))
            .context("cargo built no provider binary")
    }
}

fn executable(message: &Value) -> Option<PathBuf> {
    message.get("executable")?.as_str().map(PathBuf::from)
}
