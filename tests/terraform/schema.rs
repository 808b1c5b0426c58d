//! `terraform providers schema -json`: what the official provider's users know.

use serde_json::{Value, json};

use crate::world::{Outcome, World};

async fn schemas() -> anyhow::Result<Value> {
    let world = World::new().await?;
    world.configure("")?;
    let run = world
        .run(["providers", "schema", "-json"])
        .await?
        .success()?;
    let all: Value = serde_json::from_str(&run.stdout)?;
    Ok(all["provider_schemas"]["terraform.local/scalingo/scalingo"].clone())
}

/// Type, required and optional flags of an attribute.
fn essence(attribute: &Value) -> Value {
    let flag = |name: &str| attribute[name].as_bool().unwrap_or(false);
    json!([
        attribute["type"],
        flag("required"),
        flag("optional"),
        flag("computed")
    ])
}

#[tokio::test]
async fn collaborator_has_the_official_attributes() -> Outcome {
    let schemas = schemas().await?;
    let resource = &schemas["resource_schemas"]["scalingo_collaborator"];
    assert_eq!(resource["version"], 0);
    let attributes = &resource["block"]["attributes"];
    let table = [
        ("app", json!(["string", true, false, false])),
        ("email", json!(["string", true, false, false])),
        ("limited", json!(["bool", false, true, true])),
        ("id", json!(["string", false, false, true])),
        ("username", json!(["string", false, false, true])),
        ("status", json!(["string", false, false, true])),
    ];
    for (name, expected) in table {
        assert_eq!(essence(&attributes[name]), expected, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn provider_has_the_official_attributes_and_hides_the_token() -> Outcome {
    let schemas = schemas().await?;
    let attributes = &schemas["provider"]["block"]["attributes"];
    for name in [
        "api_token",
        "region",
        "api_url",
        "auth_api_url",
        "db_api_url",
    ] {
        assert_eq!(
            essence(&attributes[name]),
            json!(["string", false, true, false]),
            "{name}"
        );
    }
    assert_eq!(attributes["api_token"]["sensitive"], true);
    Ok(())
}

#[tokio::test]
async fn everything_is_described_in_sentences() -> Outcome {
    let schemas = schemas().await?;
    let mut blocks = vec![("provider", schemas["provider"]["block"].clone())];
    for kind in [
        "resource_schemas",
        "data_source_schemas",
        "ephemeral_resource_schemas",
    ] {
        for (name, schema) in schemas[kind].as_object().unwrap() {
            blocks.push((name, schema["block"].clone()));
        }
    }
    for (name, block) in blocks {
        assert!(is_sentence(&block), "{name}");
        for (attribute, schema) in block["attributes"].as_object().unwrap() {
            assert!(is_sentence(schema), "{name}.{attribute}: {schema}");
        }
    }
    for (name, function) in schemas["functions"].as_object().unwrap() {
        assert!(is_sentence(function), "{name}");
    }
    Ok(())
}

fn is_sentence(described: &Value) -> bool {
    described["description"]
        .as_str()
        .is_some_and(|text| text.ends_with('.'))
}
