//! `UpgradeResourceState`.

use std::collections::HashMap;

use serde_json::json;

use super::support::{Tested, client, note, received, told};
use plugin::protocol::{RawState, UpgradeResourceStateRequest, UpgradeResourceStateResponse};

async fn upgrade(
    version: i64,
    raw_state: RawState,
) -> Result<UpgradeResourceStateResponse, tonic::Status> {
    let request = UpgradeResourceStateRequest {
        type_name: "toy_note".to_owned(),
        version,
        raw_state: Some(raw_state),
    };
    Ok(client().upgrade_resource_state(request).await?.into_inner())
}

fn stored(json: &str) -> RawState {
    RawState {
        json: json.as_bytes().to_vec(),
        flatmap: HashMap::new(),
    }
}

#[tokio::test]
async fn missing_attributes_become_null_and_foreign_ones_go() -> Tested {
    let json =
        r#" { "text": "a", "timeouts": {"create": "5m"}, "parts": [{"name": "p", "old": 1}] } "#;
    let response = upgrade(1, stored(json)).await?;
    assert!(response.diagnostics.is_empty());
    assert_eq!(
        received(response.upgraded_state)?,
        note(json!({"text": "a", "parts": [{"name": "p", "checksum": null}]}))
    );
    Ok(())
}

#[tokio::test]
async fn older_shape_is_brought_to_todays() -> Tested {
    let response = upgrade(0, stored(r#"{"body": "a"}"#)).await?;
    assert_eq!(
        received(response.upgraded_state)?,
        note(json!({"text": "a"}))
    );
    Ok(())
}

#[tokio::test]
async fn stored_secret_of_another_provider_is_dropped() -> Tested {
    let response = upgrade(1, stored(r#"{"text": "a", "secret": "hush"}"#)).await?;
    assert_eq!(
        received(response.upgraded_state)?,
        note(json!({"text": "a"}))
    );
    Ok(())
}

#[tokio::test]
async fn fraction_keeps_its_digits() -> Tested {
    let response = upgrade(1, stored(r#"{"text": "a", "weight": 0.1, "size": 7}"#)).await?;
    assert_eq!(
        received(response.upgraded_state)?,
        note(json!({"text": "a", "weight": "0.1", "size": 7}))
    );
    Ok(())
}

#[tokio::test]
async fn state_that_cannot_be_used_is_refused() -> Tested {
    let flatmap = RawState {
        json: Vec::new(),
        flatmap: HashMap::from([("text".to_owned(), "a".to_owned())]),
    };
    let rows = [
        (
            2,
            stored(r#"{"text": "a"}"#),
            "error: State of a newer provider",
        ),
        (1, stored("[]"), "error: Request not understood"),
        (1, stored("{"), "error: Request not understood"),
        (1, stored(""), "error: Request not understood"),
        (1, flatmap, "error: Request not understood"),
        (
            1,
            stored(r#"{"size": "big"}"#),
            "error at size: State does not fit the schema",
        ),
    ];
    for (version, state, expected) in rows {
        let response = upgrade(version, state).await?;
        assert_eq!(told(&response.diagnostics), [expected]);
        assert_eq!(response.upgraded_state, None);
    }
    Ok(())
}
