//! How many calls a read costs.

use emulator::Method;
use serde_json::json;

use super::{LISTED, block, read, rows, staffed};
use crate::world::{Outcome, World};

/// Every call since the last look, as `METHOD path`, sorted.
fn calls(world: &World) -> Vec<String> {
    let requests = world.emulator.take_requests().into_iter();
    let mut calls: Vec<_> = requests
        .map(|request| format!("{} {}", request.method, request.path))
        .collect();
    calls.sort();
    calls
}

/// Apps `team-app-00` and so on, each with the same ten people.
fn many_apps(world: &World, apps: usize) -> anyhow::Result<Vec<String>> {
    let names: Vec<_> = (0..apps)
        .map(|number| format!("team-app-{number:02}"))
        .collect();
    for app in &names {
        world.emulator.add_app(app)?;
        for person in 0..10 {
            let email = format!("user{person}@example.com");
            world.emulator.add_collaborator(app, &email, false)?;
        }
    }
    Ok(names)
}

#[tokio::test]
async fn empty_set_of_apps_reads_nothing() -> Outcome {
    let world = staffed().await?;
    let found = read(&world, "apps = []").await?;
    assert_eq!(found["collaborators"], json!([]));
    assert_eq!(found["owners"], json!([]));
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn two_hundred_people_on_twenty_owned_apps_cost_four_calls() -> Outcome {
    let world = World::new().await?;
    many_apps(&world, 20)?;
    world.configure(&block(""))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "GET /v1/apps",
            "GET /v1/collaborators",
            "GET /v1/users/self",
            "POST /v1/tokens/exchange"
        ]
    );
    world.apply().await?;
    let found = world.attributes(LISTED).await?;
    assert_eq!(rows(&found, "collaborators", &["email"]).len(), 200);
    // `my-app`, which has nobody, is the 21st.
    assert_eq!(rows(&found, "owners", &["app_name"]).len(), 21);
    Ok(())
}

#[tokio::test]
async fn two_hundred_people_on_twenty_named_apps_cost_three_calls() -> Outcome {
    let world = World::new().await?;
    let apps = many_apps(&world, 20)?;
    world.configure(&block(&format!("apps = {apps:?}")))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "GET /v1/apps",
            "GET /v1/collaborators",
            "POST /v1/tokens/exchange"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn one_app_costs_a_look_at_it_and_a_list() -> Outcome {
    let world = staffed().await?;
    let id = world.emulator.app("my-app")?.id;
    world.configure(&block(r#"app = "my-app""#))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            format!("GET /v1/apps/{id}/collaborators"),
            "GET /v1/apps/my-app".to_owned(),
            "POST /v1/tokens/exchange".to_owned()
        ]
    );
    Ok(())
}

#[tokio::test]
async fn several_blocks_about_one_app_share_its_list() -> Outcome {
    let world = staffed().await?;
    let pending = r#"
data "scalingo_collaborators" "pending" {
  app    = "my-app"
  status = "pending"
}
"#;
    let all = block(r#"app = "my-app""#);
    world.configure(&format!("{all}{pending}"))?;
    world.plan_is_empty().await?;
    let emulator = &world.emulator;
    assert_eq!(emulator.count(Method::GET, "/v1/apps/*/collaborators"), 1);
    assert_eq!(emulator.count(Method::GET, "/v1/apps/*"), 1);
    Ok(())
}
