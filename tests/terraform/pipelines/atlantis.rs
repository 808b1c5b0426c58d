//! Atlantis: the steps of a workflow, as far as the recipe uses them.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use serde_json::{Value, json};

use super::{Checkout, Job, recipe};
use crate::world::Outcome;

/// What Atlantis does for a step of this workflow.
fn script(step: &Value) -> anyhow::Result<String> {
    if step == "plan" {
        return Ok("terraform plan -input=false -out \"$PLANFILE\"".to_owned());
    }
    if let Some(words) = step["run"].as_str() {
        return Ok(words.to_owned());
    }
    let words = step["init"]["extra_args"].as_array();
    let words = words.with_context(|| format!("unknown step {step}"))?;
    let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    Ok(format!("terraform init -input=false {}", words.join(" ")))
}

/// `atlantis plan`, up to the first step that fails.
async fn plan(checkout: &Checkout) -> anyhow::Result<Job> {
    let project: Value = recipe("atlantis/atlantis.yaml")?;
    let server: Value = recipe("atlantis/repos.yaml")?;
    let workflow = project["projects"][0]["workflow"].as_str();
    let workflow = &server["workflows"][workflow.context("no workflow")?];
    let folder = checkout.world.workspace.path();
    let variables = [
        (
            "SCALINGO_API_TOKEN",
            checkout.world.emulator.api_token().to_owned(),
        ),
        (
            "PLANFILE",
            folder.join("default.tfplan").display().to_string(),
        ),
        (
            "SHOWFILE",
            folder.join("default.json").display().to_string(),
        ),
    ];
    let variables: BTreeMap<String, String> = variables
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let mut job = Job::default();
    let steps = workflow["plan"]["steps"].as_array();
    for step in steps.context("no steps")? {
        let run = checkout
            .script(&["sh", "-c"], &script(step)?, &variables)
            .await?;
        job.log += &run.stdout;
        job.log += &run.stderr;
        job.code = run.code;
        if job.code != 0 {
            break;
        }
    }
    checkout.no_secret_in(&job.log);
    Ok(job)
}

#[tokio::test]
async fn plan_ends_with_who_gains_and_loses_access() -> Outcome {
    let checkout = Checkout::new().await?;
    let job = plan(&checkout).await?;
    assert_eq!(job.code, 0, "{}", job.log);
    let expected = "### my-app\n\n- **gains access**: `ann@example.com` (full)\n";
    assert!(job.log.contains(expected), "{}", job.log);
    assert!(checkout.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn plan_that_fails_or_breaks_a_policy_cannot_be_applied() -> Outcome {
    let checkout = Checkout::new().await?;
    for (row, code, expected) in [
        ("ann@example.com,owner,,,", 1, "team.csv:2: role must be"),
        (
            "ann@elsewhere.example,full,,,",
            1,
            "the domain is none of ours",
        ),
    ] {
        checkout.team(&[row])?;
        let job = plan(&checkout).await?;
        assert_eq!(job.code, code, "{}", job.log);
        assert!(job.log.contains(expected), "{}", job.log);
    }
    Ok(())
}

#[test]
fn every_file_of_the_team_makes_a_plan_and_somebody_must_approve_it() -> Outcome {
    let project: Value = recipe("atlantis/atlantis.yaml")?;
    let autoplan = &project["projects"][0]["autoplan"]["when_modified"];
    assert_eq!(*autoplan, json!(["*.tf", "*.csv", ".terraform.lock.hcl"]));
    let server: Value = recipe("atlantis/repos.yaml")?;
    let Some(requirements) = server["repos"][0]["apply_requirements"].as_array() else {
        bail!("nothing is required")
    };
    assert!(requirements.contains(&json!("approved")));
    Ok(())
}
