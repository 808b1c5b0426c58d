//! `ApplyResourceChange`: whatever happens, there is a state to keep.

use serde_json::{Value as Json, json};

use super::support::{Client, Tested, UNKNOWN, client, note, received, send, send_identity, told};
use plugin::protocol::{ApplyResourceChangeRequest, ApplyResourceChangeResponse};

async fn apply_on(
    client: &mut Client,
    prior: Json,
    planned: Json,
) -> Result<ApplyResourceChangeResponse, tonic::Status> {
    let request = ApplyResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        prior_state: send(prior),
        config: send(planned.clone()),
        planned_state: send(planned),
        planned_private: b"kept".to_vec(),
        planned_identity: send_identity(json!({"id": "1"})),
        ..ApplyResourceChangeRequest::default()
    };
    Ok(client.apply_resource_change(request).await?.into_inner())
}

async fn apply(prior: Json, planned: Json) -> Result<ApplyResourceChangeResponse, tonic::Status> {
    apply_on(&mut client(), prior, planned).await
}

fn planned(text: &str) -> Json {
    note(json!({"id": UNKNOWN, "text": text, "size": UNKNOWN}))
}

fn existing(text: &str) -> Json {
    note(json!({"id": "1", "text": text, "size": 1}))
}

#[tokio::test]
async fn created_object_is_known_and_keeps_private_bytes_and_identity() -> Tested {
    let response = apply(Json::Null, planned("hello")).await?;
    assert!(response.diagnostics.is_empty());
    assert!(!response.legacy_type_system);
    assert_eq!(
        received(response.new_state)?,
        note(json!({"id": "note-5", "text": "hello", "size": 5}))
    );
    assert_eq!(response.private, b"kept");
    assert_eq!(response.new_identity, send_identity(json!({"id": "1"})));
    Ok(())
}

#[tokio::test]
async fn half_created_object_is_kept_without_unknowns() -> Tested {
    let response = apply(Json::Null, planned("half")).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error at text: Only half there"]
    );
    assert_eq!(received(response.new_state)?, note(json!({"text": "half"})));
    assert_eq!(response.private, b"kept");
    Ok(())
}

#[tokio::test]
async fn create_without_result_and_reason_is_an_error() -> Tested {
    let response = apply(Json::Null, planned("silent")).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error: No result and no reason"]
    );
    assert_eq!(received(response.new_state)?, Json::Null);
    Ok(())
}

#[tokio::test]
async fn failed_update_keeps_the_prior_state() -> Tested {
    let response = apply(existing("stubborn"), planned("b")).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error at text: Not changeable"]
    );
    assert_eq!(received(response.new_state)?, existing("stubborn"));
    assert_eq!(response.private, b"kept");
    Ok(())
}

#[tokio::test]
async fn failed_delete_keeps_the_prior_state() -> Tested {
    let response = apply(existing("stubborn"), Json::Null).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error at text: Not removable"]
    );
    assert_eq!(received(response.new_state)?, existing("stubborn"));
    assert_eq!(response.new_identity, send_identity(json!({"id": "1"})));
    Ok(())
}

#[tokio::test]
async fn deleted_object_is_null() -> Tested {
    let response = apply(existing("a"), Json::Null).await?;
    assert!(response.diagnostics.is_empty());
    assert_eq!(received(response.new_state)?, Json::Null);
    Ok(())
}

#[tokio::test]
async fn secret_never_reaches_the_state() -> Tested {
    let planned = note(json!({"id": UNKNOWN, "text": "a", "secret": "hush", "size": 1}));
    for prior in [Json::Null, existing("b")] {
        let response = apply(prior, planned.clone()).await?;
        assert!(response.diagnostics.is_empty());
        let state = received(response.new_state)?;
        assert_eq!(state.get("secret"), Some(&Json::Null));
    }
    Ok(())
}

#[tokio::test]
async fn panic_is_one_diagnostic_and_the_next_call_is_served() -> Tested {
    let mut client = client();
    let response = apply_on(&mut client, Json::Null, planned("panic")).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error: The provider crashed in this call"]
    );
    assert!(
        response
            .diagnostics
            .iter()
            .all(|d| d.detail.contains("the note says so"))
    );
    let response = apply_on(&mut client, Json::Null, planned("a")).await?;
    assert!(response.diagnostics.is_empty());
    Ok(())
}
