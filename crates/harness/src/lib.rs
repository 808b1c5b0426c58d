//! Drives the real Terraform with a provider built here, in a temporary folder
//! that is gone afterwards.
//!
//! Tests, the demo and the benchmark share this; nothing of it is in the
//! provider. Terraform runs with an environment of its own: no user's
//! configuration, token or plugin folder reaches it.

mod diagnostics;
mod newer;
mod program;
mod run;
mod terraform;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;
use tokio::process::Command;

pub use diagnostics::Diagnostic;
pub use newer::interpreter as python;
pub use run::Run;
pub use terraform::Which;

use program::Terraform;

/// The source address the provider has in these folders.
pub const SOURCE: &str = "terraform.local/scalingo/scalingo";

/// The block that every configuration of the provider needs.
pub const REQUIREMENT: &str = r#"terraform {
  required_providers {
    scalingo = {
      source = "terraform.local/scalingo/scalingo"
    }
  }
}
"#;

/// The official provider's source address. The build under test stands in for
/// it too, so that a state which names it can be taken over.
pub const OFFICIAL_SOURCE: &str = "registry.terraform.io/scalingo/scalingo";

/// The same where the default registry is `OpenTofu`'s.
const OFFICIAL_SOURCE_OF_OPENTOFU: &str = "registry.opentofu.org/scalingo/scalingo";

/// No Terraform command of ours takes this long.
const LIMIT: Duration = Duration::from_mins(10);

/// A folder with a Terraform configuration, state, and an environment.
#[derive(Debug)]
pub struct Workspace {
    folder: TempDir,
    terraform: Terraform,
    environment: Vec<(OsString, OsString)>,
}

impl Workspace {
    /// An empty folder whose provider is the binary in `provider_folder`, for
    /// the Terraform on the `PATH`, or the newer one when the environment
    /// variable `SCALINGO_TEST_TERRAFORM` is `newer`.
    ///
    /// The error says what to install when there is no Terraform.
    pub async fn new(provider_folder: &Path) -> anyhow::Result<Self> {
        Self::on(Which::by_environment()?, provider_folder).await
    }

    /// The same for this Terraform.
    pub async fn on(which: Which, provider_folder: &Path) -> anyhow::Result<Self> {
        let sources = [SOURCE, OFFICIAL_SOURCE, OFFICIAL_SOURCE_OF_OPENTOFU];
        Self::make(which, &sources, provider_folder).await
    }

    /// The same as [`new`](Self::new) for a provider with another source address.
    pub async fn with_source(source: &str, provider_folder: &Path) -> anyhow::Result<Self> {
        Self::make(Which::by_environment()?, &[source], provider_folder).await
    }

    async fn make(which: Which, sources: &[&str], provider_folder: &Path) -> anyhow::Result<Self> {
        let terraform = terraform::find(which).await?;
        let folder = tempfile::Builder::new()
            .prefix("terraform-provider-scalingo-")
            .tempdir()
            .context("cannot make a temporary folder")?;
        let config = folder.path().join("terraform.rc");
        std::fs::write(&config, cli_config(sources, provider_folder))
            .with_context(|| format!("cannot write {}", config.display()))?;
        let mut workspace = Self {
            folder,
            terraform,
            environment: Vec::new(),
        };
        workspace.set("TF_CLI_CONFIG_FILE", config);
        workspace.set("HOME", workspace.path().to_owned());
        workspace.set("CHECKPOINT_DISABLE", "1");
        workspace.set("TF_IN_AUTOMATION", "1");
        for inherited in ["PATH", "TMPDIR", "SSL_CERT_FILE"] {
            if let Some(value) = std::env::var_os(inherited) {
                workspace.set(inherited, value);
            }
        }
        Ok(workspace)
    }

    /// Where the configuration and the state are.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Sets an environment variable for the commands to come.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.unset(name);
        self.environment.push((name.into(), value.into()));
    }

    /// Takes an environment variable away again.
    pub fn unset(&mut self, name: &str) {
        self.environment.retain(|(known, _)| known != name);
    }

    /// Writes a file of the configuration.
    pub fn write(&self, file: &str, text: &str) -> anyhow::Result<()> {
        let path = self.path().join(file);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Reads a file of the folder.
    pub fn read(&self, file: &str) -> anyhow::Result<String> {
        let path = self.path().join(file);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Runs Terraform to its end and gives what it said; a failure of the
    /// command itself is not an error here.
    pub async fn terraform<I>(&self, arguments: I) -> anyhow::Result<Run>
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let child = self
            .command(arguments)
            .spawn()
            .context("cannot start Terraform")?;
        Run::of(child, LIMIT).await
    }

    /// A Terraform command that is not started yet, its output piped, killed
    /// when dropped.
    pub fn command<I>(&self, arguments: I) -> Command
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let mut command = self.terraform.command();
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// The state as JSON: `terraform show -json`.
    pub async fn state(&self) -> anyhow::Result<serde_json::Value> {
        let run = self.terraform(["show", "-json"]).await?.success()?;
        serde_json::from_str(&run.stdout).context("terraform show -json printed no JSON")
    }

    /// The addresses in the state, sorted.
    pub async fn addresses(&self) -> anyhow::Result<Vec<String>> {
        let run = self.terraform(["state", "list"]).await?;
        let mut addresses: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
        addresses.sort();
        Ok(addresses)
    }
}

fn cli_config(sources: &[&str], provider_folder: &Path) -> String {
    let folder = provider_folder.to_string_lossy();
    let overrides: Vec<String> = sources
        .iter()
        .map(|source| format!("    {source:?} = {folder:?}"))
        .collect();
    let overrides = overrides.join("\n");
    format!("provider_installation {{\n  dev_overrides {{\n{overrides}\n  }}\n  direct {{}}\n}}\n")
}
