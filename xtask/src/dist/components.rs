//! The packages that are in the binary, and which of them uses which.
//!
//! `cargo tree` is asked, not `cargo metadata`: the latter turns on the features
//! of the whole workspace and lists packages that are not linked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context;
use cargo_metadata::{Metadata, Package};
use spdx::Expression;

use super::targets::Target;
use crate::build::BINARY;
use crate::project;

/// Name and version.
pub(super) type Id = (String, String);

/// The packages in the binary.
#[derive(Debug)]
pub(super) struct Graph {
    /// The binary's own package.
    pub(super) root: Id,
    pub(super) components: BTreeMap<Id, Component>,
}

/// One package.
#[derive(Debug)]
pub(super) struct Component {
    /// An SPDX expression.
    pub(super) licence: String,
    /// Whether it is a package of this project.
    pub(super) own: bool,
    /// The folder of its sources.
    pub(super) folder: PathBuf,
    /// The file its manifest names as its licence.
    pub(super) licence_file: Option<PathBuf>,
    pub(super) uses: BTreeSet<Id>,
}

/// Asks cargo for the packages in the binary for `target`.
pub(super) async fn of_binary(metadata: &Metadata, target: &Target) -> anyhow::Result<Graph> {
    let mut tree = project::cargo();
    tree.args(["tree", "--locked", "--package", BINARY])
        .args(["--edges", "normal,no-proc-macro", "--target", target.triple])
        .args(["--prefix", "depth", "--format", "{p}"]);
    let uses = parse(&project::output(tree).await?)?;
    let root = uses
        .keys()
        .find(|(name, _)| name == BINARY)
        .context("cargo tree does not name the binary's package")?
        .clone();
    let components = uses
        .into_iter()
        .map(|(id, uses)| describe(metadata, id, uses))
        .collect::<anyhow::Result<_>>()?;
    Ok(Graph { root, components })
}

/// Reads lines such as `2serde v1.0.0`: how deep, name, version.
fn parse(tree: &str) -> anyhow::Result<BTreeMap<Id, BTreeSet<Id>>> {
    let mut found: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    let mut above: Vec<Id> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let (depth, id) =
            parse_line(line).with_context(|| format!("cargo tree printed {line:?}"))?;
        above.truncate(depth);
        if let Some(user) = above.last() {
            found.entry(user.clone()).or_default().insert(id.clone());
        }
        found.entry(id.clone()).or_default();
        above.push(id);
    }
    Ok(found)
}

fn parse_line(line: &str) -> Option<(usize, Id)> {
    let package = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let depth = line.strip_suffix(package)?.parse().ok()?;
    let mut words = package.split(' ');
    let name = words.next()?.to_owned();
    let version = words.next()?.strip_prefix('v')?.to_owned();
    Some((depth, (name, version)))
}

fn describe(metadata: &Metadata, id: Id, uses: BTreeSet<Id>) -> anyhow::Result<(Id, Component)> {
    let (name, version) = &id;
    let is_it = |package: &&Package| {
        package.name.as_str() == name && package.version.to_string() == *version
    };
    let package = metadata
        .packages
        .iter()
        .find(is_it)
        .with_context(|| format!("cargo metadata does not know {name} {version}"))?;
    let component = Component {
        licence: licence(package)?,
        own: package.source.is_none(),
        folder: package
            .manifest_path
            .parent()
            .context("a manifest is in no folder")?
            .into(),
        licence_file: package.license_file().map(Into::into),
        uses,
    };
    Ok((id, component))
}

/// The licence as an SPDX expression; some packages write `/` for `OR`.
pub(crate) fn licence(package: &Package) -> anyhow::Result<String> {
    let (name, version) = (&package.name, &package.version);
    let told = package
        .license
        .as_deref()
        .with_context(|| format!("{name} {version} does not tell its licence"))?;
    let canonical = Expression::canonicalize(told).with_context(|| {
        format!("the licence of {name} {version} is no SPDX expression: {told}")
    })?;
    Ok(canonical.unwrap_or_else(|| told.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn depth_says_who_uses_whom() -> anyhow::Result<()> {
        let tree = "0top v1.0.0 (/somewhere)\n1left v0.1.0\n2leaf v0.2.0+x\n1right v0.3.0\n2leaf v0.2.0+x (*)\n";
        let uses = parse(tree)?;
        let told: Vec<String> = uses
            .iter()
            .map(|((name, _), uses)| {
                let uses: Vec<_> = uses.iter().map(|(name, _)| name.as_str()).collect();
                format!("{name}: {}", uses.join(" "))
            })
            .collect();
        assert_eq!(
            told,
            ["leaf: ", "left: leaf", "right: leaf", "top: left right"]
        );
        Ok(())
    }

    #[test]
    fn line_of_another_form_is_an_error() {
        assert!(parse("error: no such package\n").is_err());
    }
}
