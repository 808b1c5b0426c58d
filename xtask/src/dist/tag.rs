//! A release tag must say what the sources say.

use anyhow::ensure;

use crate::project::VERSION;

/// Refuses a tag that is not `v` and the version, and a changelog that does not
/// know the version.
pub(super) fn check(tag: &str) -> anyhow::Result<()> {
    fits(tag, VERSION, &super::read("CHANGELOG.md")?)
}

fn fits(tag: &str, version: &str, changelog: &str) -> anyhow::Result<()> {
    ensure!(
        tag == format!("v{version}"),
        "the tag is {tag}, but Cargo.toml has version {version}"
    );
    let heading = format!("## [{version}]");
    ensure!(
        changelog.lines().any(|line| line.starts_with(&heading)),
        "CHANGELOG.md has no section `{heading}`"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fits;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-21\n";

    #[test]
    fn tag_of_another_version_is_refused() {
        assert!(fits("v1.2.0", "1.2.0", CHANGELOG).is_ok());
        assert!(fits("v1.2.1", "1.2.0", CHANGELOG).is_err());
        assert!(fits("1.2.0", "1.2.0", CHANGELOG).is_err());
    }

    #[test]
    fn version_without_a_changelog_section_is_refused() {
        assert!(fits("v1.3.0", "1.3.0", CHANGELOG).is_err());
    }
}
