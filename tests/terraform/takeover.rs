//! From the official provider and back: the same state, no e-mail.

use base64::Engine;
use harness::OFFICIAL_SOURCE;
use serde_json::{Value, json};

use crate::world::{Outcome, World};

/// Whether a value has the type.
type IsType = fn(&Value) -> bool;

/// The official collaborator resource's attributes: name and JSON type.
const OFFICIAL: [(&str, IsType); 6] = [
    ("app", Value::is_string),
    ("email", Value::is_string),
    ("id", Value::is_string),
    ("limited", Value::is_boolean),
    ("status", Value::is_string),
    ("username", Value::is_string),
];

/// A world with two people, and a state as the official provider writes it.
fn official_state(world: &World) -> Outcome {
    let app = world.emulator.app("my-app")?.id;
    let mut instances = Vec::new();
    for (email, limited) in [("User1@example.com", false), ("user2@example.com", true)] {
        let person = world.emulator.add_collaborator("my-app", email, limited)?;
        instances.push(json!({
            "index_key": email,
            "schema_version": 0,
            "attributes": {
                "app": app,
                "email": email,
                "id": person.id,
                "limited": limited,
                "status": person.status,
                "username": person.username,
            },
            "sensitive_attributes": [],
            "private": "bnVsbA==",
        }));
    }
    let state = json!({
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "0b0b9d22-6a0f-4b0e-8f0a-3d1f4ac0ffee",
        "outputs": {},
        "resources": [{
            "mode": "managed",
            "type": "scalingo_collaborator",
            "name": "collaborators",
            "provider": format!("provider[\"{OFFICIAL_SOURCE}\"]"),
            "instances": instances,
        }],
        "check_results": null,
    });
    world
        .workspace
        .write("terraform.tfstate", &state.to_string())?;
    world.configure(&format!(
        r#"
resource "scalingo_collaborator" "collaborators" {{
  for_each = {{ "User1@example.com" = false, "user2@example.com" = true }}
  app      = {app:?}
  email    = each.key
  limited  = each.value
}}
"#
    ))
}

