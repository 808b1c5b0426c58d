//! What `install` put on the disk, so that `uninstall` removes that and nothing
//! else.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::checksum;

/// The folders and files of all installs into one mirror.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Receipt {
    /// Folders that were not there before, outermost first.
    folders: Vec<PathBuf>,
    files: Vec<File>,
}

#[derive(Debug, Deserialize, Serialize)]
struct File {
    path: PathBuf,
    sha256: String,
}

impl Receipt {
    /// Reads a receipt; there is none before the first install.
    pub(super) fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        serde_json::from_str(&text)
            .map(Some)
            .with_context(|| format!("{} is no receipt of an install", path.display()))
    }

    /// Writes the receipt.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self).context("cannot write the receipt")?;
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Whether `path` came from an install.
    pub(super) fn lists(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// Makes the folder and those around it, and notes the new ones.
    pub(super) fn make_folders(&mut self, folder: &Path) -> anyhow::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
            if !self.folders.iter().any(|noted| noted == folder) {
                self.folders.push(folder.to_owned());
            }
        }
        Ok(())
    }

    /// Notes that `installed` is a copy of `built`. Says whether it replaces
    /// a copy of something else.
    pub(super) fn note(&mut self, built: &Path, installed: &Path) -> anyhow::Result<bool> {
        let sha256 = checksum::of_file(built)?;
        if let Some(file) = self.files.iter_mut().find(|file| file.path == installed) {
            let replaced = file.sha256 != sha256;
            file.sha256 = sha256;
            return Ok(replaced);
        }
        self.files.push(File {
            path: installed.to_owned(),
            sha256,
        });
        Ok(false)
    }

    /// Removes the files, the receipt at `path` and the empty folders. Gives
    /// the files that somebody has changed since; they stay.
    pub(super) fn undo(self, path: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let mut left = Vec::new();
        for file in self.files.iter().filter(|file| file.path.exists()) {
            if checksum::of_file(&file.path)? == file.sha256 {
                remove_file(&file.path)?;
            } else {
                left.push(file.path.clone());
            }
        }
        remove_file(path)?;
        for folder in self.folders.iter().rev() {
            remove_if_empty(folder)?;
        }
        Ok(left)
    }
}

fn remove_file(path: &Path) -> anyhow::Result<()> {
    std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))
}

/// A folder that holds something, or is gone already, is left as it is.
fn remove_if_empty(folder: &Path) -> anyhow::Result<()> {
    match std::fs::remove_dir(folder) {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound
            ) =>
        {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
