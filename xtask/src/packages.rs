//! Packages in a build, by name and version.
//!
//! `cargo tree` says which they are, not `cargo metadata`: the latter turns on
//! the features of the whole workspace and lists packages nobody compiles.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use cargo_metadata::{Metadata, Package};
use spdx::Expression;

use crate::project;

/// Name and version.
pub(crate) type Id = (String, String);

/// Packages, and the packages each of them uses.
pub(crate) type Uses = BTreeMap<Id, BTreeSet<Id>>;

/// Runs `cargo tree` with these arguments on what the lock file has.
pub(crate) async fn tree(arguments: &[&str]) -> anyhow::Result<Uses> {
    let mut cargo = project::cargo();
    cargo
        .args(["tree", "--locked", "--prefix", "depth", "--format", "{p}"])
        .args(arguments);
    parse(&project::output(cargo).await?)
}

/// What `cargo metadata` says about a package.
pub(crate) fn find<'a>(
    metadata: &'a Metadata,
    (name, version): &Id,
) -> anyhow::Result<&'a Package> {
    metadata
        .packages
        .iter()
        .find(|package| package.name == *name && package.version.to_string() == *version)
        .with_context(|| format!("cargo metadata does not know {name} {version}"))
}

/// The licence as an SPDX expression; some packages write `/` for `OR`.
pub(crate) fn licence(package: &Package) -> anyhow::Result<Expression> {
    let (name, version) = (&package.name, &package.version);
    let told = package
        .license
        .as_deref()
        .with_context(|| format!("{name} {version} does not tell its licence"))?;
    let wrong = || format!("the licence of {name} {version} is no SPDX expression: {told}");
    let canonical = Expression::canonicalize(told).with_context(wrong)?;
    Expression::parse(canonical.as_deref().unwrap_or(told)).with_context(wrong)
}

/// Reads lines such as `2serde v1.0.0`: how deep, name, version.
fn parse(tree: &str) -> anyhow::Result<Uses> {
    let mut found: Uses = BTreeMap::new();
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
