//! From the invitation to the way out.

use emulator::Method;
use serde_json::json;

use super::{ACCEPTED, ADDRESS, LINK, acceptances, invite, joined, own, robot};
use crate::world::{Outcome, World};

#[tokio::test]
async fn account_joins_by_the_link_stays_without_it_and_leaves() -> Outcome {
    let (mut world, robot) = robot().await?;
    invite(&mut world, "my-app")?;
    world.apply().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    let row = world.emulator.collaborators("my-app")?.remove(0);
    assert_eq!(
        world.attributes(ADDRESS).await?,
        json!({
            "app": "my-app",
            "app_id": world.emulator.app("my-app")?.id,
            "email": "robot@example.com",
            "id": row.id,
            "invitation_link_wo": null,
            "limited": false,
            "user_id": robot.id,
            "username": "robot",
        })
    );
    world.plan_is_empty().await?;
    world.workspace.unset("TF_VAR_link");
    world.plan_is_empty().await?;
    assert_eq!(acceptances(&world.emulator), 1);
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    world.destroy().await?;
    Ok(())
}

#[tokio::test]
async fn plan_of_a_new_collaboration_needs_neither_link_nor_invitation() -> Outcome {
    let (world, _) = robot().await?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaboration.own: create"]
    );
    own(&world, "no-such-app", "")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaboration.own: create"]
    );
    Ok(())
}

