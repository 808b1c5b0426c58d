//! The limit of 60 calls per minute.

use std::time::Duration;

use futures_util::future::join_all;
use scalingo::{Client, Email, Error, Invitation, Rosters, Who};

use crate::TestResult;
use crate::api::{APP, Api, by_minute};

const LIMIT: usize = 60;
const CALLS: usize = 150;

fn rosters(client: &Client) -> Rosters {
    Rosters::new(client, Duration::from_mins(5))
}

fn invitations() -> TestResult<Vec<Invitation>> {
    let invitation = |number| {
        Ok(Invitation {
            email: Email::parse(&format!("user{number}@example.com"))?,
            is_limited: false,
        })
    };
    (0..CALLS).map(invitation).collect()
}

/// Three minutes were enough, and only the first was used up unawares, by no
/// more calls than may be in flight.
fn assert_three_minutes(api: &Api, calls: usize) {
    let minutes = by_minute(&api.seen());
    let accepted: Vec<_> = minutes.iter().map(|(accepted, _)| *accepted).collect();
    assert_eq!(accepted, [LIMIT, LIMIT, calls - 2 * LIMIT], "{minutes:?}");
    let refused: Vec<_> = minutes.iter().map(|(_, refused)| *refused).collect();
    assert!(matches!(refused[..], [1..=16, 0, 0]), "{minutes:?}");
}

#[tokio::test(start_paused = true)]
async fn hundred_and_fifty_invitations_take_three_minutes() -> TestResult {
    let api = Api::limited(LIMIT);
    let (client, wanted) = (api.client(|_| {}), invitations()?);
    let rosters = rosters(&client);
    let results = join_all(wanted.iter().map(|one| rosters.invite(&client, APP, one))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((api.invited(), api.people().len()), (CALLS, CALLS));
    assert_three_minutes(&api, CALLS + 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn hundred_and_fifty_role_changes_take_three_minutes() {
    let api = Api::limited(LIMIT);
    let (client, ids) = (api.client(|_| {}), api.add(CALLS));
    let rosters = rosters(&client);
    let changes = ids
        .iter()
        .map(|id| rosters.change_role(&client, APP, id, true));
    let results = join_all(changes).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert!(api.people().iter().all(|row| row["is_limited"] == true));
    assert_three_minutes(&api, CALLS);
}

#[tokio::test(start_paused = true)]
async fn hundred_and_fifty_removals_take_three_minutes_and_one_list() {
    let api = Api::limited(LIMIT);
    let (client, ids) = (api.client(|_| {}), api.add(CALLS));
    let (rosters, email) = (rosters(&client), Email::as_given("x@example.com"));
    let remove = |id| {
        let who = Who {
            id: Some(id),
            email: &email,
        };
        rosters.remove(&client, APP, who)
    };
    let results = join_all(ids.iter().map(|id| remove(id))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert!(api.people().is_empty());
    assert_three_minutes(&api, CALLS + 1);
}

#[tokio::test(start_paused = true)]
async fn two_processes_on_one_account_both_finish() -> TestResult {
    let api = Api::limited(LIMIT);
    let (one, other, wanted) = (api.client(|_| {}), api.client(|_| {}), invitations()?);
    let (one_view, other_view) = (rosters(&one), rosters(&other));
    let (ours, theirs) = wanted.split_at(CALLS / 2);
    let (ours, theirs) = tokio::join!(
        join_all(ours.iter().map(|wanted| one_view.invite(&one, APP, wanted))),
        join_all(
            theirs
                .iter()
                .map(|wanted| other_view.invite(&other, APP, wanted))
        ),
    );
    assert!(ours.iter().chain(&theirs).all(Result::is_ok));
    assert_eq!((api.invited(), api.people().len()), (CALLS, CALLS));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn who_may_not_wait_is_told_what_was_tried() -> TestResult {
    let api = Api::limited(1);
    let client = api.client(|settings| settings.max_wait = Duration::from_secs(20));
    client.get_app(APP).await?;
    let Err(Error::RateLimited { call, patience }) = client.get_app(APP).await else {
        return Err("was let through".into());
    };
    assert_eq!(call.to_string(), "GET /v1/apps/my-app");
    assert_eq!(
        (patience.attempts, patience.limit),
        (1, Duration::from_secs(20))
    );
    assert!(patience.elapsed < Duration::from_secs(1));
    assert_eq!(api.seen().len(), 3);
    Ok(())
}
