//! The targets a release is made for, and those this toolchain can build.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use tokio::process::Command;

use crate::platform::Platform;
use crate::project;

/// All targets of a release; of two for one platform, the better one is first.
///
/// On Linux that is musl, because it gives one file that needs no library of
/// the system. A static glibc is no way out: its name resolution loads the
/// shared glibc while running, and only the very same version fits.
const TARGETS: [(&str, &str, &str); 7] = [
    ("x86_64-unknown-linux-musl", "linux", "x86_64"),
    ("x86_64-unknown-linux-gnu", "linux", "x86_64"),
    ("aarch64-unknown-linux-musl", "linux", "aarch64"),
    ("aarch64-unknown-linux-gnu", "linux", "aarch64"),
    ("x86_64-apple-darwin", "macos", "x86_64"),
    ("aarch64-apple-darwin", "macos", "aarch64"),
    ("x86_64-pc-windows-msvc", "windows", "x86_64"),
];

/// A target of a release.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Target {
    pub(super) triple: &'static str,
    pub(super) platform: Platform,
}

/// What is built, and what is not and why.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) chosen: Vec<Target>,
    pub(super) left_out: Vec<(&'static str, String)>,
}

fn all() -> impl Iterator<Item = Target> {
    TARGETS.into_iter().map(|(triple, os, arch)| Target {
        triple,
        platform: Platform::of(os, arch),
    })
}

/// The targets whose standard library is in the toolchain.
pub(super) async fn installed() -> anyhow::Result<Vec<&'static str>> {
    let libraries = sysroot().await?;
    let libraries = Path::new(&libraries).join("lib/rustlib");
    Ok(all()
        .map(|target| target.triple)
        .filter(|triple| libraries.join(triple).join("lib").is_dir())
        .collect())
}

/// The folder of the toolchain.
pub(super) async fn sysroot() -> anyhow::Result<String> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args(["--print", "sysroot"])
        .current_dir(project::root());
    Ok(project::output(rustc).await?.trim().to_owned())
}

/// The targets that were asked for, which must all be buildable; without any,
/// the best buildable one for each platform.
pub(super) fn select(asked: &[String], installed: &[&str]) -> anyhow::Result<Selection> {
    if asked.is_empty() {
        return best(installed);
    }
    let mut chosen: Vec<Target> = Vec::new();
    for triple in asked {
        let target = find(triple, installed)?;
        if let Some(other) = chosen
            .iter()
            .find(|other| other.platform == target.platform)
        {
            bail!(
                "{} and {triple} would both be {}",
                other.triple,
                target.platform
            );
        }
        chosen.push(target);
    }
    Ok(Selection {
        chosen,
        left_out: Vec::new(),
    })
}

fn find(triple: &str, installed: &[&str]) -> anyhow::Result<Target> {
    let known = || TARGETS.map(|(triple, ..)| triple).join(", ");
    let target = all()
        .find(|target| target.triple == triple)
        .with_context(|| format!("no release is made for {triple}, only for {}", known()))?;
    ensure!(installed.contains(&triple), "{triple}: {}", missing(triple));
    Ok(target)
}

fn best(installed: &[&str]) -> anyhow::Result<Selection> {
    let mut chosen: Vec<Target> = Vec::new();
    let mut left_out = Vec::new();
    for target in all() {
        let better = chosen
            .iter()
            .find(|other| other.platform == target.platform);
        if let Some(better) = better {
            let reason = format!("{} serves {}", better.triple, target.platform);
            left_out.push((target.triple, reason));
        } else if installed.contains(&target.triple) {
            chosen.push(target);
        } else {
            left_out.push((target.triple, missing(target.triple)));
        }
    }
    ensure!(
        !chosen.is_empty(),
        "this toolchain has none of the release's targets"
    );
    Ok(Selection { chosen, left_out })
}

fn missing(triple: &str) -> String {
    format!("its standard library is not installed; `rustup target add {triple}` does that")
}

#[cfg(test)]
mod tests {
    use super::{Selection, select};

    const GNU: &str = "x86_64-unknown-linux-gnu";
    const MUSL: &str = "x86_64-unknown-linux-musl";

    fn chosen(selection: &Selection) -> Vec<&str> {
        let targets = selection.chosen.iter();
        targets.map(|target| target.triple).collect()
    }

    #[test]
    fn static_target_wins_over_the_dynamic_one() -> anyhow::Result<()> {
        let selection = select(&[], &[GNU, MUSL])?;
        assert_eq!(chosen(&selection), [MUSL]);
        let left_out = selection.left_out.iter().find(|(triple, _)| *triple == GNU);
        let reason = left_out.map(|(_, reason)| reason.as_str());
        assert_eq!(reason, Some("x86_64-unknown-linux-musl serves linux_amd64"));
        Ok(())
    }

    #[test]
    fn what_is_left_out_has_a_reason() -> anyhow::Result<()> {
        let selection = select(&[], &[GNU])?;
        assert_eq!(chosen(&selection), [GNU]);
        assert_eq!(selection.left_out.len(), 6);
        let told = selection.left_out.iter();
        assert!(
            told.clone()
                .all(|(_, reason)| reason.contains("not installed"))
        );
        Ok(())
    }

    #[test]
    fn target_that_was_asked_for_is_never_left_out() {
        let asked = |triples: &[&str]| triples.iter().map(ToString::to_string).collect::<Vec<_>>();
        let message = |triples: &[&str]| match select(&asked(triples), &[GNU, MUSL]) {
            Ok(selection) => chosen(&selection).join(" "),
            Err(error) => error.to_string(),
        };
        assert_eq!(message(&[GNU]), GNU);
        assert!(message(&["x86_64-apple-darwin"]).contains("rustup target add"));
        assert!(message(&["sparc-sun-solaris"]).contains("no release is made"));
        assert!(message(&[GNU, MUSL]).contains("would both be linux_amd64"));
    }
}
