//! The commands of GitHub's `gh` that the recipes use.

use std::path::Path;

use anyhow::{bail, ensure};

use super::forge::{Forge, Issue};
use super::stand_ins::{Call, file, text_of};
use super::{REPOSITORY, github::TOKEN};
use crate::jq;

pub(super) fn run(
    forge: &mut Forge,
    call: &Call,
    arguments: &[&str],
    folder: &Path,
) -> anyhow::Result<String> {
    let token = call.environment.get("GH_TOKEN");
    ensure!(
        token.is_some_and(|token| token == TOKEN),
        "GH_TOKEN is not set"
    );
    ensure!(!forge.refuses, "HTTP 403");
    match arguments {
        ["api", rest @ ..] => api(forge, rest, folder),
        [what @ ("issue" | "label"), rest @ ..] => {
            let repository = call.environment.get("GH_REPO");
            ensure!(
                repository.is_some_and(|name| name == REPOSITORY),
                "GH_REPO is not set"
            );
            if *what == "label" {
                ensure!(*rest == ["create", "team-drift", "--force"], "{rest:?}");
                return Ok(String::new());
            }
            issue(forge, rest, folder)
        }
        _ => bail!("unknown arguments {arguments:?}"),
    }
}

fn api(forge: &mut Forge, arguments: &[&str], folder: &Path) -> anyhow::Result<String> {
    let list = format!("repos/{REPOSITORY}/issues/7/comments");
    let one = format!("repos/{REPOSITORY}/issues/comments/");
    match arguments {
        ["--paginate", path, "--jq", filter] if *path == list => {
            printed(filter, &forge.listed_comments())
        }
        ["--silent", "--method", "POST", path, "--field", body] if *path == list => {
            forge.comments.push(body_of(body, folder)?);
            Ok(String::new())
        }
        ["--silent", "--method", "PATCH", path, "--field", body] if path.starts_with(&one) => {
            *forge.comment(path.trim_start_matches(&one))? = body_of(body, folder)?;
            Ok(String::new())
        }
        _ => bail!("unknown arguments {arguments:?}"),
    }
}

fn issue(forge: &mut Forge, arguments: &[&str], folder: &Path) -> anyhow::Result<String> {
    match arguments {
        [
            "list",
            "--label",
            label,
            "--state",
            "open",
            "--json",
            "number",
            "--jq",
            filter,
        ] => {
            return printed(filter, &forge.open_issues(label));
        }
        [
            "create",
            "--title",
            title,
            "--label",
            label,
            "--body-file",
            body,
        ] => {
            forge.issues.push(Issue {
                title: (*title).to_owned(),
                label: (*label).to_owned(),
                body: file(body, folder)?,
                is_open: true,
            });
        }
        ["edit", number, "--body-file", body] => forge.issue(number)?.body = file(body, folder)?,
        ["close", number, "--comment", _] => forge.issue(number)?.is_open = false,
        _ => bail!("unknown arguments {arguments:?}"),
    }
    Ok(String::new())
}

fn printed(filter: &str, value: &serde_json::Value) -> anyhow::Result<String> {
    let lines = jq::outputs(filter, &[], &value.to_string())?;
    Ok(lines.iter().map(|line| line.clone() + "\n").collect())
}

fn body_of(field: &str, folder: &Path) -> anyhow::Result<String> {
    match field.split_once('=') {
        Some(("body", value)) => text_of(value, folder),
        _ => bail!("unknown field {field}"),
    }
}
