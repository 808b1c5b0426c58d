//! Lists are shared, and own writes keep them right.

use std::time::Duration;

use emulator::{Action, Answer, FaultRule, Gate, Method};
use futures_util::future::join_all;
use scalingo::{CancellationToken, Email, Error, Removal, Who};

use crate::world::{APP, TestResult, World, address, invitation};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousand_readers_of_a_thousand_people_cost_one_list() -> TestResult {
    let world = World::new().await?;
    for number in 0..1000 {
        world
            .emulator
            .add_collaborator(APP, &address(number), false)?;
    }
    let views = join_all((0..1000).map(|_| world.rosters.people(&world.client, APP))).await;
    for (number, view) in views.into_iter().enumerate() {
        assert!(view?.by_email(&Email::parse(&address(number))?).is_some());
    }
    assert_eq!(
        (
            world.exchanges(),
            world.lists(),
            world.emulator.requests().len()
        ),
        (1, 1, 2)
    );
    Ok(())
}

#[tokio::test]
async fn thirty_owned_apps_cost_three_lists_at_most() -> TestResult {
    let world = World::new().await?;
    let apps: Vec<_> = (0..30).map(|number| format!("team-app-{number}")).collect();
    for app in &apps {
        world.emulator.add_app(app)?;
        for number in 0..20 {
            world
                .emulator
                .add_collaborator(app, &address(number), false)?;
        }
    }
    let views = join_all(
        apps.iter()
            .map(|app| world.rosters.people(&world.client, app)),
    )
    .await;
    for view in views {
        assert_eq!(view?.len(), 20);
    }
    assert_eq!(world.account_lists(), 1);
    assert!(world.lists() <= 2, "{}", world.lists());
    Ok(())
}

#[tokio::test]
async fn ten_apps_of_somebody_else_cost_a_list_each_and_one_in_vain() -> TestResult {
    let world = World::new().await?;
    let owner = world.emulator.add_user("lead", "lead@example.com")?;
    let apps: Vec<_> = (0..10)
        .map(|number| format!("their-app-{number}"))
        .collect();
    for app in &apps {
        world.emulator.add_app_owned_by(app, &owner)?;
        world.emulator.share(app, world.emulator.user())?;
    }
    for app in apps.iter().chain(&apps) {
        assert_eq!(world.rosters.people(&world.client, app).await?.len(), 1);
    }
    assert_eq!((world.account_lists(), world.lists()), (1, 10));
    Ok(())
}

#[tokio::test]
async fn owned_app_without_people_is_asked_alone_and_kept() -> TestResult {
    let world = World::new().await?;
    for app in ["empty-app-1", "empty-app-2", "empty-app-3"] {
        world.emulator.add_app(app)?;
        for _ in 0..2 {
            assert!(world.rosters.people(&world.client, app).await?.is_empty());
        }
    }
    assert_eq!((world.account_lists(), world.lists()), (1, 3));
    Ok(())
}

#[tokio::test]
async fn without_an_account_wide_list_each_app_is_listed_alone() -> TestResult {
    let world = World::new().await?;
    let refusal = Answer::json(403, &serde_json::json!({"error": "no"}));
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/collaborators").does(Action::Status(refusal)));
    for number in 0..5 {
        let app = format!("team-app-{number}");
        world.emulator.add_app(&app)?;
        world
            .emulator
            .add_collaborator(&app, "user1@example.com", false)?;
        assert_eq!(world.rosters.people(&world.client, &app).await?.len(), 1);
    }
    assert_eq!((world.account_lists(), world.lists()), (1, 5));
    Ok(())
}

