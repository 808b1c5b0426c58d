//! Checks what this project is built from against `deny.toml`.
//!
//! The file is that of `cargo-deny`, which also knows advisories but takes
//! minutes to install. This reads the same lists and needs nothing.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use cargo_metadata::Package;
use cargo_metadata::semver::{Version, VersionReq};
use serde::Deserialize;
use spdx::Licensee;

use crate::packages;
use crate::project;

/// What of `deny.toml` is checked here.
#[derive(Debug, Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    /// The licences that are fine.
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    /// Versions that may be there beside another one.
    skip: Vec<Skip>,
}

#[derive(Debug, Deserialize)]
struct Skip {
    /// `name:requirement`.
    #[serde(rename = "crate")]
    package: String,
}

/// Checks every package of the workspace, for all platforms, and names all that
/// is wrong. A rule that nothing needs any more is wrong too.
pub(crate) async fn run() -> anyhow::Result<()> {
    let rules = rules()?;
    let metadata = project::metadata()?;
    let all = ["--workspace", "--target", "all"];
    let edges = ["--edges", "normal,build,dev"];
    let tree = packages::tree(&[all.as_slice(), &edges].concat()).await?;
    let packages = tree
        .keys()
        .map(|id| packages::find(&metadata, id))
        .collect::<anyhow::Result<Vec<_>>>()?;

    let mut faults = sources(&packages);
    faults.extend(licences(&packages, &rules.licenses)?);
    faults.extend(duplicates(&versions(&packages), &rules.bans)?);
    if !faults.is_empty() {
        bail!("against deny.toml:\n  {}", faults.join("\n  "));
    }
    println!("{} packages are as deny.toml wants them.", packages.len());
    Ok(())
}

fn rules() -> anyhow::Result<Rules> {
    let path = project::root().join("deny.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).context("deny.toml does not have the lists this checks")
}

/// Packages that come neither from here nor from crates.io.
fn sources(packages: &[&Package]) -> Vec<String> {
    let foreign = packages.iter().filter_map(|package| {
        let source = package.source.as_ref()?;
        (!source.is_crates_io())
            .then(|| format!("{} {} comes from {source}", package.name, package.version))
    });
    foreign.collect()
}

fn licences(packages: &[&Package], rules: &Licenses) -> anyhow::Result<Vec<String>> {
    let allowed = rules
        .allow
        .iter()
        .map(|licence| Licensee::parse(licence))
        .collect::<Result<Vec<_>, _>>()
        .context("deny.toml allows what is no SPDX licence")?;
    let mut faults = Vec::new();
    let mut unused = allowed.clone();
    for package in packages {
        let licence = packages::licence(package)?;
        if !licence.evaluate(|wanted| allowed.iter().any(|given| given.satisfies(wanted))) {
            faults.push(format!(
                "{} {} is under {licence}",
                package.name, package.version
            ));
        }
        unused.retain(|given| {
            !licence
                .requirements()
                .any(|wanted| given.satisfies(&wanted.req))
        });
    }
    faults.extend(
        unused
            .iter()
            .map(|licence| format!("no package is under {licence}")),
    );
    Ok(faults)
}

fn versions<'a>(packages: &[&'a Package]) -> BTreeMap<&'a str, Vec<&'a Version>> {
    let mut versions: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
    for package in packages {
        versions
            .entry(&package.name)
            .or_default()
            .push(&package.version);
    }
    versions
}

/// Packages with more than one version that no rule excuses.
fn duplicates(
    versions: &BTreeMap<&str, Vec<&Version>>,
    bans: &Bans,
) -> anyhow::Result<Vec<String>> {
    let mut duplicates: BTreeMap<&str, Vec<&Version>> = versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| (*name, versions.clone()))
        .collect();
    let mut faults = Vec::new();
    for skip in &bans.skip {
        let (name, wanted) = skip.parts()?;
        let versions = duplicates.entry(name).or_default();
        let before = versions.len();
        versions.retain(|version| !wanted.matches(version));
        if versions.len() == before {
            faults.push(format!("the rule for {} is not needed", skip.package));
        }
    }
    let unexcused = duplicates.iter().filter(|(_, versions)| versions.len() > 1);
    faults.extend(unexcused.map(|(name, versions)| {
        let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
        format!("{name} is there as {}", versions.join(" and "))
    }));
    Ok(faults)
}

impl Skip {
    fn parts(&self) -> anyhow::Result<(&str, VersionReq)> {
        let (name, wanted) = self
            .package
            .split_once(':')
            .with_context(|| format!("{} is not `name:requirement`", self.package))?;
        let wanted = wanted
            .parse()
            .with_context(|| format!("{} names no versions", self.package))?;
        Ok((name, wanted))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use anyhow::Context;
    use cargo_metadata::semver::Version;
    use serde_json::{from_value, json};

    use super::{Bans, Licenses, Package, Skip, duplicates, licences, sources};

    fn package(licence: &str, source: Option<&str>) -> anyhow::Result<Package> {
        from_value(json!({
            "name": "thing", "version": "1.0.0", "id": "thing", "license": licence,
            "source": source, "manifest_path": "/nowhere/Cargo.toml",
            "dependencies": [], "targets": [], "features": {},
        }))
        .context("not what cargo metadata prints")
    }

    fn faults(licence: &str, allow: &[&str]) -> anyhow::Result<Vec<String>> {
        let allow = allow.iter().map(ToString::to_string).collect();
        licences(&[&package(licence, None)?], &Licenses { allow })
    }

    fn excess(skips: &[&str]) -> anyhow::Result<Vec<String>> {
        let (old, new) = (Version::new(1, 2, 3), Version::new(2, 0, 0));
        let versions = BTreeMap::from([("one", vec![&new]), ("two", vec![&old, &new])]);
        let skip = skips.iter().map(|skip| Skip {
            package: (*skip).to_owned(),
        });
        duplicates(
            &versions,
            &Bans {
                skip: skip.collect(),
            },
        )
    }

    #[test]
    fn licence_that_is_not_allowed_is_named() -> anyhow::Result<()> {
        assert_eq!(faults("MIT/GPL-3.0-only", &["MIT"])?, [""; 0]);
        assert_eq!(
            faults("MIT AND GPL-3.0-only", &["MIT"])?,
            ["thing 1.0.0 is under MIT AND GPL-3.0-only"]
        );
        Ok(())
    }

    #[test]
    fn allowed_licence_nobody_has_is_named() -> anyhow::Result<()> {
        assert_eq!(
            faults("MIT", &["MIT", "Zlib"])?,
            ["no package is under Zlib"]
        );
        Ok(())
    }

    #[test]
    fn second_version_needs_a_rule() -> anyhow::Result<()> {
        assert_eq!(excess(&[])?, ["two is there as 1.2.3 and 2.0.0"]);
        assert_eq!(excess(&["two:1"])?, [""; 0]);
        Ok(())
    }

    #[test]
    fn rule_without_a_use_is_named() -> anyhow::Result<()> {
        assert_eq!(
            excess(&["two:1", "one:2", "gone:1"])?,
            [
                "the rule for one:2 is not needed",
                "the rule for gone:1 is not needed"
            ]
        );
        Ok(())
    }

    #[test]
    fn package_from_elsewhere_is_named() -> anyhow::Result<()> {
        let git = package("MIT", Some("git+https://example.com/thing#abc"))?;
        assert_eq!(
            sources(&[&git]),
            ["thing 1.0.0 comes from git+https://example.com/thing#abc"]
        );
        assert!(sources(&[&package("MIT", None)?]).is_empty());
        Ok(())
    }
}
