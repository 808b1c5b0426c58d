//! `scalingo_app` through its life.

mod data;
mod environment;
mod failures;
mod messages;
mod takeover;

use emulator::{Method, Settings};
use serde_json::json;

use crate::world::{Outcome, World};

/// Where an app is in the state.
const ADDRESS: &str = "scalingo_app.my-app";

/// A world without any app.
async fn empty() -> anyhow::Result<World> {
    World::with(Settings::default()).await
}

/// The app `scalingo_app.my-app` with this name and these other arguments.
fn app(world: &World, name: &str, arguments: &str) -> Outcome {
    world.configure(&format!(
        "resource \"scalingo_app\" \"my-app\" {{\n  name = {name:?}\n  {arguments}\n}}\n"
    ))
}

/// A world in which the app has been applied with these arguments.
async fn applied(arguments: &str) -> anyhow::Result<World> {
    let world = empty().await?;
    app(&world, "my-app", arguments)?;
    world.apply().await?;
    world.emulator.take_requests();
    Ok(world)
}

/// The calls that change something, as method and what follows the app in the
/// path: `POST ` creates, `POST rename` renames.
fn writes(world: &World) -> Vec<String> {
    let requests = world.emulator.requests().into_iter();
    requests
        .filter(|request| request.method != Method::GET && !request.path.contains("/tokens/"))
        .map(|request| {
            let part = request.path.split('/').nth(4).unwrap_or("");
            format!("{} {part}", request.method)
        })
        .collect()
}

/// The example of the project's first user, word for word.
const EXAMPLE: &str = r#"
locals { team = ["user1@example.com", "user2@example.com"] }

resource "scalingo_collaborator" "collaborators" {
  for_each = toset(local.team)
  app      = "${scalingo_app.my-app.id}"
  email    = each.key
}

resource "scalingo_app" "my-app" {
  name = "my-app-2026"
}
"#;

fn people(world: &World) -> anyhow::Result<Vec<(String, bool)>> {
    let people = world.emulator.collaborators("my-app-2026")?.into_iter();
    Ok(people
        .map(|person| (person.email, person.is_limited))
        .collect())
}

