//! Answers that do not mean what they seem to.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use scalingo::{
    Client, Email, Error, Invitation, InviteError, Removal, Rosters, SecretString, View, Who,
};
use serde_json::{Value, json};

use crate::TestResult;
use crate::api::{APP, APP_ID, Api};

const USER: &str = "user0@example.com";
const LIST: &str = "GET /v1/apps/my-app/collaborators";
const INVITE: &str = "POST /v1/apps/my-app/collaborators";

fn rosters(client: &Client) -> Rosters {
    Rosters::new(client, Duration::from_mins(5))
}

fn page() -> Response {
    Html("<!DOCTYPE html><title>Sign in</title>").into_response()
}

fn not_found(body: &Value) -> Response {
    (StatusCode::NOT_FOUND, Json(body.clone())).into_response()
}

/// An API that answers `method` with `reply` and, if `takes_effect`, has
/// removed everybody by then.
fn removing(takes_effect: bool, reply: impl Fn() -> Response + Send + Sync + 'static) -> Api {
    let api = Api::new();
    let hand = api.clone();
    api.with_fault(move |call| {
        call.starts_with("DELETE").then(|| {
            if takes_effect {
                hand.remove_everybody();
            }
            reply()
        })
    })
}

/// Removes the one person; how it ended, and how many lists it took.
async fn remove(api: &Api) -> TestResult<(Result<Removal, Error>, usize)> {
    let id = api.add(1).pop().ok_or("nobody")?;
    let client = api.client(|_| {});
    let who = Who {
        id: Some(&id),
        email: &Email::parse(USER)?,
    };
    let removal = rosters(&client).remove(&client, APP, who).await;
    Ok((removal, api.calls(LIST)))
}

