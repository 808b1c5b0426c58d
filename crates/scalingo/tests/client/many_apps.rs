//! The people on several apps at once.

use emulator::{Action, Answer, FaultRule, Method};
use scalingo::View;

use crate::world::{TestResult, World, address, invitation};

/// Adds owned apps with as many people as their number says.
fn staffed(world: &World, apps: usize) -> TestResult<Vec<String>> {
    let names: Vec<_> = (0..apps)
        .map(|number| format!("team-app-{number}"))
        .collect();
    for (people, app) in names.iter().enumerate() {
        world.emulator.add_app(app)?;
        for person in 0..people {
            world
                .emulator
                .add_collaborator(app, &address(person), false)?;
        }
    }
    Ok(names)
}

async fn sizes(world: &World, names: &[String]) -> TestResult<Vec<usize>> {
    let found = world.client.list_apps().await?;
    let ids = names
        .iter()
        .filter_map(|name| found.iter().find(|app| app.name == *name));
    let ids: Vec<_> = ids.map(|app| app.id.as_str()).collect();
    let views = world.rosters.people_of_owned(&world.client, &ids).await?;
    Ok(views.iter().map(|view| View::len(view)).collect())
}

#[tokio::test]
async fn owned_apps_cost_one_list_also_those_with_nobody() -> TestResult {
    let world = World::new().await?;
    let apps = staffed(&world, 5)?;
    for _ in 0..2 {
        assert_eq!(sizes(&world, &apps).await?, [0, 1, 2, 3, 4]);
    }
    assert_eq!((world.account_lists(), world.lists()), (1, 0));
    Ok(())
}

#[tokio::test]
async fn owned_apps_are_listed_alone_when_the_account_wide_list_fails() -> TestResult {
    let world = World::new().await?;
    let apps = staffed(&world, 3)?;
    let refusal = Answer::json(403, &serde_json::json!({"error": "no"}));
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/collaborators").does(Action::Status(refusal)));
    assert_eq!(sizes(&world, &apps).await?, [0, 1, 2]);
    assert_eq!((world.account_lists(), world.lists()), (1, 3));
    Ok(())
}

#[tokio::test]
async fn own_invitations_show_on_an_app_that_had_nobody() -> TestResult {
    let world = World::new().await?;
    let apps = staffed(&world, 1)?;
    assert_eq!(sizes(&world, &apps).await?, [0]);
    world
        .rosters
        .invite(
            &world.client,
            "team-app-0",
            &invitation("user1@example.com")?,
        )
        .await?;
    assert_eq!(sizes(&world, &apps).await?, [1]);
    Ok(())
}

#[tokio::test]
async fn announced_apps_cost_one_account_wide_list_from_the_first_on() -> TestResult {
    let world = World::new().await?;
    let apps: Vec<_> = staffed(&world, 6)?.into_iter().skip(1).collect();
    world.rosters.announce(apps.iter().map(String::as_str));
    for (app, people) in apps.iter().zip(1..) {
        let view = world.rosters.people(&world.client, app).await?;
        assert_eq!(view.len(), people);
    }
    assert_eq!((world.account_lists(), world.lists()), (1, 0));
    Ok(())
}