#[tokio::test]
async fn users_example_runs_as_written() -> Outcome {
    let (one, two) = ("user1@example.com", "user2@example.com");
    let world = empty().await?;
    world.configure(EXAMPLE)?;
    world.apply().await?;
    let mut team = people(&world)?;
    team.sort();
    assert_eq!(team, [(one.to_owned(), false), (two.to_owned(), false)]);
    world.plan_is_empty().await?;

    world.configure(&EXAMPLE.replace(r#", "user2@example.com""#, ""))?;
    world.apply().await?;
    assert_eq!(people(&world)?, [(one.to_owned(), false)]);

    let limited = EXAMPLE.replace(r#", "user2@example.com""#, "").replace(
        "email    = each.key",
        "email    = each.key\n  limited  = true",
    );
    world.configure(&limited)?;
    world.apply().await?;
    assert_eq!(people(&world)?, [(one.to_owned(), true)]);
    assert_eq!(world.emulator.emails_sent().len(), 2);
    world.plan_is_empty().await?;

    world.destroy().await?;
    assert!(world.emulator.app("my-app-2026").is_err());
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn plain_app_costs_one_call_and_the_second_plan_is_empty() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    world.apply().await?;
    assert_eq!(writes(&world), ["POST "]);
    let state = world.attributes(ADDRESS).await?;
    assert_eq!(state["id"], world.emulator.app("my-app")?.id);
    assert_eq!(state["environment"], json!({}));
    assert_eq!(state["hds_resource"], false);
    assert_eq!(state["url"], "https://my-app.osc-fr1.example");
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_gets_everything_that_was_asked_for() -> Outcome {
    let world = empty().await?;
    let project = world.emulator.add_project(world.emulator.user(), "team");
    app(
        &world,
        "my-app",
        &format!(
            r#"
  project_id     = {:?}
  stack_id       = "scalingo-22"
  hds_resource   = true
  force_https    = true
  router_logs    = true
  sticky_session = true
  environment    = {{ LEVEL = "debug", EMPTY = "" }}
"#,
            project.id
        ),
    )?;
    world.apply().await?;
    assert_eq!(writes(&world), ["POST ", "PUT variables", "PATCH "]);
    let settings = world.emulator.app_settings("my-app")?;
    assert!(settings.force_https && settings.router_logs && settings.sticky_session);
    assert!(settings.hds_resource);
    assert_eq!(settings.stack_id, "scalingo-22");
    assert_eq!(world.emulator.variables("my-app")?.len(), 2);
    world.plan_is_empty().await?;
    assert_eq!(
        world.attributes(ADDRESS).await?["project_id"],
        json!(project.id)
    );
    Ok(())
}

#[tokio::test]
async fn settings_change_in_place_with_one_patch() -> Outcome {
    let world = applied("").await?;
    app(
        &world,
        "my-app",
        "force_https = true\n  sticky_session = true\n  stack_id = \"scalingo-24\"",
    )?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.apply().await?;
    assert_eq!(writes(&world), ["PATCH "]);
    let settings = world.emulator.app_settings("my-app")?;
    assert!(settings.force_https && settings.sticky_session && !settings.router_logs);
    assert_eq!(settings.stack_id, "scalingo-24");
    world.plan_is_empty().await?;

    app(&world, "my-app", "")?;
    world.apply().await?;
    let settings = world.emulator.app_settings("my-app")?;
    assert!(!settings.force_https && !settings.sticky_session);
    assert_eq!(settings.stack_id, "scalingo-24");
    world.plan_is_empty().await
}

#[tokio::test]
async fn rename_keeps_the_id_and_the_people() -> Outcome {
    let world = empty().await?;
    world.configure(EXAMPLE)?;
    world.apply().await?;
    let before = world.attributes(ADDRESS).await?;
    world.emulator.take_requests();
    world.configure(&EXAMPLE.replace("my-app-2026", "our-app-2027"))?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.apply().await?;
    assert_eq!(writes(&world), ["POST rename"]);
    let after = world.attributes(ADDRESS).await?;
    assert_eq!(after["id"], before["id"]);
    assert_eq!(after["url"], "https://our-app-2027.osc-fr1.example");
    assert_eq!(world.emulator.collaborators("our-app-2027")?.len(), 2);
    world.plan_is_empty().await
}

#[tokio::test]
async fn only_a_new_name_makes_addresses_unknown() -> Outcome {
    let world = applied("").await?;
    let table = [
        (
            "our-app",
            "",
            json!({"base_url": true, "git_url": true, "url": true}),
        ),
        ("my-app", "router_logs = true", json!({})),
        (
            "my-app",
            "environment = { A = \"1\" }",
            json!({"all_environment": true}),
        ),
    ];
    for (name, arguments, expected) in table {
        app(&world, name, arguments)?;
        world.run(["plan", "-out=saved"]).await?.success()?;
        let shown = world.run(["show", "-json", "saved"]).await?.success()?;
        let plan: serde_json::Value = serde_json::from_str(&shown.stdout)?;
        let mut unknown = plan["resource_changes"][0]["change"]["after_unknown"].clone();
        unknown
            .as_object_mut()
            .unwrap()
            .retain(|_, value| value == true);
        assert_eq!(unknown, expected, "{name} {arguments}");
    }
    Ok(())
}

#[tokio::test]
async fn default_project_is_no_change_and_another_one_is_moved_to() -> Outcome {
    let world = applied("").await?;
    let default = world.attributes(ADDRESS).await?["project_id"].clone();
    assert!(default.as_str().is_some_and(|id| !id.is_empty()));
    for same in [
        String::new(),
        format!("project_id = {default}"),
        "project_id = \"\"".to_owned(),
    ] {
        app(&world, "my-app", &same)?;
        world.plan_is_empty().await?;
    }
    let team = world.emulator.add_project(world.emulator.user(), "team");
    app(&world, "my-app", &format!("project_id = {:?}", team.id))?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.emulator.take_requests();
    world.apply().await?;
    assert_eq!(writes(&world), ["PUT "]);
    world.plan_is_empty().await?;

    app(&world, "my-app", "")?;
    world.plan_is_empty().await?;
    assert_eq!(world.attributes(ADDRESS).await?["project_id"], team.id);
    Ok(())
}

#[tokio::test]
async fn empty_project_and_stack_of_a_new_app_mean_the_default_and_stay_empty() -> Outcome {
    let world = empty().await?;
    world.workspace.write(
        "outputs.tf",
        "output \"project\" { value = scalingo_app.my-app.project_id }\n",
    )?;
    app(&world, "my-app", "project_id = \"\"\n  stack_id = \"\"")?;
    world.apply().await?;
    assert!(!world.emulator.app_settings("my-app")?.stack_id.is_empty());
    world.plan_is_empty().await?;
    app(&world, "my-app", "")?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn changes_by_hand_are_taken_back() -> Outcome {
    let world = applied("force_https = true").await?;
    world.emulator.change_app("my-app", |settings| {
        settings.force_https = false;
        settings.router_logs = true;
    })?;
    world.emulator.rename_app("my-app", "by-hand")?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: update"]);
    world.apply().await?;
    let settings = world.emulator.app_settings("my-app")?;
    assert!(settings.force_https && !settings.router_logs);
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_that_does_not_answer_is_an_error_and_stays_in_the_state() -> Outcome {
    let world = applied("").await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.remove_app("my-app")?;
    world.emulator.take_requests();
    let commands: [&[&str]; 3] = [
        &["apply", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json", "-refresh=false"],
    ];
    for command in commands {
        let run = world.workspace.terraform(command).await?.expect_code(1)?;
        let said = world.diagnostics(&run)?;
        let line = format!("gone_apps = [\"{id}\"]");
        for expected in ["The app my-app was not found", "<url>", &line] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        assert!(said.contains(&world.emulator.user().email), "{said}");
        assert_eq!(world.workspace.addresses().await?.len(), 1);
    }
    assert!(writes(&world).is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_is_said_to_be_gone_is_planned_again() -> Outcome {
    let world = applied("").await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.remove_app("my-app")?;
    world.provider(&format!("gone_apps = [{id:?}]"))?;
    assert_eq!(world.planned().await?, ["scalingo_app.my-app: create"]);
    world.apply().await?;
    assert!(world.emulator.app("my-app").is_ok());
    Ok(())
}

#[tokio::test]
async fn destroy_without_refresh_finds_the_present_name() -> Outcome {
    let world = applied("").await?;
    world.emulator.rename_app("my-app", "by-hand")?;
    world.destroy_unrefreshed().await?;
    assert!(world.emulator.app("by-hand").is_err());
    Ok(())
}

#[tokio::test]
async fn destroying_an_app_that_is_said_to_be_gone_succeeds() -> Outcome {
    let mut world = applied("").await?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.remove_app("my-app")?;
    world.workspace.set("SCALINGO_GONE_APPS", &*id);
    world.destroy_unrefreshed().await?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn provider_that_is_not_known_at_plan_is_tolerated() -> Outcome {
    let world = empty().await?;
    let token = world.emulator.api_token();
    world.configure(&format!(
        r#"
resource "terraform_data" "token" {{ input = {token:?} }}

provider "scalingo" {{ api_token = terraform_data.token.output }}

resource "scalingo_app" "my-app" {{ name = "my-app" }}
"#
    ))?;
    world.apply().await?;
    assert!(world.emulator.app("my-app").is_ok());
    world.emulator.take_requests();
    let plan = world
        .run(["plan", "-json", "-replace=terraform_data.token"])
        .await?
        .success()?;
    assert!(
        world
            .diagnostics(&plan)?
            .contains("Planned from the state alone")
    );
    assert!(world.emulator.requests().is_empty());
    Ok(())
}
