//! The provider's functions, called by Terraform itself.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::world::{Outcome, World};

/// A world without token, so that whatever signs in fails.
async fn without_token() -> anyhow::Result<World> {
    let mut world = World::new().await?;
    for name in [
        "SCALINGO_API_TOKEN",
        "SCALINGO_API_URL",
        "SCALINGO_AUTH_URL",
    ] {
        world.workspace.unset(name);
    }
    Ok(world)
}

/// The value of an expression of HCL; nothing may have been called.
async fn value(expression: &str) -> anyhow::Result<Value> {
    let world = without_token().await?;
    world.configure(&format!(
        "output \"value\" {{\n  value = {expression}\n}}\n"
    ))?;
    world.apply().await?;
    let state = world.workspace.state().await?;
    assert!(world.emulator.requests().is_empty());
    Ok(state["values"]["outputs"]["value"]["value"].clone())
}

/// What Terraform says about an expression of HCL that it must refuse.
async fn refusal(expression: &str) -> anyhow::Result<String> {
    let world = without_token().await?;
    world.configure(&format!(
        "output \"value\" {{\n  value = {expression}\n}}\n"
    ))?;
    world.failure(["plan", "-json"]).await
}

#[tokio::test]
async fn normalize_emails_gives_sorted_unique_lower_case_keys() -> Outcome {
    let list = r#"[" Zoe@Example.com", "ann@example.com", "", "ANN@example.com "]"#;
    let found = value(&format!("provider::scalingo::normalize_emails({list})")).await?;
    assert_eq!(found, json!(["ann@example.com", "zoe@example.com"]));
    Ok(())
}

#[tokio::test]
async fn normalize_emails_gives_a_set_that_for_each_takes() -> Outcome {
    let found = value(
        r#"{ for key, address in provider::scalingo::normalize_emails(["B@example.com", "a@example.com"]) : key => address }"#,
    )
    .await?;
    assert_eq!(
        found,
        json!({"a@example.com": "a@example.com", "b@example.com": "b@example.com"})
    );
    Ok(())
}

#[tokio::test]
async fn normalize_emails_of_nobody_is_empty() -> Outcome {
    let found = value("provider::scalingo::normalize_emails([])").await?;
    assert_eq!(found, json!([]));
    Ok(())
}

#[tokio::test]
async fn normalize_emails_names_the_element_that_is_no_address() -> Outcome {
    let list = r#"["ann@example.com", "nobody"]"#;
    assert_snapshot!(refusal(&format!("provider::scalingo::normalize_emails({list})")).await?, @r#"
    error: Invalid function argument
    at output "value": value = provider::scalingo::normalize_emails(["ann@example.com", "nobody"])
    Invalid value for "emails" parameter: element 1, counted from 0, must be one address such as "user1@example.com": there is no "@" in it.
    "#);
    Ok(())
}

#[tokio::test]
async fn normalize_emails_names_the_element_that_is_null() -> Outcome {
    let list = r#"[null, "ann@example.com"]"#;
    assert_snapshot!(refusal(&format!("provider::scalingo::normalize_emails({list})")).await?, @r#"
    error: Invalid function argument
    at output "value": value = provider::scalingo::normalize_emails([null, "ann@example.com"])
    Invalid value for "emails" parameter: element 0, counted from 0, must be one address such as "user1@example.com": it is null.
    "#);
    Ok(())
}

#[tokio::test]
async fn import_id_joins_app_and_address() -> Outcome {
    let found = value(r#"provider::scalingo::import_id("my-app", "User1@example.com")"#).await?;
    assert_eq!(found, "my-app:User1@example.com");
    Ok(())
}

#[tokio::test]
async fn import_id_marks_the_argument_that_is_wrong() -> Outcome {
    assert_snapshot!(refusal(r#"provider::scalingo::import_id("", "ann@example.com")"#).await?, @r#"
    error: Invalid function argument
    at output "value": value = provider::scalingo::import_id("", "ann@example.com")
    Invalid value for "app" parameter: app must be the ID or the name of an app or database: it is empty.
    "#);
    assert_snapshot!(refusal(r#"provider::scalingo::import_id("my-app", "ann")"#).await?, @r#"
    error: Invalid function argument
    at output "value": value = provider::scalingo::import_id("my-app", "ann")
    Invalid value for "email" parameter: email must be one address such as "user1@example.com": there is no "@" in it.
    "#);
    Ok(())
}