#[tokio::test]
async fn account_that_is_there_already_needs_no_link_and_accepts_nothing() -> Outcome {
    let (world, robot) = robot().await?;
    world.emulator.share("my-app", &robot)?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(acceptances(&world.emulator), 0);
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn account_is_found_by_its_address_where_replies_have_no_user() -> Outcome {
    let (mut world, _) = robot().await?;
    world
        .emulator
        .configure(|settings| settings.replies.old = true);
    invite(&mut world, "my-app")?;
    world.apply().await?;
    world.plan_is_empty().await?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn account_that_left_by_hand_is_planned_to_join_again() -> Outcome {
    let (mut world, _) = joined().await?;
    world
        .emulator
        .remove_collaborator("my-app", "robot@example.com")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaboration.own: create"]
    );
    invite(&mut world, "my-app")?;
    world.apply().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_that_is_gone_is_left_already() -> Outcome {
    let (world, _) = joined().await?;
    world.emulator.remove_app("my-app")?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaboration.own: create"]
    );
    let destroy = ["destroy", "-auto-approve", "-refresh=false"];
    world.run(destroy).await?.success()?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn pending_invitation_of_the_address_is_not_the_accounts_to_cancel() -> Outcome {
    let (mut world, _) = joined().await?;
    world
        .emulator
        .remove_collaborator("my-app", "robot@example.com")?;
    invite(&mut world, "my-app")?;
    let destroy = ["destroy", "-auto-approve", "-refresh=false"];
    world.run(destroy).await?.success()?;
    assert_eq!(world.people()?, ["robot@example.com full pending"]);
    Ok(())
}

#[tokio::test]
async fn another_form_of_the_app_is_no_change_and_another_app_is_another_object() -> Outcome {
    let (mut world, robot) = joined().await?;
    own(&world, &world.emulator.app("my-app")?.id, "")?;
    world.plan_is_empty().await?;
    world.emulator.rename_app("my-app", "our-app")?;
    world.plan_is_empty().await?;
    own(&world, "our-app", "")?;
    world.plan_is_empty().await?;

    let app = world.emulator.add_app("my-app")?.id;
    own(&world, "my-app", "")?;
    world.emulator.share(&app, &robot)?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(failure.contains("belongs to another app"), "{failure}");
    world.emulator.remove_collaborator(&app, &robot.email)?;
    own(&world, &app, "")?;
    invite(&mut world, &app)?;
    assert_eq!(
        world.planned().await?,
        ["scalingo_collaboration.own: replace"]
    );
    world.apply().await?;
    assert!(world.emulator.collaborators("our-app")?.is_empty());
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn app_that_is_not_known_at_plan_is_not_another_one() -> Outcome {
    let (mut world, _) = robot().await?;
    let configure = |world: &World, revision: u8| {
        world.configure(&format!(
            r#"
{LINK}
resource "terraform_data" "app" {{
  input = {{ name = "my-app", revision = {revision} }}
}}

resource "scalingo_collaboration" "own" {{
  app                = terraform_data.app.output.name
  invitation_link_wo = var.link
}}
"#
        ))
    };
    configure(&world, 1)?;
    invite(&mut world, "my-app")?;
    world.apply().await?;
    configure(&world, 2)?;
    let run = world.apply().await?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("Not known before the apply: app"), "{said}");
    assert_eq!(acceptances(&world.emulator), 1);
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn token_that_is_not_known_at_plan_is_tolerated() -> Outcome {
    let (world, robot) = joined().await?;
    let token = &robot.api_token;
    world.workspace.write(
        "provider.tf",
        &format!(
            r#"
resource "terraform_data" "token" {{ input = {token:?} }}

provider "scalingo" {{ api_token = terraform_data.token.output }}
"#
        ),
    )?;
    world.apply().await?;
    world.emulator.take_requests();
    let replaced = ["plan", "-json", "-replace=terraform_data.token"];
    let run = world.run(replaced).await?.success()?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("Planned from the state alone"), "{said}");
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn collaboration_stands_beside_a_resource_for_the_same_person() -> Outcome {
    let (mut world, _) = robot().await?;
    let owner = world.emulator.api_token().to_owned();
    world.workspace.write(
        "team.tf",
        &format!(
            r#"
provider "scalingo" {{
  alias     = "owner"
  api_token = {owner:?}
}}

resource "scalingo_collaborator" "robot" {{
  provider = scalingo.owner
  app      = "my-app"
  email    = "robot@example.com"
}}
"#
        ),
    )?;
    let invite = [
        "apply",
        "-auto-approve",
        "-target=scalingo_collaborator.robot",
    ];
    world.run(invite).await?.success()?;
    let invited = world.emulator.collaborators("my-app")?.remove(0);
    world.workspace.set("TF_VAR_link", invited.invitation_link);
    world.apply().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    assert_eq!(world.emulator.emails_sent().len(), 1);
    Ok(())
}

#[tokio::test]
async fn account_may_stand_in_the_team_that_it_manages() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    world.apply().await?;
    world.workspace.write(
        "team.tf",
        r#"
resource "scalingo_collaborators" "team" {
  depends_on     = [scalingo_collaboration.own]
  app            = scalingo_collaboration.own.app_id
  collaborators  = ["ann@example.com", "robot@example.com"]
  adopt_existing = true
}
"#,
    )?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 2);
    world.plan_is_empty().await
}

#[tokio::test]
async fn refresh_costs_one_look_at_the_app_and_one_list() -> Outcome {
    let (world, _) = joined().await?;
    world.plan_is_empty().await?;
    let count = |pattern: &str| world.emulator.count(Method::GET, pattern);
    assert_eq!(count("/v1/apps/*"), 1);
    assert_eq!(count("/v1/apps/*/collaborators"), 1);
    assert_eq!(count("/v1/users/self"), 1);
    Ok(())
}

#[tokio::test]
async fn renamed_key_is_refused_and_a_moved_block_keeps_the_access() -> Outcome {
    let (world, robot) = robot().await?;
    world.emulator.share("my-app", &robot)?;
    let keyed = |key: &str, more: &str| {
        world.configure(&format!(
            r#"
resource "scalingo_collaboration" "own" {{
  for_each = {{ {key:?} = "my-app" }}
  app      = each.value
}}
{more}
"#
        ))
    };
    keyed("old", "")?;
    world.apply().await?;
    keyed("new", "")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.contains("Both joined and left: my-app"),
        "{failure}"
    );
    keyed(
        "new",
        "moved {\n  from = scalingo_collaboration.own[\"old\"]\n  to   = scalingo_collaboration.own[\"new\"]\n}\n",
    )?;
    world.plan_has_only_moves(1).await?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn account_that_joins_before_its_old_object_leaves_stays() -> Outcome {
    let (world, robot) = robot().await?;
    world.emulator.share("my-app", &robot)?;
    own(
        &world,
        "my-app",
        "lifecycle {\n    create_before_destroy = true\n  }",
    )?;
    world.apply().await?;
    let replace = ["apply", "-auto-approve", "-replace", ADDRESS];
    world.run(replace).await?.success()?;
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await
}
