//! What makes archives a release: the manifest, the checksums, the signature.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use super::signature::Keyring;
use super::{is_release_file, read};
use crate::project::VERSION;
use crate::{checksum, names};

/// The registry asks for this file; without it, it takes the provider for one
/// of protocol 5.
const MANIFEST: &str = "terraform-registry-manifest.json";

/// Makes the folder if need be, and takes an older release out of it.
pub(super) fn clear(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for path in files(folder)? {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Writes the manifest, `SHA256SUMS` over it and every archive in the folder,
/// and, given a key, the signature. Returns all files of the release, sorted.
///
/// Bill of materials and licence list are not in `SHA256SUMS`: Terraform copies
/// each of its lines into the lock files of all users.
pub(super) async fn seal(
    folder: &Path,
    key: Option<&str>,
    keyring: &Keyring,
) -> anyhow::Result<Vec<PathBuf>> {
    let manifest = folder.join(names::for_release("manifest.json"));
    std::fs::write(&manifest, read(MANIFEST)?)
        .with_context(|| format!("cannot write {}", manifest.display()))?;
    let sums = folder.join(names::for_release("SHA256SUMS"));
    std::fs::write(&sums, checksums(folder, manifest)?)
        .with_context(|| format!("cannot write {}", sums.display()))?;
    if let Some(key) = key {
        keyring.sign(&sums, key).await?;
    }
    files(folder)
}

/// A line for each archive and the manifest, as `sha256sum` prints them.
fn checksums(folder: &Path, manifest: PathBuf) -> anyhow::Result<String> {
    let mut listed = files(folder)?;
    listed.retain(|path| path.extension().is_some_and(|ending| ending == "zip"));
    ensure!(
        !listed.is_empty(),
        "there is no archive in {}",
        folder.display()
    );
    let other = listed.iter().find(|path| !is_of_this_version(path));
    if let Some(other) = other {
        bail!("{} is of another version than {VERSION}", other.display());
    }
    listed.push(manifest);
    let mut lines = String::new();
    for path in listed {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(lines, "{}  {name}", checksum::of_file(&path)?)?;
    }
    Ok(lines)
}

fn is_of_this_version(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(&names::for_release(""))
}

/// The files of a release in the folder, sorted.
pub(super) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if is_release_file(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{Keyring, clear, files, seal};
    use crate::names;
    use crate::platform::Platform;

    type Outcome = anyhow::Result<()>;

    #[tokio::test]
    async fn checksums_name_archives_and_manifest_only() -> Outcome {
        let folder = tempfile::tempdir()?;
        let archive = names::for_platform(&Platform::here(), ".zip");
        std::fs::write(folder.path().join(&archive), "abc")?;
        let bill = names::for_platform(&Platform::here(), "_sbom.cdx.json");
        std::fs::write(folder.path().join(bill), "{}")?;

        let sealed = seal(folder.path(), None, &Keyring::of_user()).await?;
        let sums = folder.path().join(names::for_release("SHA256SUMS"));
        assert!(sealed.contains(&sums));
        let sums = std::fs::read_to_string(sums)?;
        let (first, second) = sums.split_once('\n').unwrap_or_default();
        assert_eq!(
            first,
            format!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  {archive}")
        );
        assert!(second.ends_with("_manifest.json\n"));
        assert_eq!(second.lines().count(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn release_without_archives_is_refused() -> Outcome {
        let folder = tempfile::tempdir()?;
        let refused = seal(folder.path(), None, &Keyring::of_user()).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("no archive")));
        Ok(())
    }

    #[tokio::test]
    async fn archive_of_another_version_is_refused() -> Outcome {
        let folder = tempfile::tempdir()?;
        let old = "terraform-provider-scalingo_0.0.9_linux_amd64.zip";
        std::fs::write(folder.path().join(old), "")?;
        let refused = seal(folder.path(), None, &Keyring::of_user()).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("another version")));
        Ok(())
    }

    #[test]
    fn clearing_leaves_foreign_files() -> Outcome {
        let folder = tempfile::tempdir()?;
        std::fs::write(
            folder
                .path()
                .join("terraform-provider-scalingo_0.0.9_linux_amd64.zip"),
            "",
        )?;
        std::fs::write(folder.path().join("notes.txt"), "")?;
        clear(folder.path())?;
        assert_eq!(files(folder.path())?.len(), 0);
        assert!(folder.path().join("notes.txt").exists());
        Ok(())
    }
}
