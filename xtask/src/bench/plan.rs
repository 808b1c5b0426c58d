//! An empty plan of many collaborators beside one of as many `terraform_data`,
//! which are Terraform's own: what they take, no provider can undercut.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use emulator::{Emulator, Settings};
use harness::{REQUIREMENT, SOURCE, Workspace};
use serde_json::{Value, json};

use super::processes::Watch;
use super::table::median;

/// What the plans took.
pub(super) struct PlanCost {
    /// Each plan of the collaborators.
    pub(super) collaborators: Vec<Duration>,
    /// Each plan of the `terraform_data`.
    pub(super) floor: Vec<Duration>,
    /// Requests of one plan.
    pub(super) requests: usize,
    /// Bytes of the bodies of their replies, as sent.
    pub(super) bytes: u64,
    /// The most memory the provider held in the last plan, in bytes; Linux only.
    pub(super) peak: Option<u64>,
}

impl PlanCost {
    /// The collaborators' median over the floor's.
    pub(super) fn ratio(&self) -> f64 {
        let middle = |times: &[Duration]| median(times).unwrap_or_default().as_secs_f64();
        middle(&self.collaborators) / middle(&self.floor)
    }
}

/// Plans both in turn, `pairs` times, after one plan each that is not counted.
pub(super) async fn measure(
    binary: &Path,
    people: usize,
    pairs: usize,
) -> anyhow::Result<PlanCost> {
    let folder = binary.parent().context("the binary is in no folder")?;
    let emulator = Emulator::start(Settings::default()).await?;
    let team = collaborators(folder, &emulator, people).await?;
    let floor = terraform_data(folder, people).await?;
    plan(&team).await?;
    plan(&floor).await?;
    let mut cost = PlanCost {
        collaborators: Vec::new(),
        floor: Vec::new(),
        requests: 0,
        bytes: 0,
        peak: None,
    };
    for _ in 0..pairs {
        emulator.take_requests();
        let bytes = emulator.bytes_sent();
        let watch = Watch::begin(binary);
        cost.collaborators.push(plan(&team).await?);
        cost.peak = watch.end();
        cost.requests = emulator.requests().len();
        cost.bytes = emulator.bytes_sent() - bytes;
        // The floor is watched too: watching costs a little.
        let watch = Watch::begin(binary);
        cost.floor.push(plan(&floor).await?);
        watch.end();
    }
    Ok(cost)
}

/// The time of a plan, which must be empty.
async fn plan(workspace: &Workspace) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let run = workspace
        .terraform(["plan", "-detailed-exitcode"])
        .await?
        .success();
    run.context("the plan is not empty")?;
    Ok(begun.elapsed())
}

/// People on one app, declared and in the state.
async fn collaborators(
    folder: &Path,
    emulator: &Emulator,
    people: usize,
) -> anyhow::Result<Workspace> {
    const APP: &str = "my-app";
    let mut workspace = Workspace::new(folder).await?;
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
    Ok(workspace)
}

/// As many `terraform_data`, declared and in the state.
async fn terraform_data(folder: &Path, people: usize) -> anyhow::Result<Workspace> {
    let workspace = Workspace::new(folder).await?;
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
    let mut list = String::new();
    for email in addresses(people) {
        // A string takes whatever is written to it.
        let _never = write!(list, "{email:?}, ");
    }
    format!("resource {kind:?} \"people\" {{\n  for_each = toset([{list}])\n{arguments}}}\n")
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