#[tokio::test(start_paused = true)]
async fn documented_reply_proves_a_removal_without_another_list() -> TestResult {
    for status in [StatusCode::NO_CONTENT, StatusCode::OK] {
        let api = removing(true, move || status.into_response());
        let (removal, lists) = remove(&api).await?;
        assert_eq!((removal?, lists), (Removal::Removed, 1), "{status}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn any_other_reply_to_a_removal_leaves_it_to_the_list() -> TestResult {
    let documented = json!({"resource": "collaborator", "error": "not found"});
    let replies: [(u16, fn() -> Response); 5] = [
        (200, page),
        (202, || StatusCode::ACCEPTED.into_response()),
        (404, || StatusCode::NOT_FOUND.into_response()),
        (404, || not_found(&json!({"error": "no route"}))),
        (503, || StatusCode::SERVICE_UNAVAILABLE.into_response()),
    ];
    let replies = replies
        .map(|(status, reply)| (status, Box::new(reply) as Box<dyn Fn() -> _ + Send + Sync>));
    let documented: (u16, Box<dyn Fn() -> _ + Send + Sync>) =
        (404, Box::new(move || not_found(&documented)));
    for (status, reply) in replies.into_iter().chain([documented]) {
        let reply = std::sync::Arc::new(reply);
        for gone in [true, false] {
            let reply = std::sync::Arc::clone(&reply);
            let api = removing(gone, move || reply());
            let (removal, lists) = remove(&api).await?;
            assert_eq!((removal.is_ok(), lists), (gone, 2), "{status}, {removal:?}");
            assert!(
                !removal.is_err_and(|error| error.is_not_found()),
                "{status}"
            );
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn person_invited_again_meanwhile_is_removed_under_the_new_id() -> TestResult {
    let documented = json!({"resource": "collaborator", "error": "not found"});
    let (api, email) = (Api::new(), Email::parse(USER)?);
    let hand = api.clone();
    let api = api.with_fault(move |call| {
        let is_first = call.starts_with("DELETE") && hand.calls("DELETE") == 0;
        is_first.then(|| {
            hand.remove_everybody();
            hand.add_row(json!({"email": USER, "id": "a2"}));
            not_found(&documented)
        })
    });
    api.add_row(json!({"email": USER, "id": "a1"}));
    let client = api.client(|_| {});
    let who = Who {
        id: Some("a1"),
        email: &email,
    };
    let removal = rosters(&client).remove(&client, APP, who).await?;
    assert_eq!(removal, Removal::Removed);
    assert!(api.people().is_empty());
    assert_eq!((api.calls("DELETE"), api.calls(LIST)), (2, 2));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn every_row_of_an_address_is_removed() -> TestResult {
    let api = Api::new();
    for email in [
        "User1@example.com",
        "user1@example.com",
        "user2@example.com",
    ] {
        api.add_row(json!({"email": email}));
    }
    let client = api.client(|_| {});
    let who = Who {
        id: None,
        email: &Email::parse("USER1@example.com")?,
    };
    rosters(&client).remove(&client, APP, who).await?;
    let left = api.people();
    assert!(
        matches!(&left[..], [row] if row["email"] == "user2@example.com"),
        "{left:?}"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn absence_in_another_form_is_unexpected() -> TestResult {
    let forms: [fn() -> Response; 3] = [
        || (StatusCode::NOT_FOUND, page()).into_response(),
        || not_found(&json!({"error": "not found"})),
        || not_found(&json!({"message": "no route matched"})),
    ];
    for form in forms {
        let api = Api::new().with_fault(move |call| (call == LIST).then(form));
        let client = api.client(|_| {});
        let result = rosters(&client).people(&client, APP).await;
        assert!(
            matches!(result, Err(Error::Unexpected { status: 404, .. })),
            "{result:?}"
        );
    }
    let documented = || not_found(&json!({"resource": "App", "error": "not found"}));
    let api = Api::new().with_fault(move |call| (call == LIST).then(documented));
    let client = api.client(|_| {});
    let result = rosters(&client).people(&client, APP).await;
    assert!(result.is_err_and(|error| error.is_app_not_found()));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn rows_of_another_app_are_not_believed() -> TestResult {
    let other = json!({"email": USER, "app_id": "5343eccd646aa30012629999", "app_name": "other"});
    for asked in [APP, APP_ID] {
        let api = Api::new();
        api.add_row(other.clone());
        let client = api.client(|_| {});
        client.get_app(APP).await?;
        let result = rosters(&client).people(&client, asked).await;
        assert!(
            matches!(result, Err(Error::Unexpected { status: 200, .. })),
            "{result:?}"
        );
    }
    let api = Api::new();
    api.add(1);
    api.add_row(other);
    let client = api.client(|_| {});
    let result = rosters(&client).people(&client, APP).await;
    assert!(
        matches!(result, Err(Error::Unexpected { .. })),
        "rows of two apps"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn replies_about_something_else_are_unexpected() -> TestResult {
    let row = json!({"id": "a1", "email": USER, "is_limited": true, "app_id": APP_ID});
    let other = [
        ("email", json!("other@example.com")),
        ("is_limited", json!(false)),
        ("app_id", json!("5343eccd646aa30012629999")),
        ("id", json!("..")),
    ];
    for (field, value) in other {
        let mut row = row.clone();
        row[field] = value;
        let answer = json!({"collaborator": row});
        let api = Api::new().with_fault(move |call| {
            let is_change = call == INVITE || call.starts_with("PATCH");
            is_change.then(|| Json(answer.clone()).into_response())
        });
        let client = api.client(|_| {});
        client.get_app(APP).await?;
        let wanted = Invitation {
            email: Email::parse(USER)?,
            is_limited: true,
        };
        let invited = client.invite(APP, &wanted).await;
        assert!(
            matches!(invited, Err(Error::Unexpected { .. })),
            "{field}: {invited:?}"
        );
        let changed = client.change_role(APP, "a1", true).await;
        let is_fine = field == "email";
        assert_eq!(changed.is_ok(), is_fine, "{field}: {changed:?}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn app_of_another_name_is_unexpected() -> TestResult {
    let other = || Json(json!({"app": {"id": "0b", "name": "other-app"}})).into_response();
    let api = Api::new().with_fault(move |call| call.ends_with("/apps/my-app").then(other));
    let client = api.client(|_| {});
    for result in [
        client.get_app(APP).await,
        client.move_app(APP, "p1").await,
        client
            .update_app(APP, &scalingo::AppSettings::default())
            .await,
    ] {
        assert!(
            matches!(result, Err(Error::Unexpected { .. })),
            "{result:?}"
        );
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn deleted_app_and_variable_are_proved_by_their_lists() -> TestResult {
    for gone in [true, false] {
        let left = move || {
            if gone {
                json!([])
            } else {
                json!([{"id": "v1", "name": "my-app", "value": "1"}])
            }
        };
        let api = Api::new().with_fault(move |call| {
            let is_list = call.ends_with("/variables") || call == "GET /v1/apps";
            let lists = || Json(json!({"apps": left(), "variables": left()})).into_response();
            match call {
                _ if call.starts_with("DELETE") => Some(page()),
                _ => is_list.then(lists),
            }
        });
        let client = api.client(|_| {});
        let app = client.delete_app(APP_ID, APP).await;
        let variable = client.unset_variable(APP, "v1").await;
        assert_eq!(
            (app.is_ok(), variable.is_ok()),
            (gone, gone),
            "{app:?}, {variable:?}"
        );
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn variables_that_the_reply_does_not_show_are_not_set() -> TestResult {
    let wanted = [("A".to_owned(), SecretString::from("s3cret"))];
    let replies = [
        (json!([{"id": "v1", "name": "A", "value": "s3cret"}]), true),
        (json!([{"id": "v1", "name": "A", "value": "other"}]), false),
        (json!([]), false),
    ];
    for (shown, is_set) in replies {
        let api = Api::new().with_fault(move |call| {
            call.starts_with("PUT")
                .then(|| Json(json!({"variables": shown})).into_response())
        });
        let result = api.client(|_| {}).set_variables(APP, &wanted).await;
        assert_eq!(result.is_ok(), is_set, "{result:?}");
        assert!(!format!("{result:?}").contains("s3cret"));
    }
    let api = Api::new().with_fault(|call| call.starts_with("PUT").then(page));
    assert!(
        api.client(|_| {})
            .set_variables(APP, &wanted)
            .await
            .is_err()
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn app_that_leads_elsewhere_is_refused_before_anything_is_sent() -> TestResult {
    let api = Api::new();
    let client = api.client(|_| {});
    for app in ["", ".", "..", "a/b", "%2e%2e", "a\nb"] {
        assert!(
            matches!(client.get_app(app).await, Err(Error::Setup { .. })),
            "{app:?}"
        );
        let removed = client.remove(APP, app).await;
        assert!(matches!(removed, Err(Error::Setup { .. })), "{app:?}");
    }
    assert!(api.seen().is_empty());
    Ok(())
}

/// The view of a list with one good row and this one.
async fn view_with(row: Value) -> TestResult<(Api, Client, std::sync::Arc<View>)> {
    let api = Api::new();
    api.add(1);
    api.add_row(row);
    let client = api.client(|_| {});
    let view = rosters(&client).people(&client, APP).await?;
    Ok((api, client, view))
}

#[tokio::test(start_paused = true)]
async fn odd_row_is_an_error_for_its_own_person_only() -> TestResult {
    let (fine, odd) = (Email::parse(USER)?, Email::parse("odd@example.com")?);
    let rows = [
        json!({"id": null}),
        json!({"id": ""}),
        json!({"id": 7}),
        json!({"id": ".."}),
        json!({"id": "a/b"}),
        json!({"id": "a\u{202e}b"}),
        json!({"is_limited": "yes"}),
        json!({"is_limited": 1}),
        json!({"tfa_status": "on"}),
        json!({"user_id": 7}),
        json!({"status": {}}),
        json!({"username": []}),
        json!({"app_id": ".."}),
    ];
    for mut row in rows {
        row["email"] = json!("odd@example.com");
        let (api, client, view) = view_with(row.clone()).await?;
        let who = |email| Who {
            id: Some("gone"),
            email,
        };
        assert!(view.by_email(&fine).is_some(), "{row}");
        assert!(view.odd_row_of(who(&fine)).is_none(), "{row}");
        assert!(
            view.by_email(&odd).is_none() && view.odd_row_of(who(&odd)).is_some(),
            "{row}"
        );
        let removal = rosters(&client).remove(&client, APP, who(&odd)).await;
        assert!(
            matches!(removal, Err(Error::OddRow { .. })),
            "{row}: {removal:?}"
        );
        assert!(
            api.seen()
                .iter()
                .all(|seen| !seen.call.starts_with("DELETE"))
        );
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn row_without_address_concerns_its_id_and_nameless_one_whoever_is_missing() -> TestResult {
    let stranger = Email::parse("stranger@example.com")?;
    let known = |id| Who {
        id: Some(id),
        email: &stranger,
    };
    let (_, _, view) = view_with(json!({"id": "x1", "email": null})).await?;
    assert!(view.odd_row_of(known("x1")).is_some());
    assert!(view.odd_row_of(known("x2")).is_none());
    for row in [
        json!({"id": 1, "email": null}),
        json!(null),
        json!([]),
        json!("row"),
    ] {
        let (_, _, view) = view_with(row.clone()).await?;
        assert!(view.odd_row_of(known("x2")).is_some(), "{row}");
        let arriving = Who {
            id: None,
            email: &stranger,
        };
        assert!(view.odd_row_of(arriving).is_none(), "{row}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn secrets_that_the_api_repeats_are_not_passed_on() -> TestResult {
    let words = "s3cret\u{1b}[2J and bearer, token=abc, tk-us-1 \u{202e}";
    let api = Api::new().with_fault(move |call| {
        let refusal = json!({"error": words, "errors": {words: [words]}});
        let is_refused = call.starts_with("PUT");
        is_refused.then(|| (StatusCode::UNPROCESSABLE_ENTITY, Json(refusal)).into_response())
    });
    let wanted = [("A".to_owned(), SecretString::from("s3cret"))];
    let result = api.client(|_| {}).set_variables(APP, &wanted).await;
    let error = result.err().ok_or("was set")?;
    let shown = format!("{error} {error:?}");
    for secret in ["s3cret", "bearer", "abc", "tk-us-1", "\\u{1b}", "\\u{202e}"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(
        shown.contains("(hidden)[2J and (hidden), (hidden), (hidden)"),
        "{shown}"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn names_from_the_api_cannot_command_a_terminal() -> TestResult {
    let (_, _, view) = view_with(json!({
        "email": "odd@example.com", "username": "a\u{1b}[2Jb\u{202e}c", "status": "x\u{7}y",
    }))
    .await?;
    let odd = view.by_email(&Email::parse("odd@example.com")?);
    let odd = odd.ok_or("left out")?;
    assert_eq!(
        (odd.username.as_str(), odd.status.as_str()),
        ("a[2Jbc", "xy")
    );
    Ok(())
}

/// How often an invitation was sent, each after a list that did not show the
/// person.
async fn invitations(api: &Api) -> TestResult<(usize, Result<(), InviteError>)> {
    let client = api.client(|_| {});
    let wanted = Invitation {
        email: Email::parse(USER)?,
        is_limited: false,
    };
    let result = rosters(&client).invite(&client, APP, &wanted).await;
    let seen = api.seen();
    let calls: Vec<_> = seen.iter().map(|seen| seen.call.as_str()).collect();
    for pair in calls.windows(2) {
        assert_ne!(pair, [INVITE, INVITE], "no list between two invitations");
    }
    Ok((api.calls(INVITE), result.map(drop)))
}

#[tokio::test(start_paused = true)]
async fn each_invitation_follows_a_list_without_the_person() -> TestResult {
    let replies: [fn() -> Response; 4] = [
        page,
        || (StatusCode::CREATED, "{}").into_response(),
        || StatusCode::BAD_GATEWAY.into_response(),
        || StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    ];
    for reply in replies {
        let api = Api::new().with_fault(move |call| (call == INVITE).then(reply));
        let (sent, result) = invitations(&api).await?;
        assert!(result.is_err() && sent <= 3, "{sent}, {result:?}");
        let hand = Api::new();
        let late = hand.clone();
        let api = hand.with_fault(move |call| {
            (call == INVITE).then(|| {
                late.add(1);
                reply()
            })
        });
        let (sent, result) = invitations(&api).await?;
        assert!(result.is_ok() && sent == 1, "{sent}, {result:?}");
    }
    Ok(())
}
