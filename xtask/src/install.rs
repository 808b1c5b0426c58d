//! Puts the provider where plain `terraform init` and `tofu init` find it, and
//! takes it away again.

mod folder;
mod receipt;

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use harness::SOURCE;

use crate::build;
use crate::names;
use crate::platform::Platform;
use crate::project::VERSION;
use receipt::Receipt;

#[derive(clap::Args)]
pub(crate) struct Install {
    /// The cargo profile to build with
    #[arg(long, default_value = "release")]
    profile: String,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
pub(crate) struct Place {
    /// A filesystem mirror to use instead of the user's plugin folder
    #[arg(long, value_name = "DIR")]
    plugin_dir: Option<PathBuf>,
}

impl Place {
    fn mirror(&self) -> anyhow::Result<PathBuf> {
        match &self.plugin_dir {
            Some(folder) => std::path::absolute(folder)
                .with_context(|| format!("cannot resolve {}", folder.display())),
            None => folder::of_user(),
        }
    }
}

/// Builds the provider and installs it. The block to paste is all there is on
/// standard output.
pub(crate) async fn install(options: Install) -> anyhow::Result<()> {
    let mirror = options.place.mirror()?;
    let built = build::provider(&options.profile).await?;
    let platform = Platform::here();
    let package = names::in_mirror(&mirror)
        .join(VERSION)
        .join(platform.to_string());
    let installed = package.join(names::binary(&platform));
    let replaced = place(&built, &installed, &mirror)?;
    eprintln!(
        "Installed {} for Terraform and OpenTofu.\n",
        installed.display()
    );
    println!("{}", required_providers());
    eprint!("{}", advice(&options.place, &mirror, replaced)?);
    Ok(())
}

/// Removes what `install` put there, and the empty folders it made.
pub(crate) fn uninstall(place: &Place) -> anyhow::Result<()> {
    let mirror = place.mirror()?;
    let receipt_path = receipt_path(&mirror);
    let Some(receipt) = Receipt::read(&receipt_path)? else {
        println!(
            "Nothing of `cargo xtask install` is in {}.",
            mirror.display()
        );
        return Ok(());
    };
    let left = receipt.undo(&receipt_path)?;
    println!("Uninstalled the provider from {}.", mirror.display());
    for path in left {
        println!(
            "Left alone, it is not what was installed: {}",
            path.display()
        );
    }
    Ok(())
}

/// Copies the binary and notes it in the receipt. Says whether another build of
/// the same version was there.
fn place(built: &Path, installed: &Path, mirror: &Path) -> anyhow::Result<bool> {
    let receipt_path = receipt_path(mirror);
    let mut receipt = Receipt::read(&receipt_path)?.unwrap_or_default();
    ensure!(
        !installed.exists() || receipt.lists(installed),
        "{} is there already, and not from `cargo xtask install`; move it away first",
        installed.display()
    );
    let folder = installed.parent().context("the package is in no folder")?;
    receipt.make_folders(folder)?;
    let replaced = receipt.note(built, installed)?;
    receipt.write(&receipt_path)?;
    folder::copy_program(built, installed)?;
    Ok(replaced)
}

/// Beside the versions: Terraform passes over a file that is no archive there.
fn receipt_path(mirror: &Path) -> PathBuf {
    names::in_mirror(mirror).join("installed-by-xtask.json")
}

fn required_providers() -> String {
    format!(
        r#"terraform {{
  required_providers {{
    scalingo = {{
      source = "{SOURCE}"
    }}
  }}
}}"#
    )
}

fn advice(place: &Place, mirror: &Path, replaced: bool) -> anyhow::Result<String> {
    let mut advice = match place.plugin_dir {
        Some(_) => use_of_mirror(mirror),
        None => use_of_plugin_folder(mirror)?,
    };
    if replaced {
        advice.push_str(
            "This build replaces another one of the same version: where that was in use, take its block \
             out of .terraform.lock.hcl before `init`, or the checksum will not match.\n",
        );
    }
    Ok(advice)
}

fn use_of_mirror(mirror: &Path) -> String {
    format!(
        "\nPaste this block into a configuration and run `terraform init -plugin-dir={0}` \
         or `tofu init -plugin-dir={0}`.\n",
        mirror.display()
    )
}

fn use_of_plugin_folder(mirror: &Path) -> anyhow::Result<String> {
    let usual =
        "\nPaste this block into a configuration and run `terraform init` or `tofu init`.\n";
    let Some(config) = folder::config_with_own_installation()? else {
        return Ok(usual.to_owned());
    };
    Ok(format!(
        "{usual}{} has a provider_installation block, so {} is not searched by itself. Add to the block:\n\n  \
         filesystem_mirror {{\n    path    = \"{}\"\n    include = [{SOURCE:?}]\n  }}\n",
        config.display(),
        mirror.display(),
        mirror.display(),
    ))
}
