//! What is refused, and in which words.

use emulator::{Action, Answer, FaultRule, Method};
use insta::assert_snapshot;
use serde_json::json;

use super::{block, staffed};
use crate::world::{Outcome, World, refusal};

/// The diagnostics of a plan of one block with these arguments, which must fail.
async fn refused(world: &World, arguments: &str) -> anyhow::Result<String> {
    world.configure(&block(arguments))?;
    world.failure(["plan", "-json"]).await
}

#[tokio::test]
async fn app_and_apps_together_are_refused() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, "app  = \"my-app\"\napps = [\"my-api\"]").await?, @r#"
    error: Both app and apps are set
    at data "scalingo_collaborators" "listed": apps = ["my-api"]
    Set app for one app, apps for several, or neither for all apps that the token's user owns.
    "#);
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_turns_out_to_stand_beside_apps_is_refused_at_apply() -> Outcome {
    let world = World::new().await?;
    let app = "resource \"terraform_data\" \"app\" {\n  input = \"my-app\"\n}\n";
    let both = block("app  = terraform_data.app.output\napps = [\"my-app\"]");
    world.configure(&format!("{app}{both}"))?;
    world.run(["plan"]).await?.success()?;
    let said = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(
        said.starts_with("error: Both app and apps are set"),
        "{said}"
    );
    Ok(())
}

#[tokio::test]
async fn empty_and_null_values_are_refused() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, "app    = \"\"\nstatus = \"\"").await?, @r#"
    error: Not an ID or name: app
    at data "scalingo_collaborators" "listed": app    = ""
    app must be the ID or the name of what the person works on: it is empty.
    ---
    error: Invalid status
    at data "scalingo_collaborators" "listed": status = ""
    status is empty, but must be a status such as "accepted" or "pending". Omit it for people of any status.
    "#);
    assert_snapshot!(refused(&world, "apps = [\"my app\", null, \"\"]").await?, @r#"
    error: Not an ID or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is "": apps must be the ID or the name of what the person works on: it is empty.
    ---
    error: Not an ID or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is "my app": apps must be the ID or the name of what the person works on: it contains blanks.
    ---
    error: Not an ID or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is null. Each must be the ID or the name of an app; compact() removes nulls.
    "#);
    Ok(())
}

#[tokio::test]
async fn app_that_is_not_there_is_named() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, r#"app = "no-such-app""#).await?, @r#"
    error: No such app
    at data "scalingo_collaborators" "listed": app = "no-such-app"
    No app "no-such-app" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the app.
    "#);
    world.emulator.add_app("my-api")?;
    let three = r#"apps = ["my-api", "my-app", "no-such-app"]"#;
    assert_snapshot!(refused(&world, three).await?, @r#"
    error: No such app
    at data "scalingo_collaborators" "listed": apps = ["my-api", "my-app", "no-such-app"]
    No app "no-such-app" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the app.
    "#);
    Ok(())
}

#[tokio::test]
async fn refused_reads_are_errors_and_not_empty_lists() -> Outcome {
    let world = staffed().await?;
    world.emulator.fault(
        FaultRule::on(Method::GET, "/v1/apps/*/collaborators").does(Action::Status(refusal(403))),
    );
    let one = refused(&world, r#"app = "my-app""#).await?;
    assert!(
        one.starts_with("error: Cannot read the collaborators"),
        "{one}"
    );
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/apps").does(Action::Status(refusal(403))));
    let all = refused(&world, "").await?;
    assert!(all.starts_with("error: Cannot list the apps"), "{all}");
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/users/self").does(Action::Status(refusal(403))));
    let all = refused(&world, "").await?;
    assert!(all.starts_with("error: Cannot find out whose"), "{all}");
    Ok(())
}

#[tokio::test]
async fn app_listed_without_owner_is_not_dropped_silently() -> Outcome {
    let world = World::new().await?;
    let apps = json!({"apps": [{"id": "5343eccd646aa30012620000", "name": "my-app"}]});
    let without = Action::Status(Answer::json(200, &apps));
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/apps").does(without));
    assert_snapshot!(refused(&world, "").await?, @r#"
    error: Cannot determine owned apps
    at data "scalingo_collaborators" "listed": data "scalingo_collaborators" "listed" {
    Scalingo lists the app "my-app" without its owner, so the apps that the token's user owns cannot be told apart from those shared with them. Name the apps in app or apps.
    "#);
    Ok(())
}

#[tokio::test]
async fn unknown_provider_configuration_is_an_error_that_names_it() -> Outcome {
    let world = World::new().await?;
    let token = world.emulator.api_token();
    let provider = format!(
        r#"
resource "terraform_data" "token" {{
  input = {token:?}
}}

provider "scalingo" {{
  api_token = terraform_data.token.output
}}
"#
    );
    world.configure(&format!("{provider}{}", block(r#"app = "my-app""#)))?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Provider configuration is not known yet
    at data "scalingo_collaborators" "listed": data "scalingo_collaborators" "listed" {
    The value of api_token comes from something that does not exist yet, so the Scalingo API cannot be called. Apply what it depends on first (terraform apply -target=…), or use a value that is known at plan time.
    "#);
    Ok(())
}
