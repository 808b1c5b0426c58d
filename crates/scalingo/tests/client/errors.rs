//! Every documented error body becomes its meaning, over the wire.

use emulator::{Action, Answer, FaultRule, Method};
use scalingo::Error;
use serde_json::json;

use crate::world::{APP, TestResult, World, invitation};

/// What an invitation ends with when the API answers this.
async fn refused_with(answer: Answer) -> TestResult<Error> {
    let world = World::new().await?;
    let rule = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    world.emulator.fault(rule.does(Action::Status(answer)));
    let result = world
        .client
        .invite(APP, &invitation("user1@example.com")?)
        .await;
    assert!(world.emulator.emails_sent().is_empty());
    result.err().ok_or_else(|| "was invited".into())
}

#[tokio::test]
async fn invalid_fields_keep_their_names_and_texts() -> TestResult {
    let body = json!({"errors": {"email": ["can't be blank", "is invalid"]}});
    let Error::Invalid {
        status: 422,
        fields,
        detail: None,
        ..
    } = refused_with(Answer::json(422, &body)).await?
    else {
        return Err("another error".into());
    };
    let [field] = fields.as_slice() else {
        return Err("one field expected".into());
    };
    assert_eq!(field.field, "email");
    assert_eq!(field.messages, ["can't be blank", "is invalid"]);
    Ok(())
}

#[tokio::test]
async fn bad_request_keeps_text_and_kind() -> TestResult {
    let kind = json!({"type": "already-collaborator", "error": "is there"});
    let code = json!({"error": "bad", "code": "E1"});
    for (body, words) in [
        (kind, "is there (already-collaborator)"),
        (code, "bad (E1)"),
    ] {
        let error = refused_with(Answer::json(400, &body)).await?;
        assert!(
            matches!(&error, Error::Invalid { status: 400, detail: Some(detail), .. } if detail == words),
            "{error:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_the_account_may_not_do_is_refused() -> TestResult {
    let free =
        json!({"name": "free", "error": "needs a payment method", "url": "https://example.com"});
    let error = refused_with(Answer::json(402, &free)).await?;
    assert!(matches!(
        error,
        Error::Refused {
            status: 402,
            detail: Some(_),
            ..
        }
    ));
    let error = refused_with(Answer::json(
        403,
        &json!({"error": "no", "code": "suspended"}),
    ))
    .await?;
    assert!(
        matches!(&error, Error::Refused { status: 403, detail: Some(detail), .. } if detail == "no (suspended)")
    );
    Ok(())
}

#[tokio::test]
async fn conflict_is_a_conflict() -> TestResult {
    let error = refused_with(Answer::json(409, &json!({"error": "is there"}))).await?;
    assert!(matches!(
        error,
        Error::Conflict {
            detail: Some(_),
            ..
        }
    ));
    Ok(())
}

#[tokio::test]
async fn missing_app_and_a_missing_person_are_told_apart() -> TestResult {
    for resource_names in [
        emulator::ResourceNames::Lower,
        emulator::ResourceNames::Capital,
    ] {
        let replies = emulator::Replies {
            resource_names,
            ..emulator::Replies::default()
        };
        let settings = emulator::Settings {
            replies,
            ..emulator::Settings::default()
        };
        let World { client, .. } = &World::with(settings, |_| {}).await?;
        let app = client.remove("no-such-app", "1").await;
        assert!(matches!(app, Err(Error::NotFound { resource: Some(name), .. }) if name == "app"));
        let person = client.remove(APP, "1").await;
        assert!(
            matches!(person, Err(Error::NotFound { resource: Some(name), .. }) if name == "collaborator")
        );
    }
    Ok(())
}

#[tokio::test]
async fn missing_rights_are_an_error_and_never_an_empty_list() -> TestResult {
    let world = World::new().await?;
    let limited = world.emulator.add_user("limited", "limited@example.com")?;
    world.emulator.share(APP, &limited)?;
    world
        .emulator
        .set_limited(APP, "limited@example.com", true)?;
    let client = world.client_of(&limited)?;
    assert!(matches!(
        client.list_collaborators(APP).await,
        Err(Error::Refused { status: 403, .. })
    ));
    world
        .emulator
        .configure(|settings| settings.refusal = emulator::Refusal::Unauthorized401);
    assert!(matches!(
        client.list_collaborators(APP).await,
        Err(Error::Unauthorised { .. })
    ));
    Ok(())
}

#[tokio::test]
async fn server_fault_is_unavailability_whatever_its_body() -> TestResult {
    let bodies = [
        Answer::json(500, &json!({"error": "oops"})),
        Answer::text(500, ""),
        Answer::typed(503, "text/html", "<html>maintenance of tk-us-1</html>"),
    ];
    for answer in bodies {
        let error = refused_with(answer).await?;
        assert!(
            matches!(
                error,
                Error::Unavailable {
                    status: Some(500 | 503),
                    sent: true,
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(!format!("{error:?}").contains("maintenance"));
    }
    Ok(())
}

#[tokio::test]
async fn address_where_nobody_listens_is_not_available_and_nothing_was_sent() -> TestResult {
    let world = World::new().await?;
    let settings = crate::world::settings(&world.emulator, "tk-us-1")?;
    world.emulator.stop().await;
    let client = scalingo::Client::new(settings);
    let result = client.invite(APP, &invitation("user1@example.com")?).await;
    let Err(Error::Unavailable {
        sent: false,
        status: None,
        source: Some(source),
        patience,
        ..
    }) = result
    else {
        return Err("somebody listened".into());
    };
    assert_eq!(patience.attempts, 5);
    assert!(!source.to_string().contains("http://"), "{source}");
    Ok(())
}
