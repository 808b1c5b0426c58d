//! `ImportResourceState`.

use serde_json::json;

use super::support::{Tested, UNKNOWN, client, note, received, send_identity, told};
use plugin::protocol::{ImportResourceStateRequest, ResourceIdentityData};

#[tokio::test]
async fn imported_object_carries_type_state_and_private_bytes() -> Tested {
    let request = ImportResourceStateRequest {
        type_name: "toy_note".to_owned(),
        id: "abc".to_owned(),
        ..ImportResourceStateRequest::default()
    };
    let response = client().import_resource_state(request).await?.into_inner();
    assert!(response.diagnostics.is_empty());
    let [imported] = <[_; 1]>::try_from(response.imported_resources)
        .map_err(|imported| format!("{} objects", imported.len()))?;
    assert_eq!(imported.type_name, "toy_note");
    assert_eq!(imported.private, b"imported");
    assert_eq!(
        received(imported.state)?,
        note(json!({"id": "abc", "text": "abc"}))
    );
    assert_eq!(imported.identity, send_identity(json!({"id": "abc"})));
    Ok(())
}

#[tokio::test]
async fn identity_imports_like_an_id() -> Tested {
    let request = ImportResourceStateRequest {
        type_name: "toy_note".to_owned(),
        identity: send_identity(json!({"id": "abc"})),
        ..ImportResourceStateRequest::default()
    };
    let mut response = client().import_resource_state(request).await?.into_inner();
    assert_eq!(told(&response.diagnostics), Vec::<String>::new());
    let imported = response.imported_resources.pop().ok_or("nothing")?;
    assert_eq!(imported.identity, send_identity(json!({"id": "abc"})));
    assert_eq!(
        received(imported.state)?,
        note(json!({"id": "abc", "text": "abc"}))
    );
    Ok(())
}

#[tokio::test]
async fn import_that_fails_yields_no_object() -> Tested {
    let rows = [
        (None, "error at id: No id"),
        (
            send_identity(json!({"id": null})),
            "error: Identity is incomplete",
        ),
        (
            send_identity(json!({"id": UNKNOWN})),
            "error: Identity is incomplete",
        ),
        (
            send_identity(json!({"id": "1", "name": "a"})),
            "error at name: Value does not fit the schema",
        ),
        (
            Some(ResourceIdentityData::default()),
            "error: Identity is incomplete",
        ),
    ];
    for (identity, expected) in rows {
        let request = ImportResourceStateRequest {
            type_name: "toy_note".to_owned(),
            identity,
            ..ImportResourceStateRequest::default()
        };
        let response = client().import_resource_state(request).await?.into_inner();
        assert_eq!(told(&response.diagnostics), [expected]);
        assert!(response.imported_resources.is_empty());
    }
    Ok(())
}
