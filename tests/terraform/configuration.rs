//! The provider block.

use emulator::Method;

use crate::world::{Outcome, World};

#[tokio::test]
async fn nothing_is_called_when_nothing_is_needed() -> Outcome {
    let world = World::new().await?;
    world.configure("provider \"scalingo\" {}\n")?;
    world.plan_is_empty().await?;
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn validate_needs_neither_token_nor_network() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.unset("SCALINGO_API_TOKEN");
    world.team(&["user1@example.com"])?;
    world.run(["validate"]).await?.success()?;
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn settings_from_the_block_serve_as_well() -> Outcome {
    let mut world = World::new().await?;
    let url = world.emulator.url();
    let token = world.emulator.api_token().to_owned();
    for name in [
        "SCALINGO_API_TOKEN",
        "SCALINGO_API_URL",
        "SCALINGO_AUTH_URL",
    ] {
        world.workspace.unset(name);
    }
    world.one("my-app", "user1@example.com", "")?;
    world.provider(&format!(
        "api_token = {token:?}\nregion = \"\"\napi_url = {url:?}\nauth_api_url = \"{url}/v1/\""
    ))?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn explicit_url_beats_the_region() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("SCALINGO_REGION", "osc-secnum-fr1");
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 1);
    assert_eq!(world.emulator.count(Method::GET, "/v1/regions"), 0);
    Ok(())
}

#[tokio::test]
async fn region_that_is_not_built_in_is_looked_up() -> Outcome {
    let mut world = World::new().await?;
    world
        .emulator
        .set_region("osc-test1", &world.emulator.url());
    world.workspace.unset("SCALINGO_API_URL");
    world.workspace.set("SCALINGO_REGION", "osc-test1");
    world.team(&["user1@example.com", "user2@example.com"])?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 2);
    world.emulator.take_requests();
    world.plan_is_empty().await?;
    assert_eq!(world.emulator.count(Method::GET, "/v1/regions"), 1);
    Ok(())
}

#[tokio::test]
async fn region_in_the_block_is_not_overruled_by_a_url_in_the_environment() -> Outcome {
    let mut world = World::new().await?;
    world
        .emulator
        .set_region("osc-test1", &world.emulator.url());
    world
        .workspace
        .set("SCALINGO_API_URL", "https://api.example.invalid");
    world.one("my-app", "user1@example.com", "")?;
    world.provider("region = \"osc-test1\"")?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn token_with_a_line_end_signs_in_and_one_in_quotes_is_refused() -> Outcome {
    let mut world = World::new().await?;
    let token = world.emulator.api_token().to_owned();
    world
        .workspace
        .set("SCALINGO_API_TOKEN", format!("{token}\n"));
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    world
        .workspace
        .set("SCALINGO_API_TOKEN", format!("{token:?}"));
    let refused = world.failure(["plan", "-json"]).await?;
    assert!(refused.contains("api_token (from SCALINGO_API_TOKEN) must be the token alone"));
    assert!(!refused.contains(&token));
    Ok(())
}

/// The token comes from something that exists only after apply.
const UNKNOWN_TOKEN: &str = r#"
resource "terraform_data" "token" {
  input = "TOKEN"
}

provider "scalingo" {
  api_token = terraform_data.token.output
}

resource "scalingo_collaborator" "one" {
  app   = "my-app"
  email = "user1@example.com"
}
"#;

#[tokio::test]
async fn unknown_token_at_plan_is_tolerated() -> Outcome {
    let world = World::new().await?;
    world.configure(&UNKNOWN_TOKEN.replace("TOKEN", world.emulator.api_token()))?;
    assert_eq!(world.planned().await?.len(), 2);
    world.apply().await?;
    assert_eq!(world.people()?.len(), 1);
    world
        .run(["plan", "-replace=terraform_data.token"])
        .await?
        .success()?;
    Ok(())
}

#[tokio::test]
async fn login_of_the_scalingo_cli_is_enough() -> Outcome {
    let mut world = World::new().await?;
    let token = world.emulator.api_token().to_owned();
    let url = world.emulator.url();
    let host = url.trim_start_matches("http://");
    let login = serde_json::json!({"auth_data_version": "2.1", "auth_config_data": {
        host: {"tokens": {"token": token}, "user": {"username": "ann"}},
    }});
    let folder = world.workspace.path().join(".config/scalingo");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("auth"), login.to_string())?;
    world.workspace.unset("SCALINGO_API_TOKEN");
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 1);
    world.workspace.set("CI", "true");
    let refused = world.failure(["plan", "-json"]).await?;
    assert!(refused.contains("No Scalingo API token"), "{refused}");
    Ok(())
}
