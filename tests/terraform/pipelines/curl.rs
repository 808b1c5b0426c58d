//! The calls of GitLab's API that the recipe makes with curl.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::forge::{Forge, Issue};
use super::gitlab::{API, TOKEN};
use super::stand_ins::text_of;

pub(super) fn run(forge: &mut Forge, arguments: &[&str], folder: &Path) -> anyhow::Result<String> {
    let mut words = arguments.iter().copied();
    let (mut method, mut url, mut is_shown, mut is_signed_in) = ("GET", None, true, false);
    let mut data = BTreeMap::new();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word {
            "--silent" | "--show-error" | "--fail" => {}
            "--header" => is_signed_in = value()? == format!("PRIVATE-TOKEN: {TOKEN}"),
            "--request" => method = value()?,
            "--output" => is_shown = value()? != "/dev/null",
            "--data-urlencode" => {
                let given = value()?;
                let at = given.find(['=', '@']).context("no name")?;
                let (name, text) = given.split_at(at);
                let text = text_of(text.strip_prefix('=').unwrap_or(text), folder)?;
                data.insert(name, text);
            }
            address => url = Some(address),
        }
    }
    ensure!(
        is_signed_in && !forge.refuses,
        "(22) The requested URL returned error: 403"
    );
    let path = url
        .and_then(|url| url.strip_prefix(API))
        .context("another address")?;
    let answer = answer(forge, method, path, &data)?;
    Ok(if is_shown { answer } else { String::new() })
}

fn answer(
    forge: &mut Forge,
    method: &str,
    path: &str,
    data: &BTreeMap<&str, String>,
) -> anyhow::Result<String> {
    let field = |name: &str| {
        data.get(name)
            .cloned()
            .with_context(|| format!("no {name}"))
    };
    let notes = path.strip_prefix("/projects/3/merge_requests/7/notes");
    let issues = path.strip_prefix("/projects/3/issues");
    match (method, notes, issues) {
        ("GET", Some("?sort=asc&per_page=100"), _) => {
            return Ok(forge.listed_comments().to_string());
        }
        ("POST", Some(""), _) => forge.comments.push(field("body")?),
        ("PUT", Some(id), _) => *forge.comment(id.trim_start_matches('/'))? = field("body")?,
        ("GET", _, Some("?state=opened&labels=team-drift")) => {
            return Ok(forge.open_issues("team-drift").to_string());
        }
        ("POST", _, Some("")) => forge.issues.push(Issue {
            title: field("title")?,
            label: field("labels")?,
            body: field("description")?,
            is_open: true,
        }),
        ("PUT", _, Some(number)) => {
            let issue = forge.issue(number.trim_start_matches('/'))?;
            match data.get("state_event").map(String::as_str) {
                Some("close") => issue.is_open = false,
                _ => issue.body = field("description")?,
            }
        }
        _ => bail!("(22) The requested URL returned error: 404 ({method} {path})"),
    }
    Ok("{\"answer\": \"of no interest\"}".to_owned())
}
