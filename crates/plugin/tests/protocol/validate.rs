//! `ValidateProviderConfig`, `ConfigureProvider` and `ValidateResourceConfig`.

use serde_json::{Value as Json, json};

use super::support::{Tested, UNKNOWN, client, note, send, told};
use plugin::protocol as wire;
use plugin::protocol::DynamicValue;

async fn validate(config: Json, write_only: bool) -> Result<Vec<String>, tonic::Status> {
    let request = wire::ValidateResourceConfigRequest {
        type_name: "toy_note".to_owned(),
        config: send(config),
        client_capabilities: Some(wire::ClientCapabilities {
            write_only_attributes_allowed: write_only,
            ..wire::ClientCapabilities::default()
        }),
    };
    let response = client().validate_resource_config(request).await?;
    Ok(told(&response.into_inner().diagnostics))
}

async fn validate_provider(config: Option<DynamicValue>) -> Result<Vec<String>, tonic::Status> {
    let request = wire::ValidateProviderConfigRequest { config };
    let response = client().validate_provider_config(request).await?;
    Ok(told(&response.into_inner().diagnostics))
}

#[tokio::test]
async fn unknown_values_are_valid() -> Tested {
    let config = note(json!({"text": UNKNOWN, "size": UNKNOWN, "tags": UNKNOWN, "parts": UNKNOWN}));
    assert!(validate(config, true).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn resource_error_points_at_its_attribute() -> Tested {
    let config = note(json!({"text": "empty"}));
    assert_eq!(validate(config, true).await?, ["error at text: Empty note"]);
    Ok(())
}

#[tokio::test]
async fn write_only_value_needs_a_terraform_that_knows_it() -> Tested {
    let config = note(json!({"text": "a", "secret": "hush"}));
    assert!(validate(config.clone(), true).await?.is_empty());
    assert_eq!(
        validate(config, false).await?,
        ["error at secret: Write-only attribute not supported"]
    );
    assert!(
        validate(note(json!({"text": "a"})), false)
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn value_of_another_type_is_refused_at_its_place() -> Tested {
    let config = note(json!({"text": "a", "parts": [{"name": 7, "checksum": null}]}));
    assert_eq!(
        validate(config, true).await?,
        ["error at parts.0.name: Value does not fit the schema"]
    );
    Ok(())
}

#[tokio::test]
async fn required_attribute_that_is_null_is_refused_at_its_place() -> Tested {
    let rows = [
        (json!({}), "text"),
        (
            json!({"text": "a", "parts": [{"name": null}]}),
            "parts.0.name",
        ),
        (json!({"text": "a", "links": [{"url": null}]}), "links"),
    ];
    for (members, place) in rows {
        let expected = format!("error at {place}: Required attribute is null");
        assert_eq!(validate(note(members), true).await?, [expected]);
    }
    Ok(())
}

#[tokio::test]
async fn message_for_null_names_the_attribute_and_what_to_do() -> Tested {
    let request = wire::ValidateResourceConfigRequest {
        type_name: "toy_note".to_owned(),
        config: send(note(json!({}))),
        ..wire::ValidateResourceConfigRequest::default()
    };
    let response = client().validate_resource_config(request).await?;
    let diagnostics = response.into_inner().diagnostics;
    let detail = diagnostics.first().map(|error| error.detail.as_str());
    assert_eq!(
        detail,
        Some(
            "A value is expected for text, which is required, but it is null. Set it. If it comes \
             from a variable, an output or another resource, make sure that this one has a value."
        )
    );
    Ok(())
}

#[tokio::test]
async fn type_not_offered_is_an_error() -> Tested {
    let request = wire::ValidateResourceConfigRequest {
        type_name: "toy_nothing".to_owned(),
        ..wire::ValidateResourceConfigRequest::default()
    };
    let response = client().validate_resource_config(request).await?;
    assert_eq!(
        told(&response.into_inner().diagnostics),
        ["error: Not offered by this provider"]
    );
    Ok(())
}

#[tokio::test]
async fn provider_error_points_at_its_attribute() -> Tested {
    let config = send(json!({"greeting": "rude"}));
    assert_eq!(
        validate_provider(config).await?,
        ["error at greeting: Rude greeting"]
    );
    Ok(())
}

#[tokio::test]
async fn bytes_that_are_no_value_are_one_diagnostic() -> Tested {
    for msgpack in [
        vec![0xd9],
        vec![0xc6, 0xff, 0xff, 0xff, 0xff],
        vec![0xdf, 0xff, 0xff, 0xff, 0xff],
        vec![0xc9, 0xff, 0xff, 0xff, 0xff, 0],
        vec![0xdd, 0xff, 0xff, 0xff, 0xff],
        vec![0xc0, 0xc0],
        vec![0x91; 4000],
    ] {
        let json = Vec::new();
        let told = validate_provider(Some(DynamicValue { msgpack, json })).await?;
        assert_eq!(told, ["error: Request not understood"]);
    }
    Ok(())
}

#[tokio::test]
async fn unknown_provider_values_reach_configure() -> Tested {
    let request = wire::ConfigureProviderRequest {
        terraform_version: "1.11.4".to_owned(),
        config: send(json!({"greeting": UNKNOWN})),
        client_capabilities: None,
    };
    let response = client().configure_provider(request).await?.into_inner();
    assert!(response.diagnostics.is_empty());
    Ok(())
}