#[tokio::test]
async fn official_state_plans_empty_after_replace_provider() -> Outcome {
    for world in World::both().await? {
        official_state(&world)?;
        world
            .run([
                "state",
                "replace-provider",
                "-auto-approve",
                OFFICIAL_SOURCE,
                harness::SOURCE,
            ])
            .await?
            .success()?;
        world.plan_is_empty().await?;
        assert!(world.emulator.emails_sent().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn official_state_plans_empty_after_a_changed_source() -> Outcome {
    for world in World::both().await? {
        official_state(&world)?;
        world.plan_is_empty().await?;
        world.run(["apply", "-auto-approve"]).await?.success()?;
        assert!(world.emulator.emails_sent().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn official_state_without_refresh_plans_empty_too() -> Outcome {
    for world in World::both().await? {
        official_state(&world)?;
        world
            .run(["plan", "-detailed-exitcode", "-refresh=false"])
            .await?
            .success()?;
    }
    Ok(())
}

#[tokio::test]
async fn official_state_of_an_app_that_does_not_answer_is_kept_until_it_is_said_to_be_gone()
-> Outcome {
    let world = World::new().await?;
    official_state(&world)?;
    let id = world.emulator.app("my-app")?.id;
    world.emulator.remove_app("my-app")?;
    for command in ["plan", "destroy"] {
        let approved = if command == "plan" {
            "-input=false"
        } else {
            "-auto-approve"
        };
        let failure = world.failure([command, "-json", approved]).await?;
        assert!(failure.contains("was not found"), "{failure}");
        assert!(
            failure.contains(&format!("gone_apps = [{id:?}]")),
            "{failure}"
        );
        assert_eq!(world.workspace.addresses().await?.len(), 2);
    }
    world.provider(&format!("gone_apps = [{id:?}]"))?;
    assert_eq!(world.planned().await?.len(), 2);
    world.destroy_unrefreshed().await?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn our_state_has_all_the_official_provider_reads() -> Outcome {
    let world = World::new().await?;
    world.team(&["user1@example.com"])?;
    world.apply().await?;
    world.team_with(&["user1@example.com"], "limited = true")?;
    world.apply().await?;
    let state: Value = serde_json::from_str(&world.workspace.read("terraform.tfstate")?)?;
    let instance = &state["resources"][0]["instances"][0];
    assert_eq!(instance["schema_version"], 0);
    for (name, has_type) in OFFICIAL {
        assert!(
            has_type(&instance["attributes"][name]),
            "{name}: {instance}"
        );
    }
    // The official SDK reads private bytes as an object of JSON.
    let private = instance["private"].as_str().unwrap_or_default();
    let private = base64::prelude::BASE64_STANDARD.decode(private)?;
    let private: Value = serde_json::from_slice(&private)?;
    assert!(private.is_object(), "{private}");
    Ok(())
}

#[tokio::test]
async fn our_state_goes_back_to_the_official_source() -> Outcome {
    for world in World::both().await? {
        official_state(&world)?;
        world.apply().await?;
        for (from, to) in [
            (OFFICIAL_SOURCE, harness::SOURCE),
            (harness::SOURCE, OFFICIAL_SOURCE),
        ] {
            let arguments = ["state", "replace-provider", "-auto-approve", from, to];
            world.run(arguments).await?.success()?;
        }
        let state: Value = serde_json::from_str(&world.workspace.read("terraform.tfstate")?)?;
        let resource = &state["resources"][0];
        assert_eq!(
            resource["provider"],
            format!("provider[\"{OFFICIAL_SOURCE}\"]")
        );
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn official_state_gets_identities_and_refreshes_to_no_changes() -> Outcome {
    let world = World::newer().await?;
    official_state(&world)?;
    let stored = world.workspace.read("terraform.tfstate")?;
    let person = world.emulator.accept("my-app", "User1@example.com")?;
    let accepted = stored
        .replacen("pending", "accepted", 1)
        .replacen("n/a", &person.username, 1);
    world.workspace.write("terraform.tfstate", &accepted)?;
    let app = world.emulator.app("my-app")?.id;
    let run = world.run(["plan", "-refresh-only", "-no-color"]).await?;
    let run = run.success()?;
    assert!(run.stdout.contains("No changes"), "{}", run.stdout);
    world.plan_is_empty().await?;
    let refresh = ["apply", "-refresh-only", "-auto-approve"];
    world.run(refresh).await?.success()?;
    for (instance, email) in instances(&world)?
        .iter()
        .zip(["user1@example.com", "user2@example.com"])
    {
        let expected = json!({"app_id": app, "email": email});
        assert_eq!(instance["identity"], expected);
        assert_eq!(instance["identity_schema_version"], 0);
    }
    let again = ["plan", "-refresh-only", "-detailed-exitcode"];
    world.run(again).await?.success()?;
    Ok(())
}

/// What the guide has `jq` do before the state goes back to a provider without
/// identities.
#[tokio::test]
async fn state_whose_identities_were_cut_out_plans_empty() -> Outcome {
    let world = World::newer().await?;
    world.team(&["user1@example.com"])?;
    world.apply().await?;
    let pulled = world.run(["state", "pull"]).await?.success()?;
    let mut state: Value = serde_json::from_str(&pulled.stdout)?;
    for instance in state["resources"][0]["instances"].as_array_mut().unwrap() {
        let instance = instance.as_object_mut().unwrap();
        assert!(
            instance
                .remove("identity")
                .is_some_and(|identity| identity.is_object())
        );
        instance.remove("identity_schema_version");
    }
    state["serial"] = json!(state["serial"].as_u64().unwrap() + 1);
    world.workspace.write("cut.json", &state.to_string())?;
    world.run(["state", "push", "cut.json"]).await?.success()?;
    world.plan_is_empty().await
}

fn instances(world: &World) -> anyhow::Result<Vec<Value>> {
    let state: Value = serde_json::from_str(&world.workspace.read("terraform.tfstate")?)?;
    let instances = state["resources"][0]["instances"].as_array();
    Ok(instances.cloned().unwrap_or_default())
}
