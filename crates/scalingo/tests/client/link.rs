//! The link of an invitation.

use emulator::{Action, Answer, FaultRule, Method, Replies, Settings};
use scalingo::{Email, Error, ExposeSecret, Invited, Status};
use serde_json::json;

use crate::world::{APP, TestResult, World};

async fn invited(world: &World, email: &str) -> Result<Option<Invited>, Error> {
    world.client.invited(APP, &Email::as_given(email)).await
}

/// A world whose next list is this.
async fn listing(rows: serde_json::Value) -> TestResult<World> {
    let world = World::new().await?;
    let list = Answer::json(200, &json!({ "collaborators": rows }));
    let rule = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    world.emulator.fault(rule.does(Action::Status(list)));
    Ok(world)
}

#[tokio::test]
async fn pending_invitation_has_the_link_in_any_letter_case() -> TestResult {
    let world = World::new().await?;
    let there = world
        .emulator
        .add_collaborator(APP, "Ann@example.com", true)?;
    world
        .emulator
        .add_collaborator(APP, "ben@example.com", true)?;
    let found = invited(&world, "ann@EXAMPLE.com").await?.ok_or("nobody")?;
    assert_eq!(found.person.id, there.id);
    assert_eq!(found.person.status, Status::Pending);
    let link = found.link.as_ref().map(ExposeSecret::expose_secret);
    assert_eq!(link, Some(&*there.invitation_link));
    assert!(!format!("{found:?}").contains(&there.invitation_link));
    Ok(())
}

#[tokio::test]
async fn accepted_invitation_has_no_link_in_new_and_old_replies() -> TestResult {
    for old in [false, true] {
        let replies = Replies {
            old,
            ..Replies::default()
        };
        let settings = Settings {
            replies,
            ..Settings::default()
        };
        let world = World::with(settings, |_| {}).await?;
        world
            .emulator
            .add_collaborator(APP, "ann@example.com", true)?;
        world.emulator.accept(APP, "ann@example.com")?;
        let found = invited(&world, "ann@example.com").await?.ok_or("nobody")?;
        assert_eq!(found.person.status, Status::Accepted);
        assert!(found.link.is_none());
    }
    Ok(())
}

#[tokio::test]
async fn nobody_is_nobody_and_an_app_that_is_not_there_an_error() -> TestResult {
    let world = World::new().await?;
    assert!(invited(&world, "ann@example.com").await?.is_none());
    let owner = world.emulator.user().email.clone();
    assert!(invited(&world, &owner).await?.is_none());
    let owner = Email::as_given(owner);
    let elsewhere = world.client.invited("no-app", &owner).await;
    assert!(elsewhere.is_err_and(|error| error.is_not_found()));
    Ok(())
}

#[tokio::test]
async fn each_call_makes_a_list_of_its_own() -> TestResult {
    let world = World::new().await?;
    world
        .emulator
        .add_collaborator(APP, "ann@example.com", true)?;
    invited(&world, "ann@example.com").await?;
    let renewed = world
        .emulator
        .reinvite_collaborator(APP, "ann@example.com")?;
    let found = invited(&world, "ann@example.com").await?.ok_or("nobody")?;
    let link = found.link.as_ref().map(ExposeSecret::expose_secret);
    assert_eq!(link, Some(&*renewed.invitation_link));
    Ok(())
}

#[tokio::test]
async fn row_of_the_address_that_cannot_be_read_is_an_error() -> TestResult {
    let ann = json!({"id": "1", "email": "ann@example.com", "is_limited": "yes"});
    let ben = json!({"id": "2", "email": "ben@example.com"});
    let world = listing(json!([ann, ben])).await?;
    let found = invited(&world, "ann@example.com").await;
    assert!(matches!(found, Err(Error::OddRow { .. })), "{found:?}");
    assert!(invited(&world, "carl@example.com").await?.is_none());
    Ok(())
}

#[tokio::test]
async fn link_of_another_type_is_none() -> TestResult {
    for link in [json!(null), json!(7), json!(["https://example.com"])] {
        let ann = json!({
            "id": "1", "email": "ann@example.com", "status": "pending", "invitation_link": link,
        });
        let world = listing(json!([ann, 7])).await?;
        let found = invited(&world, "ann@example.com").await?.ok_or("nobody")?;
        assert!(found.link.is_none());
    }
    Ok(())
}
