//! Each call does what Scalingo documents, and decoding is lenient.

use std::time::Duration;

use emulator::{Action, Answer, FaultRule, InvitationReply, Method, Replies};
use scalingo::{AppSettings, Client, Error, ExposeSecret, NewApp, Region, SecretString, Status};
use serde_json::json;

use crate::world::{APP, TestResult, World, address, invitation, settings};

#[tokio::test]
async fn client_calls_nothing_before_it_is_asked() -> TestResult {
    let world = World::new().await?;
    assert!(world.emulator.requests().is_empty());
    assert_eq!(world.emulator.connections(), 0);
    Ok(())
}

#[tokio::test]
async fn person_is_invited_seen_changed_and_removed() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let invited = client
        .invite(APP, &invitation("User1@example.com")?)
        .await?;
    assert_eq!(
        (invited.status.clone(), invited.is_limited),
        (Status::Pending, false)
    );
    emulator.accept(APP, "user1@example.com")?;

    let listed = client.list_collaborators(APP).await?.people;
    let [person] = listed.as_slice() else {
        return Err("one person expected".into());
    };
    assert_eq!(person.id, invited.id);
    assert_eq!(person.email.as_str(), "User1@example.com");
    assert_eq!(person.status, Status::Accepted);
    assert!(person.user_id.is_some() && person.tfa_status.is_some());
    assert_eq!(
        (person.app_id.as_str(), person.app_name.as_deref()),
        (emulator.app(APP)?.id.as_str(), Some(APP))
    );

    assert!(client.change_role(APP, &person.id, true).await?.is_limited);
    client.remove(APP, &person.id).await?;
    assert!(emulator.collaborators(APP)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn invitation_is_accepted_by_its_token_once_and_by_whoever_holds_it() -> TestResult {
    let world = World::new().await?;
    let emulator = &world.emulator;
    let guest = emulator.add_user("guest", "guest@example.com")?;
    let invited = emulator.add_collaborator(APP, "somebody@example.com", false)?;
    let (_, token) = invited
        .invitation_link
        .split_once("token=")
        .ok_or("no token")?;
    let token = SecretString::from(token);

    let refused = world.client.accept_invitation(&token).await;
    let is_there_already = |error: &Error| matches!(error, Error::Invalid { status: 400, .. });
    assert!(refused.as_ref().is_err_and(is_there_already), "{refused:?}");
    let client = world.client_of(&guest)?;
    let joined = client.accept_invitation(&token).await?;
    assert!(joined.goes_by(APP) && joined.goes_by(&emulator.app(APP)?.id));
    let people = client.list_collaborators(&joined.id).await?.people;
    assert!(
        people
            .iter()
            .all(|person| person.user_id.as_deref() == Some(&*guest.id))
    );
    let again = client.accept_invitation(&token).await;
    assert!(again.as_ref().is_err_and(Error::is_not_found), "{again:?}");
    Ok(())
}

#[tokio::test]
async fn invitation_always_says_the_role() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    client
        .invite(APP, &invitation("user1@example.com")?)
        .await?;
    let requests = emulator.requests();
    let sent = requests
        .iter()
        .find(|request| request.is(&Method::POST, "/v1/apps/*/collaborators"));
    let body = sent.and_then(|request| request.body.clone());
    assert_eq!(
        body,
        Some(json!({"collaborator": {"email": "user1@example.com", "is_limited": false}}))
    );
    Ok(())
}

#[tokio::test]
async fn app_is_taken_by_name_or_by_id() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let id = emulator.app(APP)?.id;
    emulator.add_collaborator(APP, "user1@example.com", true)?;
    let by_name = client.list_collaborators(APP).await?;
    assert_eq!(by_name, client.list_collaborators(&id).await?);
    assert!(by_name.people.iter().all(|person| person.is_limited));
    Ok(())
}

#[tokio::test]
async fn database_stands_in_for_an_app() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let id = emulator.add_database("my-database")?;
    client
        .invite("my-database", &invitation("user1@example.com")?)
        .await?;
    assert_eq!(client.list_collaborators(&id).await?.people.len(), 1);
    Ok(())
}

