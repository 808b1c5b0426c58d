//! What pipelines leave on GitHub or GitLab.

use anyhow::Context;
use serde_json::{Value, json};

/// The comments of one pull request and the issues of its repository.
#[derive(Debug, Default)]
pub(super) struct Forge {
    pub(super) comments: Vec<String>,
    pub(super) issues: Vec<Issue>,
    /// Whether it refuses everything, as with a wrong token.
    pub(super) refuses: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Issue {
    pub(super) title: String,
    pub(super) label: String,
    pub(super) body: String,
    pub(super) is_open: bool,
}

impl Forge {
    /// The issue with this number, counted from 1.
    pub(super) fn issue(&mut self, number: &str) -> anyhow::Result<&mut Issue> {
        let index = number.parse::<usize>()?.checked_sub(1);
        index
            .and_then(|index| self.issues.get_mut(index))
            .with_context(|| format!("no issue {number}"))
    }

    /// The comment with this id, counted from 1.
    pub(super) fn comment(&mut self, id: &str) -> anyhow::Result<&mut String> {
        let index = id.parse::<usize>()?.checked_sub(1);
        index
            .and_then(|index| self.comments.get_mut(index))
            .with_context(|| format!("no comment {id}"))
    }

    /// Comments as both APIs list them: somebody's own comes first.
    pub(super) fn listed_comments(&self) -> Value {
        let of_a_person = json!({"id": 99, "body": "Fine.", "user": {"type": "User"}});
        let ours = (1..).zip(&self.comments);
        let ours = ours.map(|(id, body)| json!({"id": id, "body": body, "user": {"type": "Bot"}}));
        std::iter::once(of_a_person).chain(ours).collect()
    }

    /// Open issues with this label.
    pub(super) fn open_issues(&self, label: &str) -> Value {
        (1..)
            .zip(&self.issues)
            .filter(|(_, issue)| issue.is_open && issue.label == label)
            .map(|(number, _)| json!({"number": number, "iid": number}))
            .collect()
    }

    /// Everything that somebody can read.
    pub(super) fn texts(&self) -> String {
        let issues = self
            .issues
            .iter()
            .map(|issue| format!("{}\n{}", issue.title, issue.body));
        let texts: Vec<String> = self.comments.iter().cloned().chain(issues).collect();
        texts.join("\n")
    }
}
