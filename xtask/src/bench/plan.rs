//! An empty plan of many collaborators beside one of as many `terraform_data`,
//! which are Terraform's own: what they take, no provider can undercut. And a
//! plan to destroy people beside one of the same people who stay.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use emulator::{Emulator, Settings};
use harness::{REQUIREMENT, SOURCE, Workspace};
use serde_json::{Value, json};

use super::processes::Watch;

/// Looks for changes, and there must be none.
const STAYING: &str = "-detailed-exitcode";

/// What the plans took.
pub(super) struct PlanCost {
    /// Each plan of the collaborators, and of as many `terraform_data`.
    pub(super) times: [Vec<Duration>; 2],
    /// Requests of one plan.
    pub(super) requests: usize,
    /// Bytes of the bodies of their replies, as sent.
    pub(super) bytes: u64,
    /// The most memory the provider held in one plan, in bytes; Linux only.
    pub(super) peak: Option<u64>,
}

/// Plans both in turn, `pairs` times, after one plan of the collaborators that
/// is not timed but watched.
pub(super) async fn measure(
    binary: &Path,
    people: usize,
    pairs: usize,
) -> anyhow::Result<PlanCost> {
    let (emulator, team) = collaborators(binary, people).await?;
    let floor = terraform_data(binary, people).await?;
    let watch = Watch::begin(binary);
    plan(&team, &[STAYING]).await?;
    Ok(PlanCost {
        peak: watch.end(),
        requests: emulator.requests().len(),
        bytes: emulator.bytes_sent(),
        times: in_turn(pairs, [(&team, &[STAYING]), (&floor, &[STAYING])]).await?,
    })
}

/// Plans of people who stay, and of the same people who go, in turn.
pub(super) async fn leaving(
    binary: &Path,
    people: usize,
    pairs: usize,
    parallelism: &str,
) -> anyhow::Result<[Vec<Duration>; 2]> {
    let (_emulator, team) = collaborators(binary, people).await?;
    let [staying, going] = [STAYING, "-destroy"].map(|kind| [kind, parallelism]);
    plan(&team, &staying).await?;
    in_turn(pairs, [(&team, &staying), (&team, &going)]).await
}

async fn in_turn(
    pairs: usize,
    [one, other]: [(&Workspace, &[&str]); 2],
) -> anyhow::Result<[Vec<Duration>; 2]> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..pairs {
        times[0].push(plan(one.0, one.1).await?);
        times[1].push(plan(other.0, other.1).await?);
    }
    Ok(times)
}

/// The time of a plan, which must end with 0.
async fn plan(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let run = workspace.terraform([&["plan"], arguments].concat()).await?;
    run.success()?;
    Ok(begun.elapsed())
}

/// People on one app, declared and in the state.
async fn collaborators(binary: &Path, people: usize) -> anyhow::Result<(Emulator, Workspace)> {
    const APP: &str = "my-app";
    let emulator = Emulator::start(Settings::default()).await?;
    let mut workspace = workspace(binary).await?;
    workspace.set("SCALINGO_API_TOKEN", emulator.api_token());
    workspace.set("SCALINGO_API_URL", emulator.url());
    workspace.set("SCALINGO_AUTH_URL", emulator.url());
    emulator.add_app(APP)?;
    let mut instances = Vec::new();
    for email in addresses(people) {
        let there = emulator.add_collaborator(APP, &email, false)?;
        instances.push(instance(
            &email,
            &json!({
                "app": APP,
                "email": email,
                "limited": false,
                "id": there.id,
                "app_id": there.app_id,
                "username": there.username,
                "status": there.status,
            }),
        ));
    }
    let arguments = format!("  app = {APP:?}\n  email = each.key\n");
    let hcl = resource("scalingo_collaborator", people, &arguments);
    workspace.write("main.tf", &format!("{REQUIREMENT}\n{hcl}"))?;
    workspace.write(
        "terraform.tfstate",
        &state("scalingo_collaborator", SOURCE, &instances),
    )?;
    Ok((emulator, workspace))
}

async fn workspace(binary: &Path) -> anyhow::Result<Workspace> {
    Workspace::new(binary.parent().context("the binary is in no folder")?).await
}

/// As many `terraform_data`, declared and in the state.
async fn terraform_data(binary: &Path, people: usize) -> anyhow::Result<Workspace> {
    let workspace = workspace(binary).await?;
    let attributes = |email: &String| {
        let text = json!({"value": email, "type": "string"});
        json!({"id": email, "input": text, "output": text})
    };
    let instances: Vec<Value> = addresses(people)
        .map(|email| instance(&email, &attributes(&email)))
        .collect();
    let hcl = resource("terraform_data", people, "  input = each.key\n");
    workspace.write("main.tf", &hcl)?;
    let builtin = "terraform.io/builtin/terraform";
    workspace.write(
        "terraform.tfstate",
        &state("terraform_data", builtin, &instances),
    )?;
    Ok(workspace)
}

fn addresses(people: usize) -> impl Iterator<Item = String> {
    (0..people).map(|number| format!("user{number}@example.com"))
}

/// One resource block, an instance for each address.
fn resource(kind: &str, people: usize, arguments: &str) -> String {
    let team = format!("[for n in range({people}) : \"user${{n}}@example.com\"]");
    format!("resource {kind:?} \"people\" {{\n  for_each = toset({team})\n{arguments}}}\n")
}

fn instance(key: &str, attributes: &Value) -> Value {
    json!({
        "index_key": key,
        "schema_version": 0,
        "attributes": attributes,
        "sensitive_attributes": [],
    })
}

fn state(kind: &str, source: &str, instances: &[Value]) -> String {
    json!({
        "version": 4,
        "terraform_version": "1.8.0",
        "serial": 1,
        "lineage": "0a0a0a0a-0000-0000-0000-000000000000",
        "outputs": {},
        "resources": [{
            "mode": "managed",
            "type": kind,
            "name": "people",
            "provider": format!("provider[{source:?}]"),
            "instances": instances,
        }],
    })
    .to_string()
}
