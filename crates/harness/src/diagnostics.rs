//! Diagnostics as Terraform prints them with `-json`.

use std::fmt;

use anyhow::Context;
use serde::Deserialize;

/// One diagnostic.
#[derive(Clone, Debug, Deserialize)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub severity: String,
    /// The short text.
    pub summary: String,
    /// The long text; may be empty.
    #[serde(default)]
    pub detail: String,
    /// The resource it is about.
    pub address: Option<String>,
    snippet: Option<Snippet>,
}

#[derive(Clone, Debug, Deserialize)]
struct Snippet {
    context: Option<String>,
    code: String,
}

#[derive(Deserialize)]
struct Line {
    diagnostic: Option<Diagnostic>,
}

impl Diagnostic {
    /// Every diagnostic among the JSON lines of `output`.
    ///
    /// The warning about development overrides is Terraform's, not ours, and
    /// left out.
    pub(crate) fn parse(output: &str) -> anyhow::Result<Vec<Self>> {
        let mut found = Vec::new();
        for text in output.lines().filter(|text| text.starts_with('{')) {
            let line: Line = serde_json::from_str(text)
                .with_context(|| format!("terraform printed broken JSON: {text}"))?;
            found.extend(line.diagnostic);
        }
        found.retain(|diagnostic| !diagnostic.summary.contains("development overrides"));
        Ok(found)
    }

    /// The line of HCL the attribute path points to.
    pub fn code(&self) -> Option<&str> {
        self.snippet.as_ref().map(|snippet| snippet.code.trim())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.severity, self.summary)?;
        if let Some(snippet) = &self.snippet {
            let context = snippet.context.as_deref().unwrap_or("-");
            writeln!(f, "at {context}: {}", snippet.code.trim())?;
        }
        write!(f, "{}", self.detail)
    }
}