#[tokio::test]
async fn name_and_id_share_a_view_once_a_reply_has_told() -> TestResult {
    let world = World::new().await?;
    let id = world.emulator.app(APP)?.id;
    world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    assert_eq!(world.rosters.same_app(APP, &id), None);
    world.rosters.people(&world.client, APP).await?;
    assert_eq!(world.rosters.same_app(APP, &id), Some(true));
    assert_eq!(world.rosters.people(&world.client, &id).await?.len(), 1);
    assert_eq!(world.lists(), 1);
    let invited = world
        .rosters
        .invite(&world.client, &id, &invitation("user2@example.com")?)
        .await?;
    assert!(
        world
            .rosters
            .people(&world.client, APP)
            .await?
            .by_id(&invited.id)
            .is_some()
    );
    assert_eq!(world.lists(), 1);
    Ok(())
}

#[tokio::test]
async fn reply_about_the_app_tells_that_name_and_id_are_one() -> TestResult {
    let world = World::new().await?;
    world.emulator.add_app("other-app")?;
    let app = world.client.get_app(APP).await?;
    let other = world.client.get_app("other-app").await?;
    assert_eq!(world.rosters.same_app(APP, &app.id), Some(true));
    assert_eq!(world.rosters.same_app(APP, &other.id), Some(false));
    Ok(())
}

#[tokio::test]
async fn own_writes_need_no_new_list() -> TestResult {
    let world = World::new().await?;
    let (client, rosters) = (&world.client, &world.rosters);
    let invited = rosters
        .invite(client, APP, &invitation("user1@example.com")?)
        .await?;
    rosters.change_role(client, APP, &invited.id, true).await?;
    let view = rosters.people(client, APP).await?;
    assert!(
        view.by_id(&invited.id)
            .is_some_and(|person| person.is_limited)
    );
    assert_eq!(world.remove(client, &invited.id).await?, Removal::Removed);
    assert!(rosters.people(client, APP).await?.is_empty());
    assert_eq!(world.lists(), 1);
    Ok(())
}

#[tokio::test]
async fn to_remove_somebody_who_is_gone_is_no_error() -> TestResult {
    let world = World::new().await?;
    let person = world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    assert_eq!(world.rosters.people(&world.client, APP).await?.len(), 1);
    world
        .emulator
        .remove_collaborator(APP, "user1@example.com")?;
    assert_eq!(
        world.remove(&world.client, &person.id).await?,
        Removal::AlreadyGone
    );
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    world.emulator.remove_app(APP)?;
    let result = world.remove(&world.client, &person.id).await;
    assert!(result.is_err_and(|error| error.is_app_not_found()));
    Ok(())
}

