//! What a finished command said.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tokio::process::Child;

use crate::Diagnostic;

/// A command that has ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its exit code; -1 when a signal ended it.
    pub code: i32,
    /// All of its standard output.
    pub stdout: String,
    /// All of its standard error.
    pub stderr: String,
}

impl Run {
    /// Waits for the child, which must have piped output, at most `limit`.
    pub async fn of(child: Child, limit: Duration) -> anyhow::Result<Self> {
        let output = tokio::time::timeout(limit, child.wait_with_output())
            .await
            .with_context(|| format!("not finished after {limit:?}"))?
            .context("cannot wait for the command")?;
        Ok(Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// This run, or an error with everything it said unless it ended with 0.
    pub fn success(self) -> anyhow::Result<Self> {
        self.expect_code(0)
    }

    /// This run, or an error with everything it said unless it ended with `code`.
    pub fn expect_code(self, code: i32) -> anyhow::Result<Self> {
        if self.code == code {
            return Ok(self);
        }
        bail!(
            "exit code {}, expected {code}\n{}\n{}",
            self.code,
            self.stdout,
            self.stderr
        )
    }

    /// The diagnostics of a command that was run with `-json`.
    pub fn diagnostics(&self) -> anyhow::Result<Vec<Diagnostic>> {
        let diagnostics = Diagnostic::parse(&self.stdout)?;
        ensure!(
            self.code == 0 || self.code == 2 || !diagnostics.is_empty(),
            "exit code {} without a diagnostic\n{}\n{}",
            self.code,
            self.stdout,
            self.stderr
        );
        Ok(diagnostics)
    }
}
