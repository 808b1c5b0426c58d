//! Something fails or stops half-way: the rest is done, the truth is told, and
//! the next apply finishes.

use emulator::{Action, Answer, FaultRule, Method};

use super::{TEAM, attribute, said_by_plan, team, writes};
use crate::world::{Outcome, World, refusal};

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";
const CLEO: &str = "cleo@example.com";

fn fails_once(world: &World, method: Method, path: &str) {
    let rule = FaultRule::on(method, path).nth(1);
    world
        .emulator
        .fault(rule.does(Action::Status(refusal(403))));
}

#[tokio::test]
async fn failed_create_leaves_no_state_and_the_next_apply_takes_over() -> Outcome {
    for world in World::both().await? {
        fails_once(&world, Method::POST, "/v1/apps/*/collaborators");
        team(&world, &[ANN, BEN, CLEO], "")?;
        let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
        assert!(
            failure.starts_with("error: The team of my-app was not created"),
            "{failure}"
        );
        assert!(failure.contains("These people were invited:"), "{failure}");
        assert!(failure.contains("id = \"my-app\""), "{failure}");
        assert_eq!(world.people()?.len(), 2);
        assert!(world.attributes(TEAM).await.is_err());
        let said = said_by_plan(&world).await?;
        assert!(
            said.starts_with("warning: 2 people taken over on my-app"),
            "{said}"
        );
        world.apply().await?;
        assert_eq!(world.emulator.emails_sent().len(), 3);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn failed_update_does_the_rest_and_its_state_is_true() -> Outcome {
    for world in World::both().await? {
        team(
            &world,
            &[ANN, BEN],
            "limited_collaborators = [\"cleo@example.com\"]",
        )?;
        world.apply().await?;
        for (method, path) in [
            (Method::POST, "/v1/apps/*/collaborators"),
            (Method::PATCH, "/v1/apps/*/collaborators/*"),
            (Method::DELETE, "/v1/apps/*/collaborators/*"),
        ] {
            fails_once(&world, method, path);
        }
        team(&world, &[CLEO, "dan@example.com", "eva@example.com"], "")?;
        let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
        assert!(
            failure.contains("error: 3 of 5 changes failed on my-app"),
            "{failure}"
        );
        assert_eq!(world.people()?.len(), 3);
        let full = attribute(&world, "collaborators").await?;
        assert_eq!(full.as_array().map(Vec::len), Some(2), "{full}");
        let limited = attribute(&world, "limited_collaborators").await?;
        assert_eq!(limited, serde_json::json!([CLEO]));
        assert_eq!(attribute(&world, "removals").await?, 1);
        let refreshed = world.run(["plan", "-refresh-only"]).await?.success()?;
        assert!(
            refreshed.stdout.contains("found no differences"),
            "{}",
            refreshed.stdout
        );
        world.apply().await?;
        assert_eq!(
            world.people()?,
            [
                "cleo@example.com full pending",
                "dan@example.com full pending",
                "eva@example.com full pending"
            ]
        );
        assert_eq!(world.emulator.emails_sent().len(), 5);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn failed_destroy_names_who_is_left_and_the_next_one_finishes() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN, BEN, CLEO], "")?;
    world.apply().await?;
    fails_once(&world, Method::DELETE, "/v1/apps/*/collaborators/*");
    let failure = world.failure(["destroy", "-auto-approve", "-json"]).await?;
    let expected = "error: 1 of 3 people not removed from my-app";
    assert!(failure.contains(expected), "{failure}");
    assert_eq!(world.people()?.len(), 1);
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    assert_eq!(writes(&world), [3, 4, 0]);
    Ok(())
}

#[tokio::test]
async fn everything_waits_for_its_turn_invitations_first_and_removals_last() -> Outcome {
    let world = World::new().await?;
    team(&world, &[ANN, BEN], "")?;
    world.apply().await?;
    world.emulator.take_requests();
    team(
        &world,
        &[CLEO, "dan@example.com"],
        "limited_collaborators = [\"ben@example.com\"]",
    )?;
    world.apply().await?;
    let requests = world.emulator.requests();
    let order: Vec<&str> = requests.iter().map(|call| call.method.as_str()).collect();
    assert!(
        order.ends_with(&["POST", "POST", "PATCH", "DELETE"]),
        "{order:?}"
    );
    Ok(())
}

#[tokio::test]
async fn member_whose_row_cannot_be_read_stays_in_their_role() -> Outcome {
    let world = World::new().await?;
    team(
        &world,
        &[],
        "limited_collaborators = [\"cleo@example.com\"]",
    )?;
    world.apply().await?;
    let cleo = world.emulator.collaborators("my-app")?.remove(0);
    let app = world.emulator.app("my-app")?;
    let row = serde_json::json!({
        "id": cleo.id, "app_id": app.id, "email": CLEO, "status": "pending", "is_limited": "yes",
    });
    let list = Answer::json(200, &serde_json::json!({ "collaborators": [row] }));
    for path in ["/v1/apps/*/collaborators", "/v1/collaborators"] {
        let odd = FaultRule::on(Method::GET, path);
        world.emulator.fault(odd.does(Action::Status(list.clone())));
    }
    let run = world.plan().await?.expect_code(0)?;
    let said = world.diagnostics(&run)?;
    assert!(said.contains("Unreadable row of a member"), "{said}");
    Ok(())
}
