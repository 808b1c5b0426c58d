//! Every call that Scalingo documents or whose reply was captured, in a table.

use emulator::Method;
use serde_json::{Value, json};

use crate::lab::{Lab, TestResult, exchange, plain_client};
use crate::table::{Cast, Row, row};

/// `my-app` with ann, lim (limited) and pia (invited); `my-db`; and a stranger.
async fn cast(lab: &Lab) -> anyhow::Result<Cast> {
    let mut cast = Cast::default();
    cast.sessions.insert("owner", lab.owner.clone());
    let app = lab.emulator.add_app("my-app")?;
    cast.names.insert("app", app.id);
    lab.emulator.add_database("my-db")?;
    for name in ["ann", "lim", "eve"] {
        let (user, session) = lab.visitor(name).await?;
        cast.sessions.insert(name, session);
        if name != "eve" {
            lab.emulator.share("my-app", &user)?;
        }
    }
    lab.emulator
        .set_limited("my-app", "lim@example.com", true)?;
    let pia = lab
        .emulator
        .add_collaborator("my-app", "pia@example.com", false)?;
    let (_, token) = pia.invitation_link.split_once("token=").unwrap_or_default();
    cast.names.insert("pia-token", token.to_owned());
    cast.names.insert("pia", pia.id);
    for person in lab.emulator.collaborators("my-app")? {
        match person.username.as_str() {
            "ann" => cast.names.insert("ann", person.id),
            "lim" => cast.names.insert("lim", person.id),
            _ => None,
        };
    }
    Ok(cast)
}

async fn play(rows: Vec<Row>) -> anyhow::Result<Lab> {
    let lab = Lab::start().await?;
    cast(&lab).await?.play(rows).await?;
    Ok(lab)
}

fn invitation(email: &str) -> Value {
    json!({ "collaborator": { "email": email, "is_limited": false } })
}

fn role(is_limited: bool) -> Value {
    json!({ "collaborator": { "is_limited": is_limited } })
}

fn not_found(resource: &str) -> Value {
    json!({ "resource": resource, "error": "not found" })
}

