//! `scalingo_collaborators`: what is read, with how many calls, and its errors.

use emulator::{Action, Answer, FaultRule, Method};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::world::{Outcome, World, refusal};

const LISTED: &str = "data.scalingo_collaborators.listed";

/// One block `data.scalingo_collaborators.listed` with these arguments.
fn block(arguments: &str) -> String {
    format!("data \"scalingo_collaborators\" \"listed\" {{\n{arguments}\n}}\n")
}

/// What one block with these arguments reads.
async fn read(world: &World, arguments: &str) -> anyhow::Result<Value> {
    world.configure(&block(arguments))?;
    world.apply().await?;
    world.attributes(LISTED).await
}

/// The diagnostics of a plan of one block with these arguments, which must fail.
async fn refused(world: &World, arguments: &str) -> anyhow::Result<String> {
    world.configure(&block(arguments))?;
    world.failure(["plan", "-json"]).await
}

/// The members of each row under `list`, joined by blanks.
fn rows(read: &Value, list: &str, members: &[&str]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row =
        |row: &Value| -> Vec<String> { members.iter().map(|name| text(&row[name])).collect() };
    let all = read[list].as_array().unwrap();
    all.iter().map(|one| row(one).join(" ")).collect()
}

/// Every call since the last look, as `METHOD path`, sorted.
fn calls(world: &World) -> Vec<String> {
    let requests = world.emulator.take_requests().into_iter();
    let mut calls: Vec<_> = requests
        .map(|request| format!("{} {}", request.method, request.path))
        .collect();
    calls.sort();
    calls
}

/// Three people on `my-app`, in an order that is not the one of their addresses.
async fn staffed() -> anyhow::Result<World> {
    let world = World::new().await?;
    for (email, limited) in [
        ("Zoe@example.com", true),
        ("ann@example.com", false),
        ("Bob@example.com", false),
    ] {
        world.emulator.add_collaborator("my-app", email, limited)?;
    }
    world.emulator.accept("my-app", "ann@example.com")?;
    world
        .emulator
        .set_tfa("my-app", "ann@example.com", Some(true))?;
    Ok(world)
}

/// Apps `team-app-00` and so on, each with the same ten people.
fn many_apps(world: &World, apps: usize) -> anyhow::Result<Vec<String>> {
    let names: Vec<_> = (0..apps)
        .map(|number| format!("team-app-{number:02}"))
        .collect();
    for app in &names {
        world.emulator.add_app(app)?;
        for person in 0..10 {
            let email = format!("user{person}@example.com");
            world.emulator.add_collaborator(app, &email, false)?;
        }
    }
    Ok(names)
}

