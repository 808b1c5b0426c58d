//! GitHub Actions: the steps of a workflow, as far as the recipes use them.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::{Checkout, Job, REPOSITORY, holds, recipe};
use crate::world::Outcome;

/// What a workflow gets as `github.token`.
pub(super) const TOKEN: &str = "ghs_the-token-of-the-run";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Workflow {
    #[serde(rename = "name")]
    _name: String,
    on: BTreeMap<String, Value>,
    permissions: BTreeMap<String, String>,
    concurrency: BTreeMap<String, String>,
    jobs: BTreeMap<String, JobRecipe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct JobRecipe {
    runs_on: String,
    defaults: Defaults,
    env: BTreeMap<String, String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    run: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    name: Option<String>,
    id: Option<String>,
    #[serde(rename = "if")]
    condition: Option<String>,
    uses: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, Value>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: Option<String>,
}

/// What happened on GitHub.
#[derive(Clone, Copy)]
struct Event {
    name: &'static str,
    /// The branch that was pushed to or chosen.
    branch: &'static str,
    /// Forks get no secrets.
    has_secrets: bool,
    mask: &'static str,
}

const PULL_REQUEST: Event = Event {
    name: "pull_request",
    branch: "topic",
    has_secrets: true,
    mask: "",
};

const PUSH: Event = Event {
    name: "push",
    branch: "main",
    ..PULL_REQUEST
};

const NIGHT: Event = Event {
    name: "schedule",
    ..PUSH
};

impl Workflow {
    fn is_triggered_by(&self, event: Event) -> bool {
        match (event.name, self.on.get(event.name)) {
            (_, None) => false,
            ("push", Some(push)) => push["branches"]
                .as_array()
                .is_some_and(|branches| branches.contains(&Value::from(event.branch))),
            ("schedule", Some(times)) => times[0]["cron"]
                .as_str()
                .is_some_and(|cron| cron.split(' ').count() == 5),
            (_, Some(_)) => true,
        }
    }

    /// Runs the workflow's job; nothing if the event does not trigger it.
    async fn run(&self, checkout: &Checkout, event: Event) -> anyhow::Result<Option<Job>> {
        if !self.is_triggered_by(event) {
            return Ok(None);
        }
        let mut values = event.values(checkout);
        ensure!(self.concurrency.contains_key("group"));
        fill(&self.concurrency["group"], &values)?;
        let [recipe] = self.jobs.values().collect::<Vec<_>>()[..] else {
            bail!("a recipe has one job")
        };
        ensure!(recipe.runs_on == "ubuntu-latest" && recipe.defaults.run["shell"] == "bash");
        let mut job = Job::default();
        for step in &recipe.steps {
            if job.code == 0 && step.is_due(&values)? {
                step.run(checkout, &recipe.env, &mut values, &mut job)
                    .await
                    .with_context(|| format!("{:?}", step.name))?;
            }
        }
        checkout.no_secret_in(&job.log);
        Ok(Some(job))
    }

    /// The same for an event that must trigger it.
    async fn job(&self, checkout: &Checkout, event: Event) -> anyhow::Result<Job> {
        self.run(checkout, event).await?.context("not triggered")
    }
}

impl Event {
    /// Every expression that a recipe may use.
    fn values(self, checkout: &Checkout) -> BTreeMap<String, String> {
        let token = if self.has_secrets {
            checkout.world.emulator.api_token()
        } else {
            ""
        };
        let reference = match self.name {
            "pull_request" => "refs/pull/7/merge".to_owned(),
            _ => format!("refs/heads/{}", self.branch),
        };
        [
            ("github.event_name", self.name),
            ("github.event.number", "7"),
            ("github.ref", &reference),
            ("github.repository", REPOSITORY),
            ("github.token", TOKEN),
            ("secrets.SCALINGO_API_TOKEN", token),
            ("vars.MASK_ADDRESSES", self.mask),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}

/// Replaces every `${{ … }}`; one without a value is an error.
fn fill(text: &str, values: &BTreeMap<String, String>) -> anyhow::Result<String> {
    let Some((before, rest)) = text.split_once("${{") else {
        return Ok(text.to_owned());
    };
    let (expression, rest) = rest.split_once("}}").context("no }}")?;
    let value = values
        .get(expression.trim())
        .with_context(|| format!("unknown expression {expression}"))?;
    Ok(format!("{before}{value}{}", fill(rest, values)?))
}

impl Step {
    /// Conditions compare values with texts.
    fn is_due(&self, values: &BTreeMap<String, String>) -> anyhow::Result<bool> {
        let Some(condition) = &self.condition else {
            return Ok(true);
        };
        let value = |name: &str| {
            let value = values.get(name).cloned();
            value.with_context(|| format!("unknown value {name}"))
        };
        let text = |word: &str| {
            let text = word
                .strip_prefix('\'')
                .and_then(|word| word.strip_suffix('\''));
            text.map(str::to_owned).context("not a text")
        };
        holds(condition, value, text)
    }

    async fn run(
        &self,
        checkout: &Checkout,
        around: &BTreeMap<String, String>,
        values: &mut BTreeMap<String, String>,
        job: &mut Job,
    ) -> Outcome {
        let script = match (&self.uses, &self.run) {
            (Some(action), None) => return self.is_known_action(action),
            (None, Some(script)) => script,
            _ => bail!("a step either uses or runs"),
        };
        ensure!(
            !script.contains("${{"),
            "an expression in a script is code of whoever wrote its value"
        );
        let mut environment = BTreeMap::from([("CI".to_owned(), "true".to_owned())]);
        for (name, value) in around.iter().chain(&self.env) {
            environment.insert(name.clone(), fill(value, values)?);
        }
        environment.insert("GITHUB_REPOSITORY".to_owned(), REPOSITORY.to_owned());
        for file in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            checkout.world.workspace.write(file, "")?;
            let path = checkout.world.workspace.path().join(file);
            environment.insert(file.to_owned(), path.display().to_string());
        }
        let shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"];
        let run = checkout.script(&shell, script, &environment).await?;
        job.code = run.code;
        job.log += &run.stdout;
        job.log += &run.stderr;
        job.log += &checkout.world.workspace.read("GITHUB_STEP_SUMMARY")?;
        let outputs = checkout.world.workspace.read("GITHUB_OUTPUT")?;
        for (name, value) in outputs.lines().filter_map(|line| line.split_once('=')) {
            let id = self.id.as_deref().context("outputs need an id")?;
            values.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
        Ok(())
    }

    /// Actions have happened already: there is a checkout and a Terraform.
    fn is_known_action(&self, action: &str) -> Outcome {
        match action {
            "actions/checkout@v4" => {
                let kept = self.with.get("persist-credentials");
                ensure!(kept == Some(&Value::Bool(false)), "the token stays in .git");
                Ok(())
            }
            "hashicorp/setup-terraform@v3" => {
                let wrapper = self.with.get("terraform_wrapper");
                ensure!(
                    wrapper == Some(&Value::Bool(false)),
                    "the wrapper hides the exit code"
                );
                Ok(())
            }
            other => bail!("unknown action {other}"),
        }
    }
}

fn team() -> anyhow::Result<Workflow> {
    recipe("github/team.yml")
}

#[tokio::test]
async fn pull_request_gets_one_comment_that_each_push_edits_and_changes_nothing() -> Outcome {
    let checkout = Checkout::new().await?;
    let team = team()?;
    assert_eq!(team.permissions["pull-requests"], "write");
    let job = team.job(&checkout, PULL_REQUEST).await?;
    assert_eq!(job.code, 0, "{}", job.log);
    checkout.team(&["ann@example.com,full,,,", "ben@example.com,limited,,,"])?;
    let job = team.job(&checkout, PULL_REQUEST).await?;
    assert_eq!(job.code, 0, "{}", job.log);
    insta::assert_snapshot!(checkout.forge().comments.join("\n---\n"), @r"
    ## Access after this pull request

    ### my-app

    - **gains access**: `ann@example.com` (full)
    - **gains access**: `ben@example.com` (limited)
    ");
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn push_to_main_applies_what_it_planned_and_comments_nowhere() -> Outcome {
    let checkout = Checkout::new().await?;
    let team = team()?;
    let job = team.job(&checkout, PUSH).await?;
    assert_eq!(job.code, 0, "{}", job.log);
    assert_eq!(checkout.people()?, ["ann@example.com"]);
    let again = team.job(&checkout, PUSH).await?;
    assert_eq!(again.code, 0, "{}", again.log);
    assert!(!again.log.contains("Apply complete"), "{}", again.log);
    assert!(checkout.forge().comments.is_empty());
    Ok(())
}

#[tokio::test]
async fn only_main_is_applied() -> Outcome {
    let checkout = Checkout::new().await?;
    let team = team()?;
    let elsewhere = Event {
        branch: "topic",
        ..PUSH
    };
    assert!(team.run(&checkout, elsewhere).await?.is_none());
    let by_hand = Event {
        name: "workflow_dispatch",
        ..elsewhere
    };
    let job = team.job(&checkout, by_hand).await?;
    assert_eq!(job.code, 0, "{}", job.log);
    assert!(checkout.people()?.is_empty());
    let by_hand = Event {
        name: "workflow_dispatch",
        ..PUSH
    };
    team.job(&checkout, by_hand).await?;
    assert_eq!(checkout.people()?, ["ann@example.com"]);
    Ok(())
}

#[tokio::test]
async fn comment_shows_domains_only_where_addresses_are_masked() -> Outcome {
    let checkout = Checkout::new().await?;
    let masked = Event {
        mask: "1",
        ..PULL_REQUEST
    };
    team()?.job(&checkout, masked).await?;
    let comments = checkout.forge().comments.join("\n");
    assert!(comments.contains("`…@example.com`"), "{comments}");
    assert!(!comments.contains("ann"), "{comments}");
    Ok(())
}

#[tokio::test]
async fn plan_that_breaks_a_policy_is_shown_and_not_applied() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.team(&["ann@elsewhere.example,full,,,"])?;
    let team = team()?;
    for event in [PULL_REQUEST, PUSH] {
        let job = team.job(&checkout, event).await?;
        assert_eq!(job.code, 1, "{}", job.log);
        assert!(
            job.log.contains("the domain is none of ours"),
            "{}",
            job.log
        );
    }
    assert_eq!(checkout.forge().comments.len(), 1);
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn failing_plan_fails_the_job_and_says_nothing() -> Outcome {
    let checkout = Checkout::new().await?;
    let fork = Event {
        has_secrets: false,
        ..PULL_REQUEST
    };
    let job = team()?.job(&checkout, fork).await?;
    assert_eq!(job.code, 1, "{}", job.log);
    checkout.team(&["ann@example.com,owner,,,"])?;
    for (event, workflow) in [(PULL_REQUEST, team()?), (PUSH, team()?), (NIGHT, drift()?)] {
        let job = workflow.job(&checkout, event).await?;
        assert_eq!(job.code, 1, "{}", job.log);
        assert!(job.log.contains("team.csv:2: role must be"), "{}", job.log);
    }
    assert!(checkout.forge().texts().is_empty());
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn comment_that_cannot_be_written_fails_the_job() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.forge().refuses = true;
    let job = team()?.job(&checkout, PULL_REQUEST).await?;
    assert_ne!(job.code, 0, "{}", job.log);
    Ok(())
}

fn drift() -> anyhow::Result<Workflow> {
    recipe("github/drift.yml")
}

#[tokio::test]
async fn drift_is_one_issue_that_nights_edit_and_close() -> Outcome {
    let checkout = Checkout::new().await?;
    checkout.team(&["ann@example.com,full,,,", "ben@example.com,full,,,"])?;
    team()?.job(&checkout, PUSH).await?;
    let drift = drift()?;
    assert_eq!(drift.permissions["issues"], "write");
    let night = async || {
        let job = drift.job(&checkout, NIGHT).await?;
        anyhow::ensure!(job.code == 0, "{}", job.log);
        Ok(checkout.forge().issues.clone())
    };
    let emulator = &checkout.world.emulator;
    emulator.accept("my-app", "ben@example.com")?;
    assert!(night().await?.is_empty());
    emulator.remove_collaborator("my-app", "ann@example.com")?;
    let issues = night().await?;
    insta::assert_snapshot!(format!("{}\n\n{}", issues[0].title, issues[0].body), @r"
    The team on Scalingo is not that of main

    The next apply on main would do this. To let it, run the workflow *team*.

    ### my-app

    - **gains access**: `ann@example.com` (full)
    ");
    emulator.remove_collaborator("my-app", "ben@example.com")?;
    let issues = night().await?;
    assert_eq!(issues.len(), 1);
    assert!(issues[0].body.contains("`ben@example.com`"));
    team()?.job(&checkout, PUSH).await?;
    let issues = night().await?;
    assert!(issues.len() == 1 && !issues[0].is_open);
    emulator.remove_collaborator("my-app", "ann@example.com")?;
    let issues = night().await?;
    assert!(issues.len() == 2 && issues[1].is_open);
    Ok(())
}

#[test]
fn unknown_expressions_and_conditions_are_errors() -> Outcome {
    let values = BTreeMap::from([("github.ref".to_owned(), "refs/heads/main".to_owned())]);
    assert_eq!(
        fill("a ${{ github.ref }} b", &values)?,
        "a refs/heads/main b"
    );
    assert!(fill("${{ github.reff }}", &values).is_err());
    let step = |condition: &str| -> anyhow::Result<Step> {
        Ok(serde_json::from_value(
            serde_json::json!({"if": condition}),
        )?)
    };
    assert!(step("github.ref == 'refs/heads/main'")?.is_due(&values)?);
    assert!(!step("github.ref != 'refs/heads/main'")?.is_due(&values)?);
    assert!(step("github.reff == 'x'")?.is_due(&values).is_err());
    assert!(step("always()")?.is_due(&values).is_err());
    Ok(())
}
