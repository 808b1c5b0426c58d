//! `/v1/apps`.

use serde_json::json;

use crate::lab::{Lab, TestResult};

#[tokio::test]
async fn app_is_the_same_by_id_and_by_name() -> TestResult {
    let lab = Lab::start().await?;
    let app = lab.emulator.add_app("my-app")?;
    let by_name = lab.owner.get("/v1/apps/my-app").await?;
    let by_id = lab.owner.get(&format!("/v1/apps/{}", app.id)).await?;
    assert_eq!(by_name.status, 200);
    assert_eq!(by_name.json()?, by_id.json()?);
    assert_eq!(by_id.text_at("/app/id")?, app.id);
    assert_eq!(app.id.len(), 24);
    assert!(app.id.chars().all(|c| c.is_ascii_hexdigit()));
    Ok(())
}

#[tokio::test]
async fn app_shows_all_documented_fields() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let reply = lab.owner.get("/v1/apps/my-app").await?;
    let user = lab.emulator.user();
    let owner = json!({ "id": user.id, "username": user.username, "email": user.email });
    assert_eq!(reply.at("/app/owner")?, owner);
    assert_eq!(reply.text_at("/app/name")?, "my-app");
    assert_eq!(reply.text_at("/app/project/name")?, "default");
    for text in ["status", "url", "base_url", "git_url", "stack_id", "region"] {
        assert!(
            !reply.text_at(&format!("/app/{text}"))?.is_empty(),
            "{text}"
        );
    }
    for flag in [
        "force_https",
        "sticky_session",
        "router_logs",
        "hds_resource",
    ] {
        assert_eq!(reply.at(&format!("/app/{flag}"))?, json!(false), "{flag}");
    }
    Ok(())
}

#[tokio::test]
async fn list_holds_owned_and_shared_apps_and_no_databases() -> TestResult {
    let lab = Lab::with_app("mine-1").await?;
    let (ann, _) = lab.visitor("ann").await?;
    lab.emulator.add_app_owned_by("shared-1", &ann)?;
    lab.emulator.add_app_owned_by("hidden-1", &ann)?;
    lab.emulator.add_database("my-db")?;
    lab.emulator.share("shared-1", lab.emulator.user())?;
    let reply = lab.owner.get("/v1/apps").await?;
    assert_eq!(reply.column("/apps", "name")?, ["mine-1", "shared-1"]);
    Ok(())
}

#[tokio::test]
async fn unknown_and_foreign_apps_are_404_with_the_resource() -> TestResult {
    let lab = Lab::start().await?;
    let (ann, _) = lab.visitor("ann").await?;
    lab.emulator.add_app_owned_by("hidden-1", &ann)?;
    lab.emulator.add_database("my-db")?;
    for app in ["nothing", "hidden-1", "my-db"] {
        let reply = lab.owner.get(&format!("/v1/apps/{app}")).await?;
        assert_eq!(reply.status, 404, "{app}");
        let body = json!({ "resource": "app", "error": "not found" });
        assert_eq!(reply.json()?, body);
    }
    Ok(())
}

#[tokio::test]
async fn created_app_lands_in_the_default_project() -> TestResult {
    let lab = Lab::start().await?;
    let body = json!({ "app": { "name": "new-app", "hds_resource": true, "stack_id": "abc" } });
    let reply = lab.owner.post("/v1/apps", body).await?;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.text_at("/app/project/name")?, "default");
    assert_eq!(reply.at("/app/hds_resource")?, json!(true));
    assert_eq!(reply.text_at("/app/stack_id")?, "abc");
    let app = lab.emulator.app("new-app")?;
    assert_eq!(reply.text_at("/app/id")?, app.id);
    assert_eq!(&app.owner, lab.emulator.user());
    Ok(())
}

#[tokio::test]
async fn app_is_created_in_a_named_project_of_the_caller_only() -> TestResult {
    let lab = Lab::start().await?;
    let (ann, _) = lab.visitor("ann").await?;
    let own = lab.emulator.add_project(lab.emulator.user(), "team");
    let foreign = lab.emulator.add_project(&ann, "theirs");
    let body = |name, project| json!({ "app": { "name": name, "project_id": project } });
    let reply = lab.owner.post("/v1/apps", body("app-one", own.id)).await?;
    assert_eq!(reply.text_at("/app/project/name")?, "team");
    let reply = lab
        .owner
        .post("/v1/apps", body("app-two", foreign.id))
        .await?;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.text_at("/resource")?, "project");
    assert!(lab.emulator.app("app-two").is_err());
    Ok(())
}

