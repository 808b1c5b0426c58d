//! Puts the provider where plain `terraform init` and `tofu init` find it, and
//! takes it away again.

mod folder;

use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::{REQUIREMENT, SOURCE};

use crate::build;
use crate::names;
use crate::platform::Platform;
use crate::project::VERSION;

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
    let installed = package(&mirror).join(names::binary(&Platform::here()));
    let replaces_another =
        installed.exists() && std::fs::read(&installed)? != std::fs::read(&built)?;
    folder::copy_program(&built, &installed)?;
    eprintln!(
        "Installed {} for Terraform and OpenTofu.\n",
        installed.display()
    );
    println!("{}", REQUIREMENT.trim_end());
    eprint!("{}", advice(&options.place, &mirror, replaces_another)?);
    Ok(())
}

/// Removes the version that `install` put there, and the folders that are empty
/// then.
pub(crate) fn uninstall(place: &Place) -> anyhow::Result<()> {
    let mirror = place.mirror()?;
    let package = package(&mirror);
    if !package.exists() {
        println!(
            "Nothing of `cargo xtask install` is in {}.",
            mirror.display()
        );
        return Ok(());
    }
    std::fs::remove_dir_all(&package)
        .with_context(|| format!("cannot remove {}", package.display()))?;
    let mut around = package.ancestors().skip(1);
    // Removing a folder fails once one of them holds something else.
    while around
        .next()
        .is_some_and(|folder| std::fs::remove_dir(folder).is_ok())
    {}
    println!("Uninstalled the provider from {}.", mirror.display());
    Ok(())
}

/// The folder of this version for this platform.
fn package(mirror: &Path) -> PathBuf {
    names::in_mirror(mirror)
        .join(VERSION)
        .join(Platform::here().to_string())
}

fn advice(place: &Place, mirror: &Path, replaces_another: bool) -> anyhow::Result<String> {
    let mut advice = match place.plugin_dir {
        Some(_) => use_of_mirror(mirror),
        None => use_of_plugin_folder(mirror)?,
    };
    if replaces_another {
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
