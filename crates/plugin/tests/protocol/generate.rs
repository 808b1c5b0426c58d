//! `GenerateResourceConfig`.

use serde_json::{Value as Json, json};

use super::support::{Tested, client, note, received, send, told};
use plugin::protocol::{GenerateResourceConfigRequest, GenerateResourceConfigResponse};

async fn generate(
    type_name: &str,
    state: Json,
) -> Result<GenerateResourceConfigResponse, tonic::Status> {
    let request = GenerateResourceConfigRequest {
        type_name: type_name.to_owned(),
        state: send(state),
    };
    Ok(client()
        .generate_resource_config(request)
        .await?
        .into_inner())
}

#[tokio::test]
async fn generated_configuration_holds_what_a_person_would_write() -> Tested {
    let state = note(json!({
        "id": "1",
        "text": "abc",
        "size": 3,
        "tags": {"a": "1"},
        "parts": [{"name": "p", "checksum": "p"}],
    }));
    let response = generate("toy_note", state).await?;
    assert!(response.diagnostics.is_empty());
    let parts = json!([{"name": "p", "checksum": null}]);
    assert_eq!(
        received(response.config)?,
        note(json!({"text": "abc", "tags": {"a": "1"}, "parts": parts}))
    );
    Ok(())
}

#[tokio::test]
async fn nothing_is_generated_from_what_is_no_state() -> Tested {
    let rows = [
        (
            "toy_note",
            json!(null),
            "error: No state to generate configuration from",
        ),
        (
            "toy_note",
            json!([]),
            "error: Value does not fit the schema",
        ),
        (
            "toy_note",
            json!({"old": 1}),
            "error at old: Value does not fit the schema",
        ),
        (
            "toy_other",
            note(json!({})),
            "error: Not offered by this provider",
        ),
    ];
    for (type_name, state, expected) in rows {
        let response = generate(type_name, state).await?;
        assert_eq!(told(&response.diagnostics), [expected]);
        assert_eq!(response.config, None);
    }
    Ok(())
}