#[tokio::test]
async fn bad_missing_and_taken_names_are_422_on_the_name() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    for name in [
        json!("short"),
        json!("My-App"),
        json!("my-app"),
        json!(null),
        json!(7),
    ] {
        let body = json!({ "app": { "name": name } });
        let reply = lab.owner.post("/v1/apps", body).await?;
        assert_eq!(reply.status, 422, "{name}");
        assert!(reply.at("/errors/name/0")?.is_string());
    }
    assert_eq!(
        lab.owner
            .get("/v1/apps")
            .await?
            .column("/apps", "name")?
            .len(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn change_sets_the_named_settings_and_leaves_the_others() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let body = json!({ "app": { "force_https": true, "stack_id": "new" } });
    let reply = lab.owner.patch("/v1/apps/my-app", body).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.at("/app/force_https")?, json!(true));
    let body = json!({ "app": { "sticky_session": true, "router_logs": true } });
    let reply = lab.owner.patch("/v1/apps/my-app", body).await?;
    assert_eq!(reply.at("/app/force_https")?, json!(true));
    assert_eq!(reply.at("/app/sticky_session")?, json!(true));
    assert_eq!(reply.at("/app/router_logs")?, json!(true));
    assert_eq!(reply.text_at("/app/stack_id")?, "new");
    let shown = lab.owner.get("/v1/apps/my-app").await?;
    assert_eq!(shown.json()?, reply.json()?);
    Ok(())
}

#[tokio::test]
async fn setting_of_the_wrong_type_is_422() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let body = json!({ "app": { "force_https": "yes" } });
    let reply = lab.owner.patch("/v1/apps/my-app", body).await?;
    assert_eq!(reply.status, 422);
    assert!(reply.at("/errors/force_https")?.is_array());
    Ok(())
}

#[tokio::test]
async fn app_moves_between_projects_of_its_owner_only() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    let team = lab.emulator.add_project(lab.emulator.user(), "team");
    let foreign = lab.emulator.add_project(&ann, "theirs");
    let body = json!({ "project_id": team.id });
    let reply = lab.owner.put("/v1/apps/my-app", body.clone()).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.text_at("/app/project/id")?, team.id);
    assert_eq!(lab.emulator.project_of("my-app")?, team);
    let body_of_foreign = json!({ "project_id": foreign.id });
    let reply = lab.owner.put("/v1/apps/my-app", body_of_foreign).await?;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.text_at("/resource")?, "project");
    lab.emulator.share("my-app", &ann)?;
    assert_eq!(session.put("/v1/apps/my-app", body).await?.status, 403);
    assert_eq!(lab.emulator.project_of("my-app")?, team);
    Ok(())
}

#[tokio::test]
async fn renamed_app_keeps_its_id() -> TestResult {
    let lab = Lab::start().await?;
    let app = lab.emulator.add_app("my-app")?;
    let body = json!({ "current_name": "my-app", "new_name": "our-app" });
    let reply = lab.owner.post("/v1/apps/my-app/rename", body).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.text_at("/app/name")?, "our-app");
    assert_eq!(lab.emulator.app("our-app")?.id, app.id);
    assert_eq!(lab.owner.get("/v1/apps/my-app").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn rename_asks_for_the_present_name_and_a_free_new_one() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    lab.emulator.add_app("taken-1")?;
    let rename = |current: &str, new: &str| {
        let body = json!({ "current_name": current, "new_name": new });
        lab.owner.post("/v1/apps/my-app/rename", body)
    };
    assert_eq!(rename("other-1", "our-app").await?.status, 400);
    assert_eq!(rename("my-app", "taken-1").await?.status, 422);
    assert_eq!(rename("my-app", "No").await?.status, 422);
    assert!(lab.emulator.app("my-app").is_ok());
    Ok(())
}

#[tokio::test]
async fn delete_asks_for_the_present_name() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    assert_eq!(lab.owner.delete("/v1/apps/my-app").await?.status, 400);
    let wrong = lab.owner.delete("/v1/apps/my-app?current_name=x").await?;
    assert_eq!(wrong.status, 400);
    assert!(!wrong.text_at("/error")?.is_empty());
    let right = lab
        .owner
        .delete("/v1/apps/my-app?current_name=my-app")
        .await?;
    assert_eq!(right.status, 204);
    assert!(right.body.is_empty());
    assert_eq!(lab.owner.get("/v1/apps/my-app").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn only_the_owner_renames_and_deletes() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (ann, session) = lab.visitor("ann").await?;
    lab.emulator.share("my-app", &ann)?;
    let body = json!({ "current_name": "my-app", "new_name": "our-app" });
    let reply = session.post("/v1/apps/my-app/rename", body).await?;
    assert_eq!(reply.status, 403);
    let reply = session
        .delete("/v1/apps/my-app?current_name=my-app")
        .await?;
    assert_eq!(reply.status, 403);
    assert!(lab.emulator.app("my-app").is_ok());
    Ok(())
}
