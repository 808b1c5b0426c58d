//! The rate limit, faults and interrupts: it finishes with the right result, or
//! says what is wrong; and nobody is lost or invited twice.

mod calls;
mod faults;
#[cfg(unix)]
mod interrupt;
#[cfg(target_os = "linux")]
mod leftovers;
mod schedules;
mod windows;

use std::collections::{BTreeMap, BTreeSet};

use emulator::Collaborator;
use harness::{Diagnostic, Run, SOURCE};
use serde_json::{Value, json};

use crate::world::{Outcome, World};

/// A person on an app, as the configuration declares them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    app: String,
    email: String,
    is_limited: bool,
}

impl Member {
    fn new(app: &str, number: usize) -> Self {
        Self {
            app: app.to_owned(),
            email: format!("user{number}@example.com"),
            is_limited: false,
        }
    }

    /// The key of the instance, unlike everybody else's.
    fn key(&self) -> String {
        format!("{}:{}", self.app, self.email)
    }
}

fn limited(team: &[Member]) -> Vec<Member> {
    let limited = |member: &Member| Member {
        is_limited: true,
        ..member.clone()
    };
    team.iter().map(limited).collect()
}

/// Numbers 0 to `size` on `my-app`.
fn team_of(size: usize) -> Vec<Member> {
    (0..size)
        .map(|number| Member::new("my-app", number))
        .collect()
}

/// Terraform's own time grows faster than the number of instances in a block.
const BLOCK: usize = 100;

/// Declares this team and nobody else.
fn declare(world: &World, team: &[Member]) -> Outcome {
    declare_with(world, team, "")
}

/// The same with more arguments in the resource blocks.
fn declare_with(world: &World, team: &[Member], arguments: &str) -> Outcome {
    let blocks = team.chunks(BLOCK).enumerate();
    let blocks: Vec<String> = blocks
        .map(|(number, members)| block(number, members, arguments))
        .collect();
    world.configure(&blocks.join("\n"))
}

fn block(number: usize, members: &[Member], arguments: &str) -> String {
    let people: serde_json::Map<String, Value> = members
        .iter()
        .map(|member| {
            let value =
                json!({"app": member.app, "email": member.email, "limited": member.is_limited});
            (member.key(), value)
        })
        .collect();
    let people = Value::Object(people);
    format!(
        r#"
resource "scalingo_collaborator" "people_{number}" {{
  for_each = {people}
  app      = each.value.app
  email    = each.value.email
  limited  = each.value.limited
  {arguments}
}}
"#
    )
}

/// Puts the team on its apps by hand, declares it, and writes the state that
/// an apply would have left.
fn seed_team(world: &World, team: &[Member]) -> Outcome {
    let mut resources = Vec::new();
    for (number, members) in team.chunks(BLOCK).enumerate() {
        let mut instances = Vec::new();
        for member in members {
            let Member { app, email, .. } = member;
            let there = world
                .emulator
                .add_collaborator(app, email, member.is_limited)?;
            instances.push(instance(member, &there));
        }
        resources.push(json!({
            "mode": "managed",
            "type": "scalingo_collaborator",
            "name": format!("people_{number}"),
            "provider": format!("provider[{SOURCE:?}]"),
            "instances": instances,
        }));
    }
    let state = json!({
        "version": 4,
        "terraform_version": "1.8.0",
        "serial": 1,
        "lineage": "0a0a0a0a-0000-0000-0000-000000000000",
        "outputs": {},
        "resources": resources,
    });
    world
        .workspace
        .write("terraform.tfstate", &state.to_string())?;
    declare(world, team)
}

fn instance(member: &Member, there: &Collaborator) -> Value {
    json!({
        "index_key": member.key(),
        "schema_version": 0,
        "attributes": {
            "app": member.app,
            "email": member.email,
            "limited": there.is_limited,
            "id": there.id,
            "app_id": there.app_id,
            "username": there.username,
            "status": there.status,
            "user_id": there.user_id,
            "tfa_status": there.tfa_status,
        },
        "sensitive_attributes": [],
    })
}

