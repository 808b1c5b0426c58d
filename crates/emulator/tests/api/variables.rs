//! `/v1/apps/{app}/variables`.

use serde_json::json;

use crate::lab::{Lab, TestResult};

const PATH: &str = "/v1/apps/my-app/variables";

#[tokio::test]
async fn new_app_has_no_variables() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let reply = lab.owner.get(&format!("{PATH}?aliases=true")).await?;
    assert_eq!(reply.json()?, json!({ "variables": [] }));
    Ok(())
}

#[tokio::test]
async fn added_variable_has_an_id_and_is_listed() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let body = json!({ "variable": { "name": "LEVEL", "value": "debug" } });
    let added = lab.owner.post(PATH, body.clone()).await?;
    assert_eq!(added.status, 201);
    let listed = lab.owner.get(PATH).await?;
    assert_eq!(listed.at("/variables/0")?, added.at("/variable")?);
    assert_eq!(added.text_at("/variable/id")?.len(), 24);
    let again = lab.owner.post(PATH, body).await?;
    assert_eq!(again.status, 422);
    assert!(again.at("/errors/name")?.is_array());
    Ok(())
}

#[tokio::test]
async fn bulk_put_sets_old_and_new_and_leaves_others() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let level = lab.emulator.set_variable("my-app", "LEVEL", "debug")?;
    lab.emulator.set_variable("my-app", "OTHER", "kept")?;
    let body = json!({ "variables": [
        { "name": "LEVEL", "value": "info" },
        { "name": "NEW", "value": "" },
    ] });
    let reply = lab.owner.put(PATH, body).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.column("/variables", "name")?, ["LEVEL", "NEW"]);
    assert_eq!(reply.text_at("/variables/0/id")?, level.id);
    let kept = lab.emulator.variables("my-app")?;
    let kept: Vec<_> = kept
        .iter()
        .map(|v| (v.name.as_str(), v.value.as_str()))
        .collect();
    assert_eq!(kept, [("LEVEL", "info"), ("OTHER", "kept"), ("NEW", "")]);
    Ok(())
}

#[tokio::test]
async fn bulk_put_with_a_nameless_entry_sets_nothing() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let body = json!({ "variables": [{ "name": "GOOD", "value": "1" }, { "value": "2" }] });
    assert_eq!(lab.owner.put(PATH, body).await?.status, 422);
    assert_eq!(lab.owner.put(PATH, json!({})).await?.status, 422);
    assert!(lab.emulator.variables("my-app")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn deleted_variable_is_gone_and_the_second_time_404() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let level = lab.emulator.set_variable("my-app", "LEVEL", "debug")?;
    let path = format!("{PATH}/{}", level.id);
    assert_eq!(lab.owner.delete(&path).await?.status, 204);
    assert!(lab.emulator.variables("my-app")?.is_empty());
    let again = lab.owner.delete(&path).await?;
    assert_eq!(again.status, 404);
    assert_eq!(again.text_at("/resource")?, "variable");
    Ok(())
}

#[tokio::test]
async fn variables_of_foreign_apps_are_404() -> TestResult {
    let lab = Lab::with_app("my-app").await?;
    let (_, stranger) = lab.visitor("ann").await?;
    assert_eq!(stranger.get(PATH).await?.status, 404);
    let body = json!({ "variables": [{ "name": "A", "value": "1" }] });
    assert_eq!(stranger.put(PATH, body).await?.status, 404);
    assert!(lab.emulator.variables("my-app")?.is_empty());
    Ok(())
}
