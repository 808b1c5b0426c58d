//! Building so that neither the machine nor the moment shows in the binary.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use cargo_metadata::Metadata;
use tokio::process::Command;

use crate::project;

/// Separates the flags in `CARGO_ENCODED_RUSTFLAGS`, as cargo documents.
const SEPARATOR: &str = "\u{1f}";

/// The folders of this machine that a build sees, and what the binary says
/// instead.
pub(super) struct Surroundings {
    /// The later one wins where both fit.
    folders: Vec<(PathBuf, &'static str)>,
    target_dir: PathBuf,
}

impl Surroundings {
    /// Looks the folders up; `target_dir` is where cargo builds.
    pub(super) async fn find(metadata: &Metadata, target_dir: &Path) -> anyhow::Result<Self> {
        let home = std::env::home_dir().context("there is no home folder")?;
        let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), Into::into);
        let mut folders = vec![
            (home, "/home"),
            (project::root(), "/source"),
            (cargo, "/cargo"),
            (sysroot().await?.into(), "/rust"),
            (target_dir.to_owned(), "/target"),
        ];
        folders.extend(sources(metadata).map(|folder| (folder, "/crates")));
        // A home of `/`, as in some containers, would fit every path.
        folders.retain(|(folder, _)| folder.parent().is_some());
        Ok(Self {
            folders,
            target_dir: target_dir.to_owned(),
        })
    }

    /// The variables for cargo. They replace any `RUSTFLAGS` of the user, which
    /// would change the bytes too.
    pub(super) fn environment(
        &self,
        target: &str,
        seconds: i64,
    ) -> anyhow::Result<Vec<(OsString, OsString)>> {
        Ok(vec![
            (
                "CARGO_ENCODED_RUSTFLAGS".into(),
                self.rust_flags(target)?.into(),
            ),
            (
                format!("CFLAGS_{}", target.replace('-', "_")).into(),
                self.c_flags(target)?.into(),
            ),
            ("CARGO_INCREMENTAL".into(), "0".into()),
            ("CARGO_TARGET_DIR".into(), self.target_dir.clone().into()),
            ("SOURCE_DATE_EPOCH".into(), seconds.to_string().into()),
            // Apple's archiver dates object files otherwise.
            ("ZERO_AR_DATE".into(), "1".into()),
        ])
    }

    fn rust_flags(&self, target: &str) -> anyhow::Result<String> {
        let mut flags = Vec::new();
        for (folder, name) in &self.folders {
            flags.push(format!("--remap-path-prefix={}={name}", text(folder)?));
        }
        if target.ends_with("-msvc") {
            // No C runtime to install, and no time stamp from the linker.
            flags.push("-Ctarget-feature=+crt-static".to_owned());
            flags.push("-Clink-arg=/Brepro".to_owned());
        }
        Ok(flags.join(SEPARATOR))
    }

    /// For the C code of dependencies: what gcc and clang have for this.
    fn c_flags(&self, target: &str) -> anyhow::Result<String> {
        if target.ends_with("-msvc") {
            return Ok(String::new());
        }
        let mut flags = Vec::new();
        for (folder, name) in &self.folders {
            let folder = text(folder)?;
            ensure!(
                !folder.contains(char::is_whitespace),
                "a release cannot be made in or near {folder:?}: C flags have no way to name a folder with a space"
            );
            flags.push(format!("-ffile-prefix-map={folder}={name}"));
        }
        Ok(flags.join(" "))
    }

    /// Refuses a program in which one of the folders can be read.
    pub(super) fn refuse_leaks(&self, program: &[u8]) -> anyhow::Result<()> {
        let readable = String::from_utf8_lossy(program);
        for (folder, _) in &self.folders {
            let folder = format!("{}/", text(folder)?);
            let found = readable.find(&folder).and_then(|at| readable.get(at..));
            let context: String = found.into_iter().flat_map(str::chars).take(200).collect();
            ensure!(
                found.is_none(),
                "the binary names a folder of this machine: {context:?}"
            );
        }
        Ok(())
    }
}

/// The folder of the toolchain.
async fn sysroot() -> anyhow::Result<String> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args(["--print", "sysroot"])
        .current_dir(project::root());
    Ok(project::output(rustc).await?.trim().to_owned())
}

/// The folders dependencies are unpacked in: their names tell which mirror of
/// the registry is used.
fn sources(metadata: &Metadata) -> impl Iterator<Item = PathBuf> {
    let foreign = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some());
    let folders: BTreeSet<PathBuf> = foreign
        .filter_map(|package| Some(package.manifest_path.parent()?.parent()?.into()))
        .collect();
    folders.into_iter()
}

fn text(folder: &Path) -> anyhow::Result<&str> {
    folder
        .to_str()
        .with_context(|| format!("{} is not Unicode", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::Surroundings;

    #[test]
    fn folder_of_the_machine_in_a_binary_is_refused() {
        let surroundings = Surroundings {
            folders: vec![("/home/ann/project".into(), "/source")],
            target_dir: "/home/ann/project/target".into(),
        };
        let refused = surroundings.refuse_leaks(b"\xff\0/home/ann/project/src/main.rs\0\xfe");
        assert!(refused.is_err_and(|error| error.to_string().contains("src/main.rs")));
        assert!(
            surroundings
                .refuse_leaks(b"\xff\0/source/src/main.rs\0")
                .is_ok()
        );
    }
}
