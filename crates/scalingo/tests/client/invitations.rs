//! One e-mail per person, whatever happens to the replies.

use std::time::Duration;

use emulator::{Action, AlreadyThere, Answer, FaultRule, Garbage, LetterCase, Method};
use futures_util::future::join_all;
use scalingo::{Error, InviteError};

use crate::world::{APP, TestResult, World, address, invitation};

const PATH: &str = "/v1/apps/*/collaborators";

fn invitations() -> FaultRule {
    FaultRule::on(Method::POST, PATH)
}

fn impatient(settings: &mut scalingo::Settings) {
    settings.request_timeout = Duration::from_secs(1);
}

/// Ways in which the outcome of a call that took effect can stay unknown.
fn after_the_effect() -> Vec<Action> {
    let spoilt = [
        Garbage::HtmlPage,
        Garbage::TruncatedJson,
        Garbage::EmptyBody,
        Garbage::WrongTypes,
    ];
    let gateway = [500, 502, 503, 504].map(|code| Action::StatusAfter(Answer::text(code, "")));
    let hidden = Answer::json(
        201,
        &serde_json::json!({"collaborator": {"email": "user1@example.com"}}),
    );
    let lost = [
        Action::DropAfter,
        Action::DelayAfter(Duration::from_secs(5)),
        Action::StatusAfter(hidden),
    ];
    lost.into_iter()
        .chain(gateway)
        .chain(spoilt.map(Action::Garbage))
        .collect()
}

#[tokio::test]
async fn invitation_that_took_effect_is_found_and_not_sent_again() -> TestResult {
    let cases = after_the_effect().into_iter().map(async |action| {
        let world = World::with(emulator::Settings::default(), impatient).await?;
        world
            .emulator
            .fault(invitations().nth(1).does(action.clone()));
        let invited = world
            .rosters
            .invite(&world.client, APP, &invitation("user1@example.com")?)
            .await?;
        let people = world.emulator.collaborators(APP)?;
        assert!(
            people.iter().any(|person| person.id == invited.id),
            "{action:?}"
        );
        assert_eq!(world.emulator.emails_sent().len(), 1, "{action:?}");
        assert_eq!((world.invitations(), world.lists()), (1, 2), "{action:?}");
        TestResult::Ok(())
    });
    join_all(cases).await.into_iter().collect()
}

#[tokio::test]
async fn invitation_without_effect_is_sent_again_after_a_look() -> TestResult {
    let faults = [500, 502, 503, 504].map(|code| Action::Status(Answer::text(code, "")));
    let cases = faults
        .into_iter()
        .chain([Action::DropBefore, Action::Hang])
        .map(async |action| {
            let world = World::with(emulator::Settings::default(), impatient).await?;
            world
                .emulator
                .fault(invitations().nth(1).does(action.clone()));
            world
                .rosters
                .invite(&world.client, APP, &invitation("user1@example.com")?)
                .await?;
            assert_eq!(world.emulator.emails_sent().len(), 1, "{action:?}");
            assert_eq!((world.invitations(), world.lists()), (2, 2), "{action:?}");
            TestResult::Ok(())
        });
    join_all(cases).await.into_iter().collect()
}

#[tokio::test]
async fn invitation_that_never_gets_through_is_given_up() -> TestResult {
    let world = World::new().await?;
    world
        .emulator
        .fault(invitations().does(Action::Status(Answer::text(503, ""))));
    let result = world
        .rosters
        .invite(&world.client, APP, &invitation("user1@example.com")?)
        .await;
    assert!(
        matches!(
            result,
            Err(InviteError::Failed(Error::Unavailable {
                status: Some(503),
                ..
            }))
        ),
        "{result:?}"
    );
    assert_eq!((world.invitations(), world.lists()), (3, 4));
    Ok(())
}

