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
    world.emulator.fault(FaultRule::on(Method::GET, LIST).does(action));
    world.provider("max_wait = \"0s\"")?;
    world.failure(["plan", "-json"]).await
}

#[tokio::test]
async fn wrong_token() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("SCALINGO_API_TOKEN", "tk-us-wrong");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn missing_token() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.unset("SCALINGO_API_TOKEN");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn wrong_region() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.unset("SCALINGO_API_URL");
    world.workspace.set("SCALINGO_REGION", "osc-mars1");
    world.one("my-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn unknown_app() -> Outcome {
    let world = World::new().await?;
    world.one("no-such-app", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["apply", "-auto-approve", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn malformed_address() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1.example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn blanks_around_the_address() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", " user1@example.com", "")?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn empty_app() -> Outcome {
    let world = World::new().await?;
    world.one("", "user1@example.com", "")?;
    assert_snapshot!(world.failure(["validate", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn internal_server_error() -> Outcome {
    let action = Action::Status(Answer::text(500, "oops"));
    assert_snapshot!(refresh_under(action).await?, @"");
    Ok(())
}

#[tokio::test]
async fn html_page() -> Outcome {
    let action = Action::Garbage(Garbage::HtmlPage);
    assert_snapshot!(refresh_under(action).await?, @"");
    Ok(())
}

#[tokio::test]
async fn plain_http_to_another_machine() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.provider(r#"api_url = "http://api.example.com""#)?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}

#[tokio::test]
async fn nonsense_duration() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    world.provider(r#"max_wait = "soon""#)?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @"");
    Ok(())
}