#[tokio::test]
async fn old_replies_and_arrays_of_one_are_understood() -> TestResult {
    for (old, shape) in [
        (true, InvitationReply::Object),
        (false, InvitationReply::Array),
        (true, InvitationReply::Array),
    ] {
        let replies = Replies {
            old,
            invitation: shape,
            ..Replies::default()
        };
        let emulator = emulator::Settings {
            replies,
            ..emulator::Settings::default()
        };
        let World {
            emulator, client, ..
        } = &World::with(emulator, |_| {}).await?;
        let invited = client
            .invite(APP, &invitation("user1@example.com")?)
            .await?;
        assert_eq!(invited.app_id, emulator.app(APP)?.id);
        emulator.accept(APP, "user1@example.com")?;
        let listed = client.list_collaborators(APP).await?.people;
        assert_eq!(listed.len(), 1);
        assert_eq!(listed.iter().any(|person| person.tfa_status.is_none()), old);
        assert!(
            !client
                .change_role(APP, &invited.id, false)
                .await?
                .is_limited
        );
    }
    Ok(())
}

#[tokio::test]
async fn missing_and_null_fields_unknown_words_and_more_fields_are_no_fault() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let rows = json!({"more": 1, "collaborators": [
        {"id": "1", "email": "a@example.com"},
        {"id": "2", "email": "b@example.com", "username": null, "status": null, "is_limited": null,
         "user_id": null, "tfa_status": null, "app_id": null, "app_name": null, "invitation_link": null},
        {"id": "3", "email": "c@example.com", "status": "on holiday", "extra": [{}]},
        {"id": "4", "email": "d@example.com", "status": "user account deleted", "user_id": ""},
    ]});
    answer(emulator, Method::GET, "/v1/apps/*/collaborators", &rows);
    let people = client.list_collaborators(APP).await?.people;
    let words: Vec<_> = people.iter().map(|person| person.status.as_str()).collect();
    assert_eq!(words, ["", "", "on holiday", "user account deleted"]);
    assert!(
        people
            .iter()
            .all(|person| person.app_id == APP && person.user_id.is_none() && !person.is_limited)
    );
    Ok(())
}

#[tokio::test]
async fn list_of_another_shape_is_unexpected() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    for body in [
        json!({}),
        json!({"collaborators": null}),
        json!([]),
        json!({"collaborators": {}}),
    ] {
        emulator.clear_faults();
        answer(emulator, Method::GET, "/v1/apps/*/collaborators", &body);
        assert!(
            matches!(
                client.list_collaborators(APP).await,
                Err(Error::Unexpected { status: 200, .. })
            ),
            "{body}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn account_wide_list_holds_owned_apps_only() -> TestResult {
    let world = World::new().await?;
    let other = world.emulator.add_user("other", "other@example.com")?;
    world.emulator.add_app_owned_by("other-app", &other)?;
    world.emulator.share("other-app", world.emulator.user())?;
    world
        .emulator
        .add_collaborator(APP, "user1@example.com", false)?;
    let apps: Vec<_> = world
        .client
        .list_owned_collaborators()
        .await?
        .people
        .into_iter()
        .filter_map(|person| person.app_name)
        .collect();
    assert_eq!(apps, [APP]);
    Ok(())
}

#[tokio::test]
async fn app_is_created_changed_renamed_and_deleted() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let created = client
        .create_app(&NewApp {
            name: "new-app".to_owned(),
            ..NewApp::default()
        })
        .await?;
    assert_eq!(
        (created.name.as_str(), created.force_https),
        ("new-app", false)
    );
    assert_eq!(created.owner.username, emulator.user().username);
    assert!(created.project.is_some());
    let wanted = AppSettings {
        force_https: Some(true),
        ..AppSettings::default()
    };
    assert!(client.update_app("new-app", &wanted).await?.force_https);
    let team = emulator.add_project(emulator.user(), "team");
    let moved = client.move_app("new-app", &team.id).await?;
    assert_eq!(moved.project.map(|project| project.id), Some(team.id));
    assert_eq!(
        client
            .rename_app("new-app", "new-app", "renamed-app")
            .await?
            .id,
        created.id
    );
    assert_eq!(client.get_app("renamed-app").await?.id, created.id);
    assert_eq!(client.list_apps().await?.len(), 2);
    client.delete_app(&created.id, "renamed-app").await?;
    assert!(emulator.app("renamed-app").is_err());
    Ok(())
}

