//! GitLab CI: the jobs of a pipeline, as far as the recipe uses them.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;

use super::{Checkout, Job, holds, recipe};
use crate::world::Outcome;

/// The project access token.
pub(super) const TOKEN: &str = "glpat-the-token-of-the-project";

pub(super) const API: &str = "https://gitlab.example.com/api/v4";

#[derive(Deserialize)]
struct Pipeline {
    default: Default,
    variables: BTreeMap<String, String>,
    #[serde(flatten)]
    jobs: BTreeMap<String, JobRecipe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Default {
    #[serde(rename = "image")]
    _image: String,
    before_script: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JobRecipe {
    resource_group: Option<String>,
    rules: Vec<Rule>,
    script: Vec<String>,
    #[serde(default)]
    allow_failure: AllowFailure,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "if")]
    condition: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AllowFailure {
    exit_codes: i32,
}

const MERGE_REQUEST: &[(&str, &str)] = &[
    ("CI_PIPELINE_SOURCE", "merge_request_event"),
    ("CI_MERGE_REQUEST_IID", "7"),
];

const MERGED: &[(&str, &str)] = &[("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_BRANCH", "main")];

const NIGHT: &[(&str, &str)] = &[
    ("CI_PIPELINE_SOURCE", "schedule"),
    ("CI_COMMIT_BRANCH", "main"),
];

/// What a pipeline shows of a job.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    Passed,
    Warning,
    Failed,
}

impl Rule {
    /// Conditions compare variables and texts.
    fn holds(&self, variables: &BTreeMap<String, String>) -> anyhow::Result<bool> {
        let value = |word: &str| match (word.strip_prefix('$'), word.strip_prefix('"')) {
            (Some(name), _) => Ok(variables.get(name).cloned().unwrap_or_default()),
            (_, Some(text)) => Ok(text.trim_end_matches('"').to_owned()),
            _ => bail!("unknown word {word}"),
        };
        holds(&self.condition, value, value)
    }
}

