//! The moment a release is dated: that of its commit.

use anyhow::Context;
use tokio::process::Command;

use crate::project;

/// Seconds since 1970: `SOURCE_DATE_EPOCH` if it is set (a convention of
/// reproducible builds), else the time of the last commit.
pub(super) async fn find() -> anyhow::Result<i64> {
    let text = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text,
        Err(_) => commit_time().await?,
    };
    text.trim()
        .parse()
        .with_context(|| format!("not a number of seconds: {text:?}"))
}

async fn commit_time() -> anyhow::Result<String> {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%ct"])
        .current_dir(project::root());
    project::output(git)
        .await
        .context("set SOURCE_DATE_EPOCH where there is no git")
}