#[tokio::test]
async fn token_is_exchanged_for_a_bearer_that_names_its_end() -> TestResult {
    let lab = Lab::start().await?;
    let (http, url) = (plain_client()?, lab.emulator.url());
    assert_eq!(exchange(&http, &url, "tk-us-wrong").await?.status, 401);
    let reply = exchange(&http, &url, lab.emulator.api_token()).await?;
    let bearer = reply.text_at("/token")?;
    assert_eq!(bearer.split('.').count(), 3);
    assert_eq!(lab.emulator.bearers_issued().last(), Some(&bearer));
    lab.emulator.expire_bearers();
    assert_eq!(lab.owner.get("/v1/apps").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn accounts_and_regions() -> TestResult {
    let regions = json!({ "regions": [
        { "name": "osc-fr1", "api": "*", "display_name": "*", "ssh": "*", "dashboard": "*", "database_api": "*" },
        { "name": "osc-secnum-fr1", "api": "*" },
    ]});
    play(vec![
        row("owner", "GET /v1/regions", 200, regions),
        row(
            "ann",
            "GET /v1/users/self",
            200,
            json!({ "user": {
                "id": "*", "username": "ann", "email": "ann@example.com",
            }}),
        ),
    ])
    .await?;
    Ok(())
}

#[tokio::test]
async fn lists_of_people() -> TestResult {
    let ann = json!({
        "id": "*", "email": "ann@example.com", "username": "ann", "user_id": "*",
        "status": "accepted", "is_limited": false, "tfa_status": false, "invitation_link": "",
        "app_id": "*", "app_name": "my-app",
    });
    let lim = json!({ "username": "lim", "is_limited": true });
    let pia = json!({
        "email": "pia@example.com", "username": "n/a", "user_id": null, "status": "pending",
        "tfa_status": null, "invitation_link": "*",
    });
    let all = json!({ "collaborators": [ann, lim, pia] });
    let none = json!({ "collaborators": [] });
    play(vec![
        row(
            "owner",
            "GET /v1/apps/my-app/collaborators",
            200,
            all.clone(),
        ),
        row(
            "owner",
            "GET /v1/apps/{app}/collaborators",
            200,
            all.clone(),
        ),
        row("ann", "GET /v1/apps/my-app/collaborators", 200, all.clone()),
        row(
            "eve",
            "GET /v1/apps/my-app/collaborators",
            404,
            not_found("app"),
        ),
        row(
            "owner",
            "GET /v1/apps/no-such-app/collaborators",
            404,
            not_found("app"),
        ),
        row("owner", "GET /v1/collaborators", 200, all),
        row("ann", "GET /v1/collaborators", 200, none.clone()),
        row("owner", "GET /v1/apps/my-db/collaborators", 200, none),
    ])
    .await?;
    Ok(())
}

#[tokio::test]
async fn invitations() -> TestResult {
    const PEOPLE: &str = "POST /v1/apps/my-app/collaborators";
    let blank = json!({ "errors": { "email": ["can't be blank", "is invalid"] } });
    let is_limited =
        |flag: bool| json!({ "collaborator": { "status": "pending", "is_limited": flag } });
    let without_role = json!({ "collaborator": { "email": "bea@example.com" } });
    let limited = json!({ "collaborator": { "email": "bob@example.com", "is_limited": true } });
    let lab = play(vec![
        row("owner", PEOPLE, 201, is_limited(false)).with(invitation("ben@example.com")),
        row("owner", PEOPLE, 201, is_limited(true)).with(without_role),
        row("ann", PEOPLE, 201, is_limited(false)).with(invitation("cleo@example.com")),
        row("lim", PEOPLE, 403, json!({ "error": "*" })).with(invitation("dan@example.com")),
        row("eve", PEOPLE, 404, not_found("app")).with(invitation("dan@example.com")),
        row("owner", PEOPLE, 422, blank).with(json!({ "collaborator": {} })),
        row("owner", PEOPLE, 422, json!({ "errors": "*" })).with(invitation("not an address")),
        row(
            "owner",
            "POST /v1/apps/my-db/collaborators",
            422,
            json!({ "errors": { "is_limited": "*" } }),
        )
        .with(limited),
        row(
            "owner",
            "POST /v1/apps/my-db/collaborators",
            201,
            is_limited(false),
        )
        .with(invitation("bob@example.com")),
    ])
    .await?;
    assert_eq!(lab.emulator.emails_sent().len(), 4);
    Ok(())
}

#[tokio::test]
async fn roles_and_removals() -> TestResult {
    let is = |flag: bool| json!({ "collaborator": { "is_limited": flag, "status": "accepted" } });
    play(vec![
        row(
            "owner",
            "PATCH /v1/apps/my-app/collaborators/{ann}",
            200,
            is(true),
        )
        .with(role(true)),
        row(
            "owner",
            "PATCH /v1/apps/my-app/collaborators/{ann}",
            200,
            is(false),
        )
        .with(role(false)),
        row(
            "lim",
            "PATCH /v1/apps/my-app/collaborators/{lim}",
            403,
            json!({ "error": "*" }),
        )
        .with(role(false)),
        row(
            "owner",
            "PATCH /v1/apps/my-app/collaborators/nobody",
            404,
            not_found("collaborator"),
        )
        .with(role(true)),
        row(
            "lim",
            "DELETE /v1/apps/my-app/collaborators/{ann}",
            403,
            json!({ "error": "*" }),
        ),
        row(
            "lim",
            "DELETE /v1/apps/my-app/collaborators/{lim}",
            204,
            Value::Null,
        ),
        row(
            "owner",
            "DELETE /v1/apps/my-app/collaborators/{pia}",
            204,
            Value::Null,
        ),
        row(
            "owner",
            "DELETE /v1/apps/my-app/collaborators/{pia}",
            404,
            not_found("collaborator"),
        ),
        row(
            "owner",
            "DELETE /v1/apps/my-app/collaborators/{ann}",
            204,
            Value::Null,
        ),
        row(
            "ann",
            "GET /v1/apps/my-app/collaborators",
            404,
            not_found("app"),
        ),
        row("ann", "GET /v1/apps/my-app", 404, not_found("app")),
    ])
    .await?;
    Ok(())
}

#[tokio::test]
async fn invitation_is_accepted_by_whoever_has_the_link() -> TestResult {
    let already = json!({ "type": "already-collaborator", "error": "*" });
    play(vec![
        row(
            "eve",
            "GET /v1/apps/collaboration?token=wrong",
            404,
            not_found("collaborator"),
        ),
        row(
            "ann",
            "GET /v1/apps/collaboration?token={pia-token}",
            400,
            already,
        ),
        row(
            "eve",
            "GET /v1/apps/collaboration?token={pia-token}",
            200,
            json!({ "app": { "name": "my-app" } }),
        ),
        row(
            "eve",
            "GET /v1/apps/my-app",
            200,
            json!({ "app": { "name": "my-app" } }),
        ),
        row(
            "eve",
            "GET /v1/apps/collaboration?token={pia-token}",
            404,
            not_found("collaborator"),
        ),
    ])
    .await?;
    Ok(())
}

#[tokio::test]
async fn apps() -> TestResult {
    let shown = json!({ "app": {
        "id": "*", "name": "my-app", "owner": { "id": "*", "username": "owner", "email": "owner@example.com" },
        "status": "new", "url": "*", "base_url": "*", "git_url": "*", "force_https": false,
        "sticky_session": false, "router_logs": false, "stack_id": "*", "hds_resource": false,
        "project": { "id": "*", "name": "default" },
    }});
    let name = |name: &str| json!({ "app": { "name": name } });
    let names = |current: &str, new: &str| json!({ "current_name": current, "new_name": new });
    let bad_name = json!({ "errors": { "name": "*" } });
    play(vec![
        row("owner", "GET /v1/apps/my-app", 200, shown.clone()),
        row(
            "ann",
            "GET /v1/apps",
            200,
            json!({ "apps": [{ "name": "my-app" }] }),
        ),
        row("eve", "GET /v1/apps", 200, json!({ "apps": [] })),
        row("owner", "GET /v1/apps/my-db", 404, not_found("app")),
        row("owner", "POST /v1/apps", 201, name("new-app")).with(name("new-app")),
        row("owner", "POST /v1/apps", 422, bad_name.clone()).with(name("new-app")),
        row("owner", "POST /v1/apps", 422, bad_name).with(name("No")),
        row(
            "owner",
            "PATCH /v1/apps/my-app",
            200,
            json!({ "app": { "force_https": true, "router_logs": false } }),
        )
        .with(json!({ "app": { "force_https": true } })),
        row(
            "ann",
            "POST /v1/apps/my-app/rename",
            403,
            json!({ "error": "*" }),
        )
        .with(names("my-app", "other-app")),
        row(
            "owner",
            "POST /v1/apps/my-app/rename",
            400,
            json!({ "error": "*" }),
        )
        .with(names("wrong", "other-app")),
        row(
            "owner",
            "POST /v1/apps/my-app/rename",
            200,
            name("other-app"),
        )
        .with(names("my-app", "other-app")),
        row(
            "owner",
            "DELETE /v1/apps/other-app?current_name=my-app",
            400,
            json!({ "error": "*" }),
        ),
        row(
            "ann",
            "DELETE /v1/apps/other-app?current_name=other-app",
            403,
            json!({ "error": "*" }),
        ),
        row(
            "owner",
            "DELETE /v1/apps/{app}?current_name=other-app",
            204,
            Value::Null,
        ),
        row("owner", "GET /v1/apps/{app}", 404, not_found("app")),
    ])
    .await?;
    Ok(())
}

#[tokio::test]
async fn app_moves_between_projects_of_its_owner() -> TestResult {
    let lab = Lab::start().await?;
    let cast = cast(&lab).await?;
    let project = lab.emulator.add_project(lab.emulator.user(), "second");
    let body = json!({ "project_id": project.id });
    let moved = json!({ "app": { "project": { "name": "second" } } });
    cast.play(vec![
        row("ann", "PUT /v1/apps/my-app", 403, Value::Null).with(body.clone()),
        row("owner", "PUT /v1/apps/my-app", 200, moved).with(body),
        row("owner", "PUT /v1/apps/my-app", 404, not_found("project"))
            .with(json!({ "project_id": "none" })),
    ])
    .await
}

#[tokio::test]
async fn variables() -> TestResult {
    const VARIABLES: &str = "/v1/apps/my-app/variables";
    let lab = Lab::start().await?;
    let mut cast = cast(&lab).await?;
    let kept = lab.emulator.set_variable("my-app", "KEPT", "1")?;
    cast.names.insert("kept", kept.id);
    let pair = |name: &str, value: &str| json!({ "name": name, "value": value });
    cast.play(vec![
        row(
            "owner",
            "GET /v1/apps/my-app/variables",
            200,
            json!({ "variables": [pair("KEPT", "1")] }),
        ),
        row(
            "lim",
            "POST /v1/apps/my-app/variables",
            201,
            json!({ "variable": pair("A", "x") }),
        )
        .with(json!({ "variable": pair("A", "x") })),
        row(
            "owner",
            "POST /v1/apps/my-app/variables",
            422,
            json!({ "errors": { "name": "*" } }),
        )
        .with(json!({ "variable": pair("A", "y") })),
        row(
            "owner",
            "PUT /v1/apps/my-app/variables",
            200,
            json!({ "variables": [pair("A", "z"), pair("B", "")] }),
        )
        .with(json!({ "variables": [pair("A", "z"), pair("B", "")] })),
        row(
            "owner",
            "DELETE /v1/apps/my-app/variables/{kept}",
            204,
            Value::Null,
        ),
        row(
            "owner",
            "DELETE /v1/apps/my-app/variables/{kept}",
            404,
            not_found("variable"),
        ),
        row(
            "eve",
            "GET /v1/apps/my-app/variables",
            404,
            not_found("app"),
        ),
    ])
    .await?;
    let left = lab
        .owner
        .get(VARIABLES)
        .await?
        .column("/variables", "name")?;
    assert_eq!(left, ["A", "B"]);
    Ok(())
}

#[tokio::test]
async fn addresses_of_no_call_and_bodies_without_json() -> TestResult {
    let lab = play(vec![
        row(
            "owner",
            "GET /v1/nowhere",
            404,
            json!({ "error": "not found" }),
        ),
        row(
            "owner",
            "DELETE /v1/regions",
            404,
            json!({ "error": "not found" }),
        ),
    ])
    .await?;
    let request = lab
        .owner
        .request(Method::POST, "/v1/apps/my-app/collaborators");
    let broken = request
        .try_clone()
        .map(|request| request.header("content-type", "application/json").body("{"));
    if let Some(broken) = broken {
        assert_eq!(crate::lab::Reply::to(broken).await?.status, 400);
    }
    // Without a JSON content type the service sees no parameters.
    let untyped = crate::lab::Reply::to(request.body(invitation("ann@example.com").to_string()));
    assert_eq!(untyped.await?.status, 422);
    Ok(())
}