/// Runs the pipeline of an event; gives the one job that it has.
async fn pipeline(
    checkout: &Checkout,
    event: &[(&str, &str)],
    more: &[(&str, &str)],
) -> anyhow::Result<Option<(String, Shown, Job)>> {
    let pipeline: Pipeline = recipe("gitlab/.gitlab-ci.yml")?;
    let known = [
        ("CI", "true"),
        ("CI_API_V4_URL", API),
        ("CI_PROJECT_ID", "3"),
        ("CI_DEFAULT_BRANCH", "main"),
        ("REVIEW_TOKEN", TOKEN),
        ("SCALINGO_API_TOKEN", checkout.world.emulator.api_token()),
    ];
    let mut variables = pipeline.variables;
    let given = known.iter().chain(event).chain(more);
    variables.extend(given.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let mut due = Vec::new();
    for (name, job) in &pipeline.jobs {
        let mut is_due = false;
        for rule in &job.rules {
            is_due |= rule.holds(&variables)?;
        }
        if is_due {
            due.push((name, job));
        }
    }
    ensure!(due.len() <= 1, "two jobs at once");
    let Some((name, job)) = due.pop() else {
        return Ok(None);
    };
    ensure!(
        name == "plan" || job.resource_group.is_some(),
        "{name} may run twice at once"
    );
    let script = [&pipeline.default.before_script[..], &job.script].concat();
    let shell = ["bash", "-eo", "pipefail", "-c"];
    let run = checkout
        .script(&shell, &script.join("\n"), &variables)
        .await?;
    let shown = match run.code {
        0 => Shown::Passed,
        code if code == job.allow_failure.exit_codes => Shown::Warning,
        _ => Shown::Failed,
    };
    let log = run.stdout + &run.stderr;
    checkout.no_secret_in(&log);
    let code = run.code;
    Ok(Some((name.clone(), shown, Job { code, log })))
}

/// The same where there must be a job of this name.
async fn job(
    checkout: &Checkout,
    event: &[(&str, &str)],
    name: &str,
    expected: Shown,
) -> anyhow::Result<Job> {
    let (ran, shown, job) = pipeline(checkout, event, &[]).await?.context("no job")?;
    ensure!(
        ran == name && shown == expected,
        "{ran}: {shown:?}\n{}",
        job.log
    );
    Ok(job)
}

#[tokio::test]
async fn merge_request_gets_one_note_that_each_push_edits_and_changes_nothing() -> Outcome {
    let checkout = Checkout::new().await?;
    job(&checkout, MERGE_REQUEST, "plan", Shown::Warning).await?;
    checkout.team(&["ann@example.com,full,,,", "ben@example.com,limited,,,"])?;
    job(&checkout, MERGE_REQUEST, "plan", Shown::Warning).await?;
    insta::assert_snapshot!(checkout.forge().comments.join("\n---\n"), @r"
    ## Access after this merge request

    ### my-app

    - **gains access**: `ann@example.com` (full)
    - **gains access**: `ben@example.com` (limited)
    ");
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn default_branch_is_applied_and_no_other() -> Outcome {
    let checkout = Checkout::new().await?;
    let elsewhere = [
        ("CI_PIPELINE_SOURCE", "push"),
        ("CI_COMMIT_BRANCH", "topic"),
    ];
    assert!(pipeline(&checkout, &elsewhere, &[]).await?.is_none());
    job(&checkout, MERGED, "apply", Shown::Passed).await?;
    assert_eq!(checkout.people()?, ["ann@example.com"]);
    assert!(checkout.forge().comments.is_empty());
    job(&checkout, MERGED, "apply", Shown::Passed).await?;
    job(&checkout, MERGE_REQUEST, "plan", Shown::Passed).await?;
    let comments = checkout.forge().comments.join("\n");
    assert!(
        comments.contains("Nobody gains or loses access."),
        "{comments}"
    );
    Ok(())
}

#[tokio::test]
async fn note_shows_domains_only_where_addresses_are_masked() -> Outcome {
    let checkout = Checkout::new().await?;
    pipeline(&checkout, MERGE_REQUEST, &[("MASK_ADDRESSES", "1")]).await?;
    let comments = checkout.forge().comments.join("\n");
    assert!(comments.contains("`…@example.com`"), "{comments}");
    assert!(!comments.contains("ann"), "{comments}");
    Ok(())
}

#[tokio::test]
async fn plan_that_breaks_a_policy_is_shown_and_not_applied() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.team(&["ann@elsewhere.example,full,,,"])?;
    job(&checkout, MERGE_REQUEST, "plan", Shown::Failed).await?;
    let refused = job(&checkout, MERGED, "apply", Shown::Failed).await?;
    assert!(
        refused.log.contains("the domain is none of ours"),
        "{}",
        refused.log
    );
    assert_eq!(checkout.forge().comments.len(), 1);
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn failing_plan_fails_every_job_and_says_nothing() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.team(&["ann@example.com,owner,,,"])?;
    for (event, name) in [(MERGE_REQUEST, "plan"), (MERGED, "apply"), (NIGHT, "drift")] {
        let failed = job(&checkout, event, name, Shown::Failed).await?;
        assert!(
            failed.log.contains("team.csv:2: role must be"),
            "{}",
            failed.log
        );
    }
    assert!(checkout.forge().texts().is_empty());
    checkout.team(&["ann@example.com,full,,,"])?;
    checkout.forge().refuses = true;
    job(&checkout, MERGE_REQUEST, "plan", Shown::Failed).await?;
    Ok(())
}

#[tokio::test]
async fn drift_is_one_issue_that_nights_edit_and_close() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.team(&["ann@example.com,full,,,", "ben@example.com,full,,,"])?;
    job(&checkout, MERGED, "apply", Shown::Passed).await?;
    let night = async || {
        job(&checkout, NIGHT, "drift", Shown::Passed).await?;
        anyhow::Ok(checkout.forge().issues.clone())
    };
    assert!(night().await?.is_empty());
    let emulator = &checkout.world.emulator;
    emulator.remove_collaborator("my-app", "ann@example.com")?;
    let issues = night().await?;
    insta::assert_snapshot!(format!("{}\n\n{}", issues[0].title, issues[0].body), @r"
    The team on Scalingo is not that of main

    The next apply would do this. To let it, run a pipeline of the default branch.

    ### my-app

    - **gains access**: `ann@example.com` (full)
    ");
    emulator.remove_collaborator("my-app", "ben@example.com")?;
    let issues = night().await?;
    assert_eq!(issues.len(), 1);
    assert!(issues[0].body.contains("`ben@example.com`"));
    job(&checkout, MERGED, "apply", Shown::Passed).await?;
    let issues = night().await?;
    assert!(issues.len() == 1 && !issues[0].is_open);
    Ok(())
}
