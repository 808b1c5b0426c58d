//! The exact messages about apps.

use emulator::{Action, Answer, FaultRule, Method};
use insta::assert_snapshot;

use super::{app, applied, empty};
use crate::world::{Outcome, World, refusal};

#[tokio::test]
async fn wrong_name() -> Outcome {
    let world = empty().await?;
    app(&world, "My_App", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Invalid app name
    at resource "scalingo_app" "my-app": name = "My_App"
    name must consist of 6 to 48 lower-case letters, digits and single hyphens between them, such as "my-app-2026": only lower-case letters, digits and hyphens are allowed.
    "#);
    Ok(())
}

#[tokio::test]
async fn name_that_is_taken_by_an_app_of_ours() -> Outcome {
    let world = World::new().await?;
    app(&world, "my-app", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: App already exists
    at resource "scalingo_app" "my-app": name = "my-app"
    An app named "my-app" already exists and is visible to this token. Nothing was created. To manage it here, import it:

      import {
        to = <address of this resource>
        id = "my-app"
      }

    Otherwise choose another name.
    "#);
    Ok(())
}

#[tokio::test]
async fn name_that_is_taken_by_a_stranger() -> Outcome {
    let world = empty().await?;
    let ann = world.emulator.add_user("ann", "ann@example.com")?;
    world.emulator.add_app_owned_by("my-app", &ann)?;
    app(&world, "my-app", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: Cannot create an app
    at resource "scalingo_app" "my-app": name = "my-app"
    Scalingo did not accept the values: name has already been taken.

    Cause: POST /v1/apps: not accepted, status 422
    "#);
    Ok(())
}

#[tokio::test]
async fn variable_without_a_name() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", r#"environment = { "" = "1" }"#)?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Environment variable without a name
    at resource "scalingo_app" "my-app": environment = { "" = "1" }
    environment has an empty key. Every key must be the name of a variable, such as "DATABASE_URL".
    "#);
    Ok(())
}

#[tokio::test]
async fn other_hosting_is_refused_at_plan() -> Outcome {
    let world = applied("").await?;
    app(&world, "my-app", "hds_resource = true")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Hosting cannot be changed
    at resource "scalingo_app" "my-app": hds_resource = true
    hds_resource is false for this app, and Scalingo sets it only when an app is created. Replacing the app would destroy it, so the provider does not plan that. Set hds_resource = false or omit it to keep the app. For the other kind of hosting, create a second app in its own resource block, move over, and then remove this one.
    "#);
    assert!(super::writes(&world).is_empty());
    Ok(())
}

#[tokio::test]
async fn unknown_project() -> Outcome {
    let world = applied("").await?;
    app(&world, "my-app", r#"project_id = "no-such-project""#)?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: Cannot move an app to a project
    at resource "scalingo_app" "my-app": project_id = "no-such-project"
    This account has no such project. project_id must be the ID of a project, not its name; omit it to use the default project.

    Cause: PUT /v1/apps/<app id>: not found
    "#);
    Ok(())
}

#[tokio::test]
async fn app_created_but_not_set_up() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "force_https = true")?;
    let rule = FaultRule::on(Method::PATCH, "/v1/apps/*");
    world
        .emulator
        .fault(rule.does(Action::Status(refusal(403))));
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: App created, but not set up: Cannot change an app
    at resource "scalingo_app" "my-app": resource "scalingo_app" "my-app" {
    The app "my-app" exists and is in the state, but it is not yet what was planned. Terraform marks it as tainted: the next apply would delete it and create it again. To keep it instead, run terraform untaint with the address of this resource; the next apply then sets what is missing.

    Scalingo refused this: not allowed. Only the owner of an app may rename or delete it or move it to a project, and limited collaborators may not change it. Use a token that belongs to the owner.

    Cause: PATCH /v1/apps/<app id>: refused with status 403
    "#);
    Ok(())
}

#[tokio::test]
async fn creation_without_an_answer() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    let lost = Action::StatusAfter(Answer::text(502, ""));
    let rule = FaultRule::on(Method::POST, "/v1/apps").does(lost);
    world.emulator.fault(rule);
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: App creation status unknown
    at resource "scalingo_app" "my-app": name = "my-app"
    The request to create the app "my-app" was sent, but the answer was lost. Check the dashboard: if the app is there and you own it, import it with the ID "my-app"; if not, run terraform apply again.

    Cause: POST /v1/apps: the API is not available
    "#);
    Ok(())
}

#[tokio::test]
async fn wrong_import_ids() -> Outcome {
    let world = empty().await?;
    app(&world, "my-app", "")?;
    let mut said = Vec::new();
    for id in ["no-such-app", "my-app:user1@example.com"] {
        let run = world
            .run(["import", "-no-color", super::ADDRESS, id])
            .await?
            .expect_code(1)?;
        let line = run.stderr.replace("\n│ ", " ").replace('\n', " ");
        said.push(line.trim().to_owned());
    }
    assert_snapshot!(said.join("\n"), @r#"
    Error: Nothing to import  Looked for the app "no-such-app" in the configured region, and none is visible to this token. Check its spelling and the provider's region. An import ID is the ID or the name of an app, such as "my-app".
    Error: Invalid import ID  "my-app:user1@example.com" cannot be imported: it contains ':'. An import ID is the ID or the name of an app, such as "my-app".
    "#);
    Ok(())
}

#[tokio::test]
async fn app_to_look_at_is_unknown() -> Outcome {
    let world = empty().await?;
    world.configure("data \"scalingo_app\" \"it\" {\n  name = \"no-such-app\"\n}\n")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: No such app
    at data "scalingo_app" "it": name = "no-such-app"
    No app "no-such-app" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the app.
    "#);
    Ok(())
}
