//! A stop while a change is on its way.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use scalingo::{CancellationToken, Collaborator, Email, Error, Invitation, InviteError, Rosters};
use tokio::time::Instant;

use crate::TestResult;
use crate::api::{APP, Api};

const INVITE: &str = "POST /v1/apps/my-app/collaborators";

/// Invites somebody and stops half-way between the sending of the invitation
/// and its answer, which come after two and three times `latency`.
async fn stopped(
    api: &Api,
    latency: Duration,
) -> TestResult<(Result<Collaborator, InviteError>, Duration)> {
    let token = CancellationToken::new();
    let client = api.client(|_| {}).cancelled_by(token.clone());
    let rosters = Rosters::new(&client, Duration::from_mins(5));
    let wanted = Invitation {
        email: Email::parse("user0@example.com")?,
        is_limited: false,
    };
    let stop = async {
        tokio::time::sleep(latency * 5 / 2).await;
        token.cancel();
        Instant::now()
    };
    let (result, stopped) = tokio::join!(rosters.invite(&client, APP, &wanted), stop);
    Ok((result, stopped.elapsed()))
}

#[tokio::test(start_paused = true)]
async fn answer_to_an_invitation_on_its_way_is_awaited() -> TestResult {
    for millis in [100, 500, 1_000, 2_000, 5_000] {
        let latency = Duration::from_millis(millis);
        let api = Api::new().slow(latency);
        let (result, took) = stopped(&api, latency).await?;
        assert_eq!(result?.email.as_str(), "user0@example.com");
        assert!(took <= latency, "{took:?}");
        assert_eq!(api.calls(INVITE), 1);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn invitation_without_an_answer_is_looked_for_once() -> TestResult {
    let latency = Duration::from_millis(50);
    let api = Api::new().hanging(|call| call == INVITE);
    let (result, took) = stopped(&api, latency).await?;
    assert_eq!(result?.email.as_str(), "user0@example.com");
    assert!(took < Duration::from_secs(7), "{took:?}");
    assert_eq!((api.calls("GET"), api.calls(INVITE)), (2, 1));

    let nothing = || StatusCode::OK.into_response();
    let api = Api::new().with_fault(move |call| (call == INVITE).then(nothing));
    let (result, _) = stopped(&api.hanging(|call| call == INVITE), latency).await?;
    assert!(
        matches!(
            result,
            Err(InviteError::Failed(Error::Cancelled { sent: true, .. }))
        ),
        "{result:?}"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn role_change_that_hangs_is_given_up() -> TestResult {
    let api = Api::new().hanging(|call| call.starts_with("PATCH"));
    let id = api.add(1).pop().ok_or("nobody")?;
    let token = CancellationToken::new();
    let client = api.client(|_| {}).cancelled_by(token.clone());
    let began = Instant::now();
    let stop = async {
        tokio::time::sleep(Duration::from_millis(80)).await;
        token.cancel();
    };
    let (result, ()) = tokio::join!(client.change_role(APP, &id, true), stop);
    assert!(
        matches!(result, Err(Error::Cancelled { sent: true, .. })),
        "{result:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(7));
    Ok(())
}