/// Who somebody is on an app: collaborator id and role.
type Row = (String, bool);

/// The rows of the state file by key; none when there is no file.
fn in_state(world: &World) -> anyhow::Result<BTreeMap<String, Row>> {
    let Ok(file) = world.workspace.read("terraform.tfstate") else {
        return Ok(BTreeMap::new());
    };
    let state: Value = serde_json::from_str(&file)?;
    let instances = state["resources"].as_array().into_iter().flatten();
    let rows = instances.filter_map(|resource| resource["instances"].as_array());
    let row = |instance: &Value| {
        let attributes = &instance["attributes"];
        let text = |name: &str| attributes[name].as_str().unwrap_or_default().to_owned();
        let key = format!("{}:{}", text("app"), text("email"));
        (key, (text("id"), attributes["limited"] == true))
    };
    Ok(rows.flatten().map(row).collect())
}

/// The same as the API has it, of the people of the team.
fn on_apps(world: &World, team: &[Member]) -> anyhow::Result<BTreeMap<String, Row>> {
    let ours: BTreeSet<String> = team.iter().map(Member::key).collect();
    let apps: BTreeSet<&str> = team.iter().map(|member| &*member.app).collect();
    let mut rows = BTreeMap::new();
    for app in apps {
        for person in world.emulator.collaborators(app)? {
            rows.insert(
                format!("{app}:{}", person.email),
                (person.id, person.is_limited),
            );
        }
    }
    rows.retain(|key, _| ours.contains(key));
    Ok(rows)
}

/// State and API must tell the same of everybody in `team` but those in doubt.
fn assert_agreement(world: &World, team: &[Member], in_doubt: &BTreeSet<String>) -> Outcome {
    let surely = |rows: BTreeMap<String, Row>| -> BTreeMap<String, Row> {
        rows.into_iter()
            .filter(|(key, _)| !in_doubt.contains(key))
            .collect()
    };
    assert_eq!(surely(in_state(world)?), surely(on_apps(world, team)?));
    Ok(())
}

/// Everybody of the team is on the apps in their role, and the state knows.
fn assert_all_there(world: &World, team: &[Member]) -> Outcome {
    let there = on_apps(world, team)?;
    assert_eq!(in_state(world)?, there);
    let roles: BTreeMap<String, bool> = there
        .into_iter()
        .map(|(key, (_, is_limited))| (key, is_limited))
        .collect();
    let wanted = team
        .iter()
        .map(|member| (member.key(), member.is_limited))
        .collect();
    assert_eq!(roles, wanted);
    Ok(())
}

/// How many e-mails each person got for each app.
fn mails(world: &World) -> BTreeMap<String, usize> {
    let mut mails = BTreeMap::new();
    for mail in world.emulator.emails_sent() {
        *mails
            .entry(format!("{}:{}", mail.app, mail.to))
            .or_default() += 1;
    }
    mails
}

/// Nobody got more than one e-mail for one app.
fn assert_nobody_mailed_twice(world: &World) {
    let twice: Vec<_> = mails(world)
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// An error of a run: whom it is about, and its summary.
struct Failed {
    key: Option<String>,
    summary: String,
}

/// The errors of a run. Terraform tells no address with the errors of a
/// removal; there the text has the person's address or id.
fn errors(world: &World, run: &Run) -> anyhow::Result<Vec<Failed>> {
    let rows = in_state(world)?;
    let is_about = |text: &str, key: &str, id: &str| {
        text.contains(id) || key.split(':').all(|part| text.contains(part))
    };
    let whom = |error: &Diagnostic| match &error.address {
        // scalingo_collaborator.people_0["app:email"]
        Some(address) => address.split('"').nth(1).map(str::to_owned),
        None => rows
            .iter()
            .find(|(key, (id, _))| is_about(&error.to_string(), key, id))
            .map(|(key, _)| key.clone()),
    };
    let errors = run.diagnostics()?.into_iter();
    let errors = errors.filter(|diagnostic| diagnostic.severity == "error");
    Ok(errors
        .map(|error| Failed {
            key: whom(&error),
            summary: error.summary,
        })
        .collect())
}
