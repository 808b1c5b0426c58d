//! The exact words of the errors a user is most likely to meet.

use emulator::{Action, Answer, FaultRule, Garbage, Method};
use insta::assert_snapshot;

use crate::world::{Outcome, World};

const LIST: &str = "/v1/apps/*/collaborators";

/// What `terraform plan` says once a person is in the state and `rule` holds.
async fn refresh_under(action: Action) -> anyhow::Result<String> {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world
        .emulator
        .fault(FaultRule::on(Method::GET, LIST).does(action));
    world.provider("max_wait = \"0s\"")?;
    world.failure(["plan", "-json"]).await
}

#[tokio::test]
async fn wrong_token() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("SCALINGO_API_TOKEN", "tk-us-wrong");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: Cannot look up an app
    at resource "scalingo_collaborator" "one": resource "scalingo_collaborator" "one" {
    Scalingo did not accept the API token. It may be mistyped or revoked, or belong to another account. Create a new one in the Scalingo dashboard (Account, then API tokens) and set it as SCALINGO_API_TOKEN or api_token; if the token came from the Scalingo CLI, run scalingo login again.

    Cause: POST /v1/tokens/exchange: the API token was refused
    "#);
    Ok(())
}

#[tokio::test]
async fn missing_token() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.unset("SCALINGO_API_TOKEN");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: No Scalingo API token
    Create a token in the Scalingo dashboard (Account, then API tokens; it starts with "tk-us-") and pass it to the provider: export it as SCALINGO_API_TOKEN, which keeps it out of files, or set api_token in the provider block from a sensitive variable. On your own machine, scalingo login is enough; that login is not used where CI is set or use_cli_login is false.
    ---
    error: Invalid provider configuration
    Provider "terraform.local/scalingo/scalingo" requires explicit configuration. Add a provider block to the root module and configure the provider's required arguments as described in the provider documentation.
    "#);
    Ok(())
}

#[tokio::test]
async fn wrong_region() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.unset("SCALINGO_API_URL");
    world.workspace.set("SCALINGO_REGION", "osc-mars1");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    error: Unknown region "osc-mars1"
    at resource "scalingo_collaborator" "one": resource "scalingo_collaborator" "one" {
    The provider is configured for the region "osc-mars1", but Scalingo has: osc-fr1, osc-secnum-fr1. Set region (or SCALINGO_REGION) to one of them, or set api_url.

    Cause: there is no region `osc-mars1`
    "#);
    Ok(())
}

#[tokio::test]
async fn unknown_app() -> Outcome {
    let world = World::new().await?;
    world.one("no-such-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @r#"
    warning: No such app yet: no-such-app
    at resource "scalingo_collaborator" "one": app   = "no-such-app"
    No app "no-such-app" is visible to this token yet. Unless something creates it before the invitation is sent, the apply will fail. To invite somebody to an app of this configuration, refer to the app (app = scalingo_app.<name>.id).
    ---
    error: No such app
    at resource "scalingo_collaborator" "one": app   = "no-such-app"
    No app "no-such-app" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the app.
    "#);
    Ok(())
}

#[tokio::test]
async fn malformed_address() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1.example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Not an e-mail address
    at resource "scalingo_collaborator" "one": email = "user1.example.com"
    email must be one address such as "user1@example.com": there is no "@" in it.
    "#);
    Ok(())
}

#[tokio::test]
async fn blanks_around_the_address() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", " user1@example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Not an e-mail address
    at resource "scalingo_collaborator" "one": email = " user1@example.com"
    email must be one address such as "user1@example.com": the address has blanks around it.
    "#);
    Ok(())
}

#[tokio::test]
async fn empty_app() -> Outcome {
    let world = World::new().await?;
    world.one("", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Not an ID or name: app
    at resource "scalingo_collaborator" "one": app   = ""
    app must be the ID or the name of what the person works on: it is empty.
    "#);
    Ok(())
}

#[tokio::test]
async fn internal_server_error() -> Outcome {
    let action = Action::Status(Answer::text(500, "oops"));
    assert_snapshot!(refresh_under(action).await?, @r#"
    error: Cannot read the collaborators
    at resource "scalingo_collaborator" "one": resource "scalingo_collaborator" "one" {
    Scalingo answered status 500. Tried once. Try again later; https://scalingostatus.com shows the status of the service.

    Cause: GET /v1/apps/<app id>/collaborators: the API is not available
    "#);
    Ok(())
}

#[tokio::test]
async fn html_page() -> Outcome {
    let action = Action::Garbage(Garbage::HtmlPage);
    assert_snapshot!(refresh_under(action).await?, @r#"
    error: Cannot read the collaborators
    at resource "scalingo_collaborator" "one": resource "scalingo_collaborator" "one" {
    Scalingo answered status 200, but the reply is an HTML page instead of a list of collaborators. Check that api_url and auth_api_url point to the Scalingo API and not to a proxy or a sign-in page.

    Cause: GET /v1/apps/<app id>/collaborators: unexpected reply with status 200: the reply is an HTML page instead of a list of collaborators
    "#);
    Ok(())
}

#[tokio::test]
async fn plain_http_to_another_machine() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.provider(r#"api_url = "http://api.example.com""#)?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Plain HTTP would send the token unprotected
    at provider "scalingo": api_url = "http://api.example.com"
    api_url starts with http://, which is accepted only for loopback addresses (127.0.0.1, ::1, localhost). Use https://.
    "#);
    Ok(())
}

#[tokio::test]
async fn nonsense_duration() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.provider(r#"max_wait = "soon""#)?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Invalid duration
    at provider "scalingo": max_wait = "soon"
    max_wait is "soon", but must be a duration such as "90s" or "10m", from 0s to 1day: expected number at 0.
    "#);
    Ok(())
}