#[tokio::test]
async fn variables_are_set_listed_and_unset() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let wanted = [("A", "1"), ("B", "secret value")]
        .map(|(name, value)| (name.to_owned(), SecretString::from(value)));
    client.set_variables(APP, &wanted).await?;
    let listed = client.list_variables(APP).await?;
    let value = listed
        .iter()
        .find(|variable| variable.name == "B")
        .map(|variable| variable.value.expose_secret());
    assert_eq!(value, Some("secret value"));
    assert!(!format!("{listed:?}").contains("secret value"));
    for variable in &listed {
        client.unset_variable(APP, &variable.id).await?;
    }
    assert!(emulator.variables(APP)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn unusual_region_is_looked_up_once() -> TestResult {
    let world = World::new().await?;
    world.emulator.set_region("osc-test", &world.emulator.url());
    let mut settings = settings(&world.emulator, world.emulator.api_token())?;
    settings.api_url = None;
    settings.region = Region::new("osc-test");
    let client = Client::new(settings);
    let (one, other) = tokio::join!(client.get_app(APP), client.list_apps());
    assert!(one.is_ok() && other.is_ok());
    client.list_apps().await?;
    assert_eq!(world.emulator.count(Method::GET, "/v1/regions"), 1);
    Ok(())
}

#[tokio::test]
async fn region_that_is_not_there_is_answered_with_those_that_are() -> TestResult {
    let world = World::new().await?;
    let mut settings = settings(&world.emulator, world.emulator.api_token())?;
    settings.api_url = None;
    settings.region = Region::new("osc-fr2");
    let Err(Error::UnknownRegion { region, known }) = Client::new(settings).list_apps().await
    else {
        return Err("the region was found".into());
    };
    assert_eq!((region.as_str(), known.len()), ("osc-fr2", 2));
    assert_eq!(known, ["osc-fr1", "osc-secnum-fr1"]);
    Ok(())
}

#[tokio::test]
async fn calls_say_who_they_are_and_share_a_connection() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    for _ in 0..10 {
        client.list_collaborators(APP).await?;
    }
    assert_eq!(emulator.connections(), 1);
    for request in emulator.requests() {
        assert_eq!(request.header("user-agent"), Some("scalingo-test/1.0"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
    }
    Ok(())
}

#[tokio::test]
async fn long_lists_come_compressed() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    for number in 0..500 {
        emulator.add_collaborator(APP, &address(number), false)?;
    }
    assert_eq!(client.list_collaborators(APP).await?.people.len(), 500);
    assert!(
        emulator.bytes_sent() < 500 * 100,
        "{} bytes",
        emulator.bytes_sent()
    );
    Ok(())
}

#[tokio::test]
async fn redirect_is_not_followed() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::new().await?;
    let elsewhere = format!("{}/v1/apps", emulator.url());
    let answer = Answer::text(302, "").header("location", elsewhere);
    emulator.fault(FaultRule::on(Method::GET, "/v1/apps/my-app").does(Action::Status(answer)));
    assert!(matches!(
        client.get_app(APP).await,
        Err(Error::Unexpected { status: 302, .. })
    ));
    assert_eq!(emulator.count(Method::GET, "/v1/apps"), 0);
    Ok(())
}

#[tokio::test]
async fn reply_without_end_is_cut_off() -> TestResult {
    let World {
        emulator, client, ..
    } = &World::with(emulator::Settings::default(), |settings| {
        settings.request_timeout = Duration::from_mins(1);
    })
    .await?;
    let answer = Answer::text(200, " ".repeat(33 * 1024 * 1024));
    emulator.fault(FaultRule::on(Method::GET, "/v1/apps").does(Action::Status(answer)));
    let result = client.list_apps().await;
    assert!(
        matches!(&result, Err(Error::Unexpected { problem, .. }) if problem.contains("larger")),
        "{result:?}"
    );
    Ok(())
}

fn answer(emulator: &emulator::Emulator, method: Method, pattern: &str, body: &serde_json::Value) {
    emulator.fault(FaultRule::on(method, pattern).does(Action::Status(Answer::json(200, body))));
}
