//! `ReadResource`.

use serde_json::{Value as Json, json};

use super::support::{Tested, client, note, received, send, send_identity, told};
use plugin::protocol::{ReadResourceRequest, ReadResourceResponse, ResourceIdentityData};

async fn read(state: Json, private: &[u8]) -> Result<ReadResourceResponse, tonic::Status> {
    read_identified(state, private, send_identity(json!({"id": "1"}))).await
}

async fn read_identified(
    state: Json,
    private: &[u8],
    current_identity: Option<ResourceIdentityData>,
) -> Result<ReadResourceResponse, tonic::Status> {
    let request = ReadResourceRequest {
        type_name: "toy_note".to_owned(),
        current_state: send(state),
        private: private.to_vec(),
        current_identity,
        ..ReadResourceRequest::default()
    };
    Ok(client().read_resource(request).await?.into_inner())
}

#[tokio::test]
async fn private_bytes_and_identity_come_back_as_they_are() -> Tested {
    let rows: [&[u8]; 5] = [
        b"",
        b"null",
        br#"{"schema_version":"1"}"#,
        &[0xc1, 0xff],
        &[0xc0],
    ];
    for private in rows {
        let response = read(note(json!({"text": "a"})), private).await?;
        assert_eq!(response.private, private);
        assert_eq!(response.new_identity, send_identity(json!({"id": "1"})));
        assert_eq!(received(response.new_state)?, note(json!({"text": "a"})));
        assert!(response.diagnostics.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn object_that_is_gone_reads_as_null() -> Tested {
    let response = read(note(json!({"text": "gone"})), b"p").await?;
    assert!(response.diagnostics.is_empty());
    assert_eq!(received(response.new_state)?, Json::Null);
    Ok(())
}

#[tokio::test]
async fn object_that_cannot_be_read_is_kept() -> Tested {
    let response = read(note(json!({"text": "stubborn", "size": 3})), b"p").await?;
    assert_eq!(told(&response.diagnostics), ["error at text: Not readable"]);
    assert_eq!(
        received(response.new_state)?,
        note(json!({"text": "stubborn", "size": 3}))
    );
    assert_eq!(response.private, b"p");
    assert_eq!(response.new_identity, send_identity(json!({"id": "1"})));
    Ok(())
}

#[tokio::test]
async fn five_megabytes_pass_both_ways() -> Tested {
    let text = "x".repeat(5 << 20);
    let response = read(note(json!({ "text": text })), b"").await?;
    assert_eq!(received(response.new_state)?, note(json!({ "text": text })));
    Ok(())
}

#[tokio::test]
async fn identity_is_that_of_the_object_and_never_null() -> Tested {
    let (old, new) = (json!({"id": "1"}), json!({"id": "2"}));
    let rows = [
        (json!("2"), Some(&old), Some(&new)),
        (json!("2"), None, Some(&new)),
        (json!(null), Some(&old), Some(&old)),
        (json!(null), Some(&json!({"id": null})), None),
        (json!(null), Some(&json!(null)), None),
        (json!(null), None, None),
    ];
    for (id, stored, expected) in rows {
        let stored = stored.cloned().and_then(send_identity);
        let state = note(json!({"text": "a", "id": id}));
        let response = read_identified(state, b"", stored).await?;
        assert!(response.diagnostics.is_empty());
        assert_eq!(
            response.new_identity,
            expected.cloned().and_then(send_identity)
        );
    }
    Ok(())
}

#[tokio::test]
async fn identity_of_another_shape_is_refused_and_nothing_forgotten() -> Tested {
    for wrong in [json!({"id": 1}), json!({"name": "a"}), json!("1")] {
        let state = note(json!({"text": "a"}));
        let response = read_identified(state, b"p", send_identity(wrong.clone())).await?;
        let said = told(&response.diagnostics).join("; ");
        assert!(said.ends_with(": Value does not fit the schema"), "{said}");
        assert_eq!(response.new_identity, send_identity(wrong));
        assert_eq!(response.private, b"p");
    }
    Ok(())
}
