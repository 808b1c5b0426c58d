//! What a plan costs: calls counted by the emulator.

use std::collections::BTreeMap;

use super::{Member, assert_all_there, seed_team, team_of};
use crate::world::{Outcome, World};

/// How often each call was made so far, sorted by call; ids and names of apps
/// are left out.
fn calls(world: &World) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for request in world.emulator.requests() {
        let mut parts: Vec<&str> = request.path.split('/').collect();
        if parts.get(2) == Some(&"apps") && parts.len() > 3 {
            parts[3] = "*";
        }
        let call = format!("{} {}", request.method, parts.join("/"));
        *counts.entry(call).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(call, count)| format!("{count} {call}"))
        .collect()
}

#[tokio::test]
async fn plan_of_a_thousand_people_is_one_exchange_and_one_list() -> Outcome {
    let world = World::new().await?;
    let team = team_of(1000);
    seed_team(&world, &team)?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "1 GET /v1/apps/*/collaborators",
            "1 POST /v1/tokens/exchange",
        ]
    );
    assert_all_there(&world, &team)
}

#[tokio::test]
async fn plan_of_thirty_owned_apps_is_four_calls_at_most() -> Outcome {
    let world = World::with(emulator::Settings::default()).await?;
    let mut team = Vec::new();
    for app in (0..30).map(|number| format!("owned-app-{number}")) {
        world.emulator.add_app(&app)?;
        team.extend((0..20).map(|number| Member::new(&app, number)));
    }
    seed_team(&world, &team)?;
    world.plan_is_empty().await?;
    let calls = world.emulator.requests();
    assert!(calls.len() <= 4, "{calls:#?}");
    Ok(())
}

#[tokio::test]
async fn plan_of_ten_apps_of_others_is_a_list_each_and_one_of_the_account() -> Outcome {
    let world = World::with(emulator::Settings::default()).await?;
    let other = world.emulator.add_user("other", "other@example.com")?;
    let mut team = Vec::new();
    for app in (0..10).map(|number| format!("others-app-{number}")) {
        world.emulator.add_app_owned_by(&app, &other)?;
        world.emulator.share(&app, world.emulator.user())?;
        team.extend((0..5).map(|number| Member::new(&app, number)));
    }
    seed_team(&world, &team)?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "10 GET /v1/apps/*/collaborators",
            "1 GET /v1/collaborators",
            "1 POST /v1/tokens/exchange",
        ]
    );
    Ok(())
}
