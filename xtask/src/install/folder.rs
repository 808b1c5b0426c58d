//! The folder Terraform and OpenTofu search without being told.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The user's plugin folder: Terraform documents it as an implied local mirror,
/// and OpenTofu kept it.
pub(super) fn of_user() -> anyhow::Result<PathBuf> {
    #[cfg(windows)]
    let folder = settings_folder()?.join("terraform.d");
    #[cfg(not(windows))]
    let folder = settings_folder()?.join(".terraform.d");
    Ok(folder.join("plugins"))
}

/// The CLI configuration in use, if it decides itself where providers come from.
pub(super) fn config_with_own_installation() -> anyhow::Result<Option<PathBuf>> {
    let config = match std::env::var_os("TF_CLI_CONFIG_FILE") {
        Some(named) => PathBuf::from(named),
        #[cfg(windows)]
        None => settings_folder()?.join("terraform.rc"),
        #[cfg(not(windows))]
        None => settings_folder()?.join(".terraformrc"),
    };
    let text = match std::fs::read_to_string(&config) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read {}", config.display()));
        }
    };
    let decides = text
        .lines()
        .any(|line| line.trim_start().starts_with("provider_installation"));
    Ok(decides.then_some(config))
}

/// Where Terraform keeps a user's settings.
fn settings_folder() -> anyhow::Result<PathBuf> {
    const VARIABLE: &str = if cfg!(windows) { "APPDATA" } else { "HOME" };
    std::env::var_os(VARIABLE)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .with_context(|| format!("{VARIABLE} is not set; name a folder with --plugin-dir"))
}

/// Copies a program, so that a half-written one is never there and a running
/// one is not touched.
pub(super) fn copy_program(from: &Path, to: &Path) -> anyhow::Result<()> {
    let failed = || format!("cannot copy {} to {}", from.display(), to.display());
    let folder = to.parent().with_context(failed)?;
    std::fs::create_dir_all(folder).with_context(failed)?;
    let fresh = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    std::fs::copy(from, fresh.path()).with_context(failed)?;
    fresh.persist(to).with_context(failed)?;
    Ok(())
}
