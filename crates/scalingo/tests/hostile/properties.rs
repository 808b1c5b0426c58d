//! Whatever a list or an app looks like: no panic, and nothing odd gets
//! through.

use axum::Json;
use axum::response::IntoResponse;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use scalingo::{Collaborator, Error, Listed};
use serde_json::{Value, json};

use crate::api::{APP, Api};

/// Any JSON value, often one that an API might send.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,4}", inner, 0..3)
                .prop_map(|map| Value::from(map.into_iter().collect::<serde_json::Map<_, _>>())),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("..".to_owned()),
        Just(APP.to_owned()),
        "[0-9a-f]{24}",
        "[a-z]{1,6}@example\\.com",
        "[a-z/%.\u{1b}\u{202e}\n]{0,6}",
        any::<String>(),
    ]
}

/// An object with some of these fields, each of any value.
fn object(fields: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(prop::option::of(value()), fields.len());
    values.prop_map(|values| {
        let present = fields.iter().zip(values);
        let present = present.filter_map(|(field, value)| Some(((*field).to_owned(), value?)));
        Value::Object(present.collect())
    })
}

fn row() -> impl Strategy<Value = Value> {
    let fields: &[&str] = &[
        "id",
        "email",
        "username",
        "user_id",
        "status",
        "is_limited",
        "tfa_status",
        "app_id",
        "app_name",
    ];
    let usual = (text(), text()).prop_map(|(id, email)| json!({"id": id, "email": email}));
    prop_oneof![object(fields), usual, value()]
}

/// Runs one call against an API that answers everything but the sign-in with
/// this.
fn asked<T>(
    answer: Value,
    call: impl AsyncFnOnce(scalingo::Client) -> T,
) -> Result<T, TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    Ok(runtime.block_on(async {
        let api = Api::new().with_fault(move |call| {
            (!call.ends_with("/exchange")).then(|| Json(answer.clone()).into_response())
        });
        call(api.client(|_| {})).await
    }))
}

fn can_be_shown(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
}

fn is_usable(person: &Collaborator) -> bool {
    let id = person.id.as_str();
    let texts = [
        id,
        person.email.as_str(),
        &person.username,
        person.status.as_str(),
    ];
    !matches!(id, "" | "." | "..")
        && !id.contains(['/', '%'])
        && !person.email.as_str().is_empty()
        && texts.into_iter().all(can_be_shown)
}

fn check(rows: usize, listed: Result<Listed, Error>) -> TestCaseResult {
    match listed {
        Ok(listed) => {
            prop_assert!(listed.people.iter().all(is_usable), "{listed:?}");
            prop_assert_eq!(listed.people.len() + listed.odd.len(), rows);
        }
        Err(error) => prop_assert!(matches!(error, Error::Unexpected { .. }), "{:?}", error),
    }
    Ok(())
}

proptest! {
    #[test]
    fn rows_are_usable_or_odd(rows in prop::collection::vec(row(), 0..4)) {
        let answer = json!({"collaborators": rows});
        let listed = asked(answer, async |client| client.list_collaborators(APP).await)?;
        check(rows.len(), listed)?;
    }

    #[test]
    fn list_of_any_shape_is_read_or_unexpected(answer in value()) {
        let listed = asked(answer, async |client| client.list_collaborators(APP).await)?;
        check(0, listed)?;
    }

    #[test]
    fn app_is_the_one_asked_for_or_unexpected(app in object(&["id", "name", "owner", "status", "url", "project"])) {
        let answer = json!({"app": app});
        match asked(answer, async |client| client.get_app(APP).await)? {
            Ok(app) => {
                prop_assert!(app.id == APP || app.name == APP);
                prop_assert!(can_be_shown(&app.id) && can_be_shown(&app.status), "{:?}", app);
            }
            Err(error) => prop_assert!(matches!(error, Error::Unexpected { .. }), "{:?}", error),
        }
    }
}