#[tokio::test]
async fn lost_reply_and_no_list_leave_the_outcome_unknown() -> TestResult {
    let world = World::new().await?;
    world.emulator.fault(invitations().does(Action::DropAfter));
    world.emulator.fault(
        FaultRule::on(Method::GET, PATH)
            .after(1)
            .does(Action::Status(Answer::text(503, ""))),
    );
    let result = world
        .rosters
        .invite(&world.client, APP, &invitation("user1@example.com")?)
        .await;
    let Err(InviteError::Unknown { error, lookup }) = result else {
        return Err("the outcome is known".into());
    };
    assert!(error.outcome_unknown());
    assert!(matches!(
        *lookup,
        Error::Unavailable {
            status: Some(503),
            ..
        }
    ));
    assert_eq!(world.invitations(), 1);
    Ok(())
}

#[tokio::test]
async fn every_third_reply_lost_still_means_one_mail_each() -> TestResult {
    let world = World::new().await?;
    world
        .emulator
        .fault(invitations().every(3).does(Action::DropAfter));
    let wanted = (0..30)
        .map(|number| invitation(&address(number)))
        .collect::<TestResult<Vec<_>>>()?;
    let results = join_all(
        wanted
            .iter()
            .map(|wanted| world.rosters.invite(&world.client, APP, wanted)),
    )
    .await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(world.emulator.emails_sent().len(), 30);
    assert_eq!(world.invitations(), 30);
    let view = world.rosters.people(&world.client, APP).await?;
    assert!(
        wanted
            .iter()
            .all(|wanted| view.by_email(&wanted.email).is_some())
    );
    Ok(())
}

#[tokio::test]
async fn somebody_who_is_there_is_not_invited() -> TestResult {
    let world = World::new().await?;
    let there = world
        .emulator
        .add_collaborator(APP, "User1@Example.com", true)?;
    let result = world
        .rosters
        .invite(&world.client, APP, &invitation("user1@example.com")?)
        .await;
    let Err(InviteError::AlreadyThere { collaborator }) = result else {
        return Err("was invited".into());
    };
    assert_eq!((collaborator.id, collaborator.is_limited), (there.id, true));
    assert_eq!(world.invitations(), 0);
    Ok(())
}

#[tokio::test]
async fn somebody_invited_by_hand_meanwhile_is_there_already() -> TestResult {
    for already_there in [
        AlreadyThere::Unprocessable422,
        AlreadyThere::BadRequest400,
        AlreadyThere::Conflict409,
    ] {
        let settings = emulator::Settings {
            already_there,
            ..emulator::Settings::default()
        };
        let world = World::with(settings, |_| {}).await?;
        world.rosters.people(&world.client, APP).await?;
        let by_hand = world
            .emulator
            .add_collaborator(APP, "user1@example.com", false)?;
        let result = world
            .rosters
            .invite(&world.client, APP, &invitation("user1@example.com")?)
            .await;
        assert!(
            matches!(&result, Err(InviteError::AlreadyThere { collaborator }) if collaborator.id == by_hand.id),
            "{result:?}"
        );
        assert!(world.emulator.emails_sent().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn invitation_of_the_owner_keeps_the_refusal() -> TestResult {
    let world = World::new().await?;
    let owner = invitation(&world.emulator.user().email)?;
    let result = world.rosters.invite(&world.client, APP, &owner).await;
    assert!(
        matches!(&result, Err(InviteError::Failed(Error::Invalid { status: 422, fields, .. })) if !fields.is_empty()),
        "{result:?}"
    );
    assert_eq!(world.invitations(), 1);
    Ok(())
}

#[tokio::test]
async fn address_that_the_api_folds_is_found_in_the_list() -> TestResult {
    let settings = emulator::Settings {
        letter_case: LetterCase::Folded,
        ..emulator::Settings::default()
    };
    let world = World::with(settings, |_| {}).await?;
    world
        .emulator
        .fault(invitations().nth(1).does(Action::DropAfter));
    let invited = world
        .rosters
        .invite(&world.client, APP, &invitation("User1@Example.com")?)
        .await?;
    assert_eq!(invited.email.as_str(), "user1@example.com");
    assert_eq!(world.emulator.emails_sent().len(), 1);
    Ok(())
}