#[tokio::test]
async fn people_come_in_order_of_address_whatever_its_case() -> Outcome {
    let world = staffed().await?;
    let found = read(&world, r#"app = "my-app""#).await?;
    assert_eq!(
        rows(&found, "collaborators", &["app_name", "email", "limited"]),
        [
            "my-app ann@example.com false",
            "my-app Bob@example.com false",
            "my-app Zoe@example.com true"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn each_person_is_told_as_the_api_tells() -> Outcome {
    let world = staffed().await?;
    let app = world.emulator.app("my-app")?;
    let known = world.emulator.collaborators("my-app")?;
    let found = read(&world, r#"app = "my-app""#).await?;
    let by_address = |email: &str| known.iter().find(|person| person.email == email).unwrap();
    let (ann, bob) = (by_address("ann@example.com"), by_address("Bob@example.com"));
    assert_eq!(
        found["collaborators"][0],
        json!({
            "app_id": app.id, "app_name": "my-app", "id": ann.id,
            "email": "ann@example.com", "username": ann.username, "user_id": ann.user_id,
            "status": "accepted", "limited": false, "tfa_status": true,
        })
    );
    assert_eq!(
        found["collaborators"][1],
        json!({
            "app_id": app.id, "app_name": "my-app", "id": bob.id,
            "email": "Bob@example.com", "username": "n/a", "user_id": null,
            "status": "pending", "limited": false, "tfa_status": null,
        })
    );
    Ok(())
}

#[tokio::test]
async fn owner_is_told_apart_from_the_people() -> Outcome {
    let world = staffed().await?;
    let app = world.emulator.app("my-app")?;
    let found = read(&world, "app = \"my-app\"\nstatus = \"nobody has this one\"").await?;
    assert_eq!(found["collaborators"], json!([]));
    assert_eq!(
        found["owners"],
        json!([{
            "app_id": app.id, "app_name": "my-app", "id": app.owner.id,
            "username": app.owner.username, "email": app.owner.email,
        }])
    );
    Ok(())
}

#[tokio::test]
async fn filters_let_through_who_fits_both() -> Outcome {
    let world = staffed().await?;
    let table = [
        ("limited = true", vec!["Zoe@example.com"]),
        (
            "limited = false",
            vec!["ann@example.com", "Bob@example.com"],
        ),
        (
            r#"status = "pending""#,
            vec!["Bob@example.com", "Zoe@example.com"],
        ),
        (
            "status = \"pending\"\nlimited = false",
            vec!["Bob@example.com"],
        ),
    ];
    for (arguments, expected) in table {
        let found = read(&world, &format!("app = \"my-app\"\n{arguments}")).await?;
        let addresses = rows(&found, "collaborators", &["email"]);
        assert_eq!(addresses, expected, "{arguments}");
    }
    Ok(())
}

#[tokio::test]
async fn status_words_that_are_not_documented_pass_through() -> Outcome {
    let world = staffed().await?;
    for status in ["user account deleted", "on holiday"] {
        world
            .emulator
            .set_status("my-app", "ann@example.com", status)?;
        let found = read(&world, &format!("app = \"my-app\"\nstatus = {status:?}")).await?;
        assert_eq!(
            rows(&found, "collaborators", &["email", "status"]),
            [format!("ann@example.com {status}")]
        );
    }
    Ok(())
}

#[tokio::test]
async fn app_named_by_id_and_by_name_is_read_once() -> Outcome {
    let world = staffed().await?;
    world.emulator.add_app("a-second-app")?;
    world
        .emulator
        .add_collaborator("a-second-app", "ann@example.com", false)?;
    let id = world.emulator.app("my-app")?.id;
    let found = read(
        &world,
        &format!(r#"apps = ["my-app", "a-second-app", {id:?}]"#),
    )
    .await?;
    assert_eq!(
        rows(&found, "collaborators", &["app_name", "email"]),
        [
            "a-second-app ann@example.com",
            "my-app ann@example.com",
            "my-app Bob@example.com",
            "my-app Zoe@example.com"
        ]
    );
    assert_eq!(
        rows(&found, "owners", &["app_name"]),
        ["a-second-app", "my-app"]
    );
    Ok(())
}

#[tokio::test]
async fn without_a_name_all_owned_apps_are_read_and_no_shared_one() -> Outcome {
    let world = staffed().await?;
    world.emulator.add_app("empty-app")?;
    let stranger = world
        .emulator
        .add_user("stranger", "stranger@example.com")?;
    world.emulator.add_app_owned_by("their-app", &stranger)?;
    world.emulator.share("their-app", world.emulator.user())?;
    let found = read(&world, "").await?;
    assert_eq!(
        rows(&found, "owners", &["app_name", "username"]),
        ["empty-app owner", "my-app owner"]
    );
    assert_eq!(
        rows(&found, "collaborators", &["app_name"]),
        ["my-app", "my-app", "my-app"]
    );
    Ok(())
}

#[tokio::test]
async fn shared_app_can_be_read_by_name() -> Outcome {
    let world = World::new().await?;
    let stranger = world
        .emulator
        .add_user("stranger", "stranger@example.com")?;
    world.emulator.add_app_owned_by("their-app", &stranger)?;
    world.emulator.share("their-app", world.emulator.user())?;
    let found = read(&world, r#"app = "their-app""#).await?;
    assert_eq!(
        rows(&found, "collaborators", &["email", "status"]),
        ["owner@example.com accepted"]
    );
    assert_eq!(rows(&found, "owners", &["username"]), ["stranger"]);
    Ok(())
}

#[tokio::test]
async fn empty_set_of_apps_reads_nothing() -> Outcome {
    let world = staffed().await?;
    let found = read(&world, "apps = []").await?;
    assert_eq!(found["collaborators"], json!([]));
    assert_eq!(found["owners"], json!([]));
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn two_hundred_people_on_twenty_owned_apps_cost_four_calls() -> Outcome {
    let world = World::new().await?;
    many_apps(&world, 20)?;
    world.configure(&block(""))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "GET /v1/apps",
            "GET /v1/collaborators",
            "GET /v1/users/self",
            "POST /v1/tokens/exchange"
        ]
    );
    world.apply().await?;
    let found = world.attributes(LISTED).await?;
    assert_eq!(rows(&found, "collaborators", &["email"]).len(), 200);
    // `my-app`, which has nobody, is the 21st.
    assert_eq!(rows(&found, "owners", &["app_name"]).len(), 21);
    Ok(())
}

#[tokio::test]
async fn two_hundred_people_on_twenty_named_apps_cost_three_calls() -> Outcome {
    let world = World::new().await?;
    let apps = many_apps(&world, 20)?;
    world.configure(&block(&format!("apps = {apps:?}")))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            "GET /v1/apps",
            "GET /v1/collaborators",
            "POST /v1/tokens/exchange"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn one_app_costs_a_look_at_it_and_a_list() -> Outcome {
    let world = staffed().await?;
    let id = world.emulator.app("my-app")?.id;
    world.configure(&block(r#"app = "my-app""#))?;
    world.plan_is_empty().await?;
    assert_eq!(
        calls(&world),
        [
            format!("GET /v1/apps/{id}/collaborators"),
            "GET /v1/apps/my-app".to_owned(),
            "POST /v1/tokens/exchange".to_owned()
        ]
    );
    Ok(())
}

#[tokio::test]
async fn several_blocks_about_one_app_share_its_list() -> Outcome {
    let world = staffed().await?;
    let pending = r#"
data "scalingo_collaborators" "pending" {
  app    = "my-app"
  status = "pending"
}
"#;
    let all = block(r#"app = "my-app""#);
    world.configure(&format!("{all}{pending}"))?;
    world.plan_is_empty().await?;
    let emulator = &world.emulator;
    assert_eq!(emulator.count(Method::GET, "/v1/apps/*/collaborators"), 1);
    assert_eq!(emulator.count(Method::GET, "/v1/apps/*"), 1);
    Ok(())
}

#[tokio::test]
async fn app_known_only_at_apply_is_read_then() -> Outcome {
    let world = staffed().await?;
    let app = "resource \"terraform_data\" \"app\" {\n  input = \"my-app\"\n}\n";
    let later = block("app = terraform_data.app.output");
    world.configure(&format!("{app}{later}"))?;
    world.apply().await?;
    let found = world.attributes(LISTED).await?;
    assert_eq!(rows(&found, "collaborators", &["email"]).len(), 3);
    Ok(())
}

#[tokio::test]
async fn app_and_apps_together_are_refused() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, "app  = \"my-app\"\napps = [\"my-api\"]").await?, @r#"
    error: Both app and apps are set
    at data "scalingo_collaborators" "listed": apps = ["my-api"]
    Set app for one app, apps for several, or neither of them for all apps that the token's user owns.
    "#);
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_turns_out_to_stand_beside_apps_is_refused_at_apply() -> Outcome {
    let world = World::new().await?;
    let app = "resource \"terraform_data\" \"app\" {\n  input = \"my-app\"\n}\n";
    let both = block("app  = terraform_data.app.output\napps = [\"my-app\"]");
    world.configure(&format!("{app}{both}"))?;
    world.run(["plan"]).await?.success()?;
    let said = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(
        said.starts_with("error: Both app and apps are set"),
        "{said}"
    );
    Ok(())
}

#[tokio::test]
async fn empty_and_null_values_are_refused() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, "app    = \"\"\nstatus = \"\"").await?, @r#"
    error: Not an id or name: app
    at data "scalingo_collaborators" "listed": app    = ""
    app must be the id or the name of what the person works on: it is empty.
    ---
    error: Not a status: status
    at data "scalingo_collaborators" "listed": status = ""
    status is empty, but must be a status such as "accepted" or "pending". Leave it out for people of any status.
    "#);
    assert_snapshot!(refused(&world, "apps = [\"my app\", null, \"\"]").await?, @r#"
    error: Not an id or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is "": apps must be the id or the name of what the person works on: it is empty.
    ---
    error: Not an id or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is "my app": apps must be the id or the name of what the person works on: there are blanks in it.
    ---
    error: Not an id or name: apps
    at data "scalingo_collaborators" "listed": apps = ["my app", null, ""]
    One element of apps is null. Each must be the id or the name of an app; compact() leaves out the others.
    "#);
    Ok(())
}

#[tokio::test]
async fn app_that_is_not_there_is_named() -> Outcome {
    let world = World::new().await?;
    assert_snapshot!(refused(&world, r#"app = "no-such-app""#).await?, @r#"
    error: App not found
    at data "scalingo_collaborators" "listed": app = "no-such-app"
    There is no app "no-such-app" in the configured region that this token may see. Check the spelling, the provider's region, and that the token's user is the owner or a collaborator of the app.
    "#);
    world.emulator.add_app("my-api")?;
    let three = r#"apps = ["my-api", "my-app", "no-such-app"]"#;
    assert_snapshot!(refused(&world, three).await?, @r#"
    error: App not found
    at data "scalingo_collaborators" "listed": apps = ["my-api", "my-app", "no-such-app"]
    There is no app "no-such-app" in the configured region that this token may see. Check the spelling, the provider's region, and that the token's user is the owner or a collaborator of the app.
    "#);
    Ok(())
}

#[tokio::test]
async fn refused_reads_are_errors_and_not_empty_lists() -> Outcome {
    let world = staffed().await?;
    world.emulator.fault(
        FaultRule::on(Method::GET, "/v1/apps/*/collaborators").does(Action::Status(refusal(403))),
    );
    let one = refused(&world, r#"app = "my-app""#).await?;
    assert!(
        one.starts_with("error: Cannot read the collaborators"),
        "{one}"
    );
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/apps").does(Action::Status(refusal(403))));
    let all = refused(&world, "").await?;
    assert!(all.starts_with("error: Cannot list the apps"), "{all}");
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/users/self").does(Action::Status(refusal(403))));
    let all = refused(&world, "").await?;
    assert!(all.starts_with("error: Cannot find out whose"), "{all}");
    Ok(())
}

#[tokio::test]
async fn app_listed_without_owner_is_not_dropped_silently() -> Outcome {
    let world = World::new().await?;
    let apps = json!({"apps": [{"id": "5343eccd646aa30012620000", "name": "my-app"}]});
    let without = Action::Status(Answer::json(200, &apps));
    world
        .emulator
        .fault(FaultRule::on(Method::GET, "/v1/apps").does(without));
    assert_snapshot!(refused(&world, "").await?, @r#"
    error: Owned apps are not known
    at data "scalingo_collaborators" "listed": data "scalingo_collaborators" "listed" {
    Scalingo lists the app "my-app" without its owner, so the apps that the token's user owns cannot be told from those shared with that user. Name the apps in app or apps.
    "#);
    Ok(())
}

#[tokio::test]
async fn unknown_provider_configuration_is_an_error_that_names_it() -> Outcome {
    let world = World::new().await?;
    let token = world.emulator.api_token();
    let provider = format!(
        r#"
resource "terraform_data" "token" {{
  input = {token:?}
}}

provider "scalingo" {{
  api_token = terraform_data.token.output
}}
"#
    );
    world.configure(&format!("{provider}{}", block(r#"app = "my-app""#)))?;
    assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Provider configuration is not known yet
    at data "scalingo_collaborators" "listed": data "scalingo_collaborators" "listed" {
    The value of api_token comes from something that does not exist yet, so the Scalingo API cannot be asked. Apply what it depends on first (terraform apply -target=…), or use a value that is known at plan.
    "#);
    Ok(())
}