#[tokio::test]
async fn person_with_new_id_is_removed_by_address() -> TestResult {
    let world = World::new().await?;
    for email in ["User1@example.com", "user2@example.com"] {
        world.emulator.add_collaborator(APP, email, false)?;
    }
    let who = Who {
        id: Some("replaced"),
        email: &Email::parse("user1@example.com")?,
    };
    let removal = world.rosters.remove(&world.client, APP, who).await?;
    assert_eq!(removal, Removal::Removed);
    assert_eq!(world.addresses()?, ["user2@example.com"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_removals_share_their_lists() -> TestResult {
    let world = World::new().await?;
    let mut ids = Vec::new();
    for number in 0..300 {
        let email = address(number);
        ids.push(world.emulator.add_collaborator(APP, &email, false)?.id);
    }
    let removals = ids.iter().map(|id| world.remove(&world.client, id));
    for removal in join_all(removals).await {
        assert_eq!(removal?, Removal::Removed);
    }
    assert!(world.emulator.collaborators(APP)?.is_empty());
    assert_eq!(world.lists(), 1);
    Ok(())
}

#[tokio::test]
async fn refresh_sees_what_was_done_by_hand() -> TestResult {
    let world = World::new().await?;
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    assert_eq!(world.rosters.refreshed(&world.client, APP).await?.len(), 1);
    assert_eq!(world.rosters.people(&world.client, APP).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn failed_list_is_told_to_who_waited_and_not_kept() -> TestResult {
    let world = World::new().await?;
    let refusal = Answer::json(403, &serde_json::json!({"error": "no"}));
    world.emulator.fault(
        FaultRule::on(Method::GET, "/v1/apps/*/collaborators")
            .times(1)
            .does(Action::Status(refusal)),
    );
    let results = join_all((0..20).map(|_| world.rosters.people(&world.client, APP))).await;
    assert!(
        results
            .iter()
            .all(|result| matches!(result, Err(Error::Refused { status: 403, .. })))
    );
    assert_eq!(world.lists(), 1);
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_is_not_there_is_asked_for_again() -> TestResult {
    let world = World::new().await?;
    for lists in 1..=2 {
        let result = world.rosters.people(&world.client, "no-such-app").await;
        assert!(result.is_err_and(|error| error.is_not_found()));
        assert_eq!(world.lists(), lists);
    }
    world.emulator.add_app("no-such-app")?;
    assert!(
        world
            .rosters
            .people(&world.client, "no-such-app")
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn reader_who_leaves_does_not_break_the_others() -> TestResult {
    let world = World::new().await?;
    let gate = Gate::new();
    world.emulator.fault(
        FaultRule::on(Method::GET, "/v1/apps/*/collaborators").does(Action::Hold(gate.clone())),
    );
    let token = CancellationToken::new();
    let leaver = world.client.cancelled_by(token.clone());
    let others = join_all((0..5).map(|_| world.rosters.people(&world.client, APP)));
    let leave = async {
        world
            .emulator
            .wait_for(|requests| {
                requests
                    .iter()
                    .any(|request| request.is(&Method::GET, "/v1/apps/*/collaborators"))
            })
            .await?;
        token.cancel();
        gate.open();
        TestResult::Ok(())
    };
    let (left, others, leave) = tokio::join!(world.rosters.people(&leaver, APP), others, leave);
    leave?;
    assert!(left.is_err_and(|error| error.is_cancelled()));
    assert!(others.iter().all(Result::is_ok));
    assert_eq!(world.lists(), 2);
    Ok(())
}

#[tokio::test]
async fn old_view_is_listed_again() -> TestResult {
    let world = World::new().await?;
    let rosters = scalingo::Rosters::new(&world.client, Duration::ZERO);
    rosters.people(&world.client, APP).await?;
    rosters.people(&world.client, APP).await?;
    assert_eq!(world.lists(), 2);
    Ok(())
}

#[tokio::test]
async fn same_id_under_two_apps_is_two_people() -> TestResult {
    let world = World::new().await?;
    for (app, email) in [
        (APP, "a@example.com"),
        ("app-two", "b@example.com"),
        ("app-three", "c@example.com"),
    ] {
        if app != APP {
            world.emulator.add_app(app)?;
        }
        world.emulator.add_collaborator(app, email, false)?;
        world.emulator.set_collaborator_id(app, email, "1")?;
    }
    for (app, email) in [
        ("app-three", "c@example.com"),
        ("app-two", "b@example.com"),
        (APP, "a@example.com"),
    ] {
        let view = world.rosters.people(&world.client, app).await?;
        assert_eq!(
            view.by_id("1").map(|person| person.email.as_str()),
            Some(email)
        );
    }
    Ok(())
}

#[tokio::test]
async fn forgotten_view_is_listed_again_by_the_next_reader() -> TestResult {
    let world = World::new().await?;
    assert!(world.rosters.people(&world.client, APP).await?.is_empty());
    world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    let id = world.emulator.app(APP)?.id;
    world.client.get_app(APP).await?;
    world.rosters.forget(&id);
    assert_eq!(world.rosters.people(&world.client, APP).await?.len(), 1);
    assert_eq!(world.lists(), 2);
    Ok(())
}

#[tokio::test]
async fn list_is_read_again_once_it_is_older_than_the_caller_allows() -> TestResult {
    let world = World::new().await?;
    let (hour, nothing) = (Duration::from_hours(1), Duration::ZERO);
    for (age, lists) in [(hour, 1), (hour, 1), (nothing, 2), (hour, 2)] {
        world.rosters.people_within(&world.client, APP, age).await?;
        assert_eq!(world.lists(), lists);
    }
    Ok(())
}
