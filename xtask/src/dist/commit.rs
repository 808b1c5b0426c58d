//! The moment a release is dated: that of its commit.

use anyhow::{Context, ensure};
use tokio::process::Command;

use crate::project;

/// What a release is made from.
pub(super) struct Commit {
    /// Seconds since 1970.
    pub(super) seconds: i64,
}

/// `SOURCE_DATE_EPOCH` if it is set (a convention of reproducible builds), else
/// the time of the last commit.
///
/// What is to be signed must not have changes that are in no commit: nobody
/// could make the same bytes again.
pub(super) async fn find(signed: bool) -> anyhow::Result<Commit> {
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = text
            .parse()
            .with_context(|| format!("SOURCE_DATE_EPOCH is no number of seconds: {text:?}"))?;
        return Ok(Commit { seconds });
    }
    let seconds = git(&["log", "-1", "--format=%ct"])
        .await?
        .trim()
        .parse()
        .context("git gave no commit time")?;
    let changes = git(&["status", "--porcelain"]).await?;
    ensure!(
        changes.is_empty() || !signed,
        "not signed, because these changes are in no commit:\n{changes}"
    );
    if !changes.is_empty() {
        println!("There are changes that are in no commit: these bytes belong to no version.");
    }
    Ok(Commit { seconds })
}

async fn git(arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(project::root());
    project::output(command)
        .await
        .context("set SOURCE_DATE_EPOCH where there is no git")
}
