//! Apps that exist already: import, and state of the official provider.

use serde_json::{Value, json};

use super::{ADDRESS, app, empty, writes};
use crate::world::{Outcome, World};

#[tokio::test]
async fn import_by_id_or_name_plans_empty() -> Outcome {
    let world = World::new().await?;
    world.emulator.set_variable("my-app", "THEIRS", "kept")?;
    world.emulator.change_app("my-app", |settings| {
        settings.force_https = true;
        settings.hds_resource = true;
    })?;
    let known = world.emulator.app("my-app")?;
    app(&world, "my-app", "force_https = true")?;
    for id in [known.id.as_str(), "my-app"] {
        world.run(["import", ADDRESS, id]).await?.success()?;
        world.plan_is_empty().await?;
        let state = world.attributes(ADDRESS).await?;
        assert_eq!(state["id"], known.id);
        assert_eq!(state["all_environment"], json!({"THEIRS": "kept"}));
        world.run(["state", "rm", ADDRESS]).await?.success()?;
    }
    Ok(())
}

#[tokio::test]
async fn imported_variables_are_taken_over_without_a_call() -> Outcome {
    let world = World::new().await?;
    world.emulator.set_variable("my-app", "MINE", "1")?;
    world.emulator.set_variable("my-app", "THEIRS", "1")?;
    app(&world, "my-app", r#"environment = { MINE = "1" }"#)?;
    world.run(["import", ADDRESS, "my-app"]).await?.success()?;
    world.apply().await?;
    assert!(writes(&world).is_empty());
    world.plan_is_empty().await?;
    app(&world, "my-app", "")?;
    world.apply().await?;
    assert_eq!(world.emulator.variables("my-app")?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn app_with_a_name_outside_the_rule_can_be_managed() -> Outcome {
    let world = empty().await?;
    world.emulator.add_app("old")?;
    app(&world, "old", "")?;
    world.run(["import", ADDRESS, "old"]).await?.success()?;
    world.plan_is_empty().await
}

/// A state file as the official provider leaves it.
fn official_state(attributes: &Value) -> String {
    let provider = "provider[\"terraform.local/scalingo/scalingo\"]";
    json!({
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "0a0a0a0a-0000-0000-0000-000000000000",
        "outputs": {},
        "resources": [{
            "mode": "managed",
            "type": "scalingo_app",
            "name": "my-app",
            "provider": provider,
            "instances": [{
                "schema_version": 0,
                "attributes": attributes,
                "sensitive_attributes": [],
                "private": "bnVsbA==",
            }],
        }],
    })
    .to_string()
}

/// The attributes the official provider stores for `my-app`.
fn official_attributes(world: &World, environment: &Value, all: &Value) -> anyhow::Result<Value> {
    let app = world.emulator.app("my-app")?;
    let settings = world.emulator.app_settings("my-app")?;
    Ok(json!({
        "all_environment": all,
        "base_url": "https://my-app.osc-fr1.example",
        "environment": environment,
        "force_https": false,
        "git_url": "git@ssh.osc-fr1.example:my-app.git",
        "hds_resource": false,
        "id": app.id,
        "name": app.name,
        "project_id": world.emulator.project_of("my-app")?.id,
        "router_logs": false,
        "stack_id": settings.stack_id,
        "sticky_session": false,
        "url": "https://my-app.osc-fr1.example",
    }))
}

#[tokio::test]
async fn official_state_plans_empty() -> Outcome {
    let table = [
        (Value::Null, ""),
        (Value::Null, "environment = {}"),
        (json!({}), ""),
        (json!({}), "environment = {}\n  project_id = \"\""),
        (json!({"A": "1"}), r#"environment = { A = "1" }"#),
    ];
    for (environment, arguments) in table {
        let world = World::new().await?;
        let all = if environment.is_null() {
            json!({})
        } else {
            environment.clone()
        };
        for (name, value) in all.as_object().unwrap() {
            let value = value.as_str().unwrap();
            world.emulator.set_variable("my-app", name, value)?;
        }
        let attributes = official_attributes(&world, &environment, &all)?;
        world
            .workspace
            .write("terraform.tfstate", &official_state(&attributes))?;
        app(&world, "my-app", arguments)?;
        let plan = world.plan().await?;
        assert_eq!(plan.code, 0, "{environment} {arguments}: {}", plan.stdout);
    }
    Ok(())
}

#[tokio::test]
async fn state_holds_exactly_the_official_attributes() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", r#"environment = { A = "1" }"#)?;
    world.apply().await?;
    let environment = json!({"A": "1"});
    let expected = official_attributes(&world, &environment, &environment)?;
    assert_eq!(world.attributes(ADDRESS).await?, expected);
    Ok(())
}

#[tokio::test]
async fn schema_has_the_official_types_and_flags() -> Outcome {
    let world = empty().await?;
    world.configure("")?;
    let run = world
        .run(["providers", "schema", "-json"])
        .await?
        .success()?;
    let all: Value = serde_json::from_str(&run.stdout)?;
    let schema = &all["provider_schemas"]["terraform.local/scalingo/scalingo"];
    let resource = &schema["resource_schemas"]["scalingo_app"];
    assert_eq!(resource["version"], 0);
    let texts = json!(["map", "string"]);
    let table = [
        ("name", json!("string"), true, false),
        ("environment", texts.clone(), false, true),
        ("all_environment", texts, false, false),
        ("base_url", json!("string"), false, false),
        ("url", json!("string"), false, false),
        ("git_url", json!("string"), false, false),
        ("force_https", json!("bool"), false, true),
        ("router_logs", json!("bool"), false, true),
        ("sticky_session", json!("bool"), false, true),
        ("stack_id", json!("string"), false, true),
        ("project_id", json!("string"), false, true),
        ("hds_resource", json!("bool"), false, true),
        ("id", json!("string"), false, false),
    ];
    let attributes = resource["block"]["attributes"].as_object().unwrap();
    assert_eq!(attributes.len(), table.len());
    for (name, kind, required, optional) in table {
        let attribute = &attributes[name];
        let flag = |flag: &str| attribute[flag].as_bool().unwrap_or(false);
        assert_eq!(attribute["type"], kind, "{name}");
        assert_eq!(
            (flag("required"), flag("optional")),
            (required, optional),
            "{name}"
        );
        assert_eq!(flag("sensitive"), name.ends_with("environment"), "{name}");
        let description = attribute["description"].as_str().unwrap();
        assert!(description.ends_with('.'), "{name}: {description}");
    }
    Ok(())
}
