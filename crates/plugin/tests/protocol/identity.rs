//! `GetResourceIdentitySchemas`, `UpgradeResourceIdentity`, and the identity
//! that plan and apply answer.

use serde_json::{Value as Json, json};

use super::support::{Tested, UNKNOWN, client, note, received, send, send_identity, told};
use plugin::protocol::{
    ApplyResourceChangeRequest, ApplyResourceChangeResponse, GetResourceIdentitySchemasRequest,
    PlanResourceChangeRequest, PlanResourceChangeResponse, RawState, ResourceIdentityData,
    UpgradeResourceIdentityRequest, UpgradeResourceIdentityResponse,
};

#[tokio::test]
async fn identity_schema_has_texts_that_an_import_must_name() -> Tested {
    let request = GetResourceIdentitySchemasRequest {};
    let told = client().get_resource_identity_schemas(request).await?;
    let mut schemas = told.into_inner().identity_schemas;
    let note = schemas.remove("toy_note").ok_or("no toy_note")?;
    assert!(schemas.is_empty());
    assert_eq!(note.version, 0);
    let [id] = <[_; 1]>::try_from(note.identity_attributes)
        .map_err(|attributes| format!("{} attributes", attributes.len()))?;
    assert_eq!((&*id.name, &*id.r#type), ("id", &br#""string""#[..]));
    assert_eq!(
        (id.required_for_import, id.optional_for_import),
        (true, false)
    );
    assert_eq!(id.description, "The note's id.");
    Ok(())
}

async fn upgrade(
    version: i64,
    json: &str,
) -> Result<UpgradeResourceIdentityResponse, tonic::Status> {
    let request = UpgradeResourceIdentityRequest {
        type_name: "toy_note".to_owned(),
        version,
        raw_identity: Some(RawState {
            json: json.as_bytes().to_vec(),
            ..RawState::default()
        }),
    };
    Ok(client()
        .upgrade_resource_identity(request)
        .await?
        .into_inner())
}

#[tokio::test]
async fn stored_identity_is_brought_to_todays_shape() -> Tested {
    let response = upgrade(0, r#"{"id": "1", "old": true}"#).await?;
    assert!(response.diagnostics.is_empty());
    assert_eq!(
        response.upgraded_identity,
        send_identity(json!({"id": "1"}))
    );
    Ok(())
}

#[tokio::test]
async fn stored_identity_that_cannot_be_used_is_refused() -> Tested {
    let rows = [
        (1, r#"{"id": "1"}"#, "error: Identity of a newer provider"),
        (0, "", "error: Request not understood"),
        (0, "{", "error: Request not understood"),
        (0, "{}", "error: Identity is incomplete"),
        (0, "null", "error: Identity is incomplete"),
        (0, r#"{"id": null}"#, "error: Identity is incomplete"),
        (
            0,
            r#"{"id": 1}"#,
            "error at id: State does not fit the schema",
        ),
        (0, "[]", "error: State does not fit the schema"),
    ];
    for (version, json, expected) in rows {
        let response = upgrade(version, json).await?;
        assert_eq!(told(&response.diagnostics), [expected], "{json}");
        assert_eq!(response.upgraded_identity, None);
    }
    let request = UpgradeResourceIdentityRequest {
        type_name: "toy_other".to_owned(),
        ..UpgradeResourceIdentityRequest::default()
    };
    let response = client()
        .upgrade_resource_identity(request)
        .await?
        .into_inner();
    assert_eq!(
        told(&response.diagnostics),
        ["error: Not offered by this provider"]
    );
    Ok(())
}

async fn plan(
    prior: Json,
    proposed: Json,
    prior_identity: Option<ResourceIdentityData>,
) -> Result<PlanResourceChangeResponse, tonic::Status> {
    let request = PlanResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        prior_state: send(prior),
        proposed_new_state: send(proposed.clone()),
        config: send(proposed),
        prior_identity,
        ..PlanResourceChangeRequest::default()
    };
    Ok(client().plan_resource_change(request).await?.into_inner())
}

#[tokio::test]
async fn planned_identity_is_the_prior_one_or_wholly_known() -> Tested {
    let (one, two) = (json!({"id": "1"}), json!({"id": "2"}));
    let object = |id: &str| note(json!({"id": id, "text": "a"}));
    let rows = [
        ("create", json!(null), object(UNKNOWN), None, None),
        (
            "replacement",
            json!(null),
            object(UNKNOWN),
            Some(&one),
            None,
        ),
        ("update", object("2"), object("2"), Some(&one), Some(&one)),
        (
            "unknown id",
            object("1"),
            object(UNKNOWN),
            Some(&one),
            Some(&one),
        ),
        ("first identity", object("2"), object("2"), None, Some(&two)),
        (
            "null identity",
            object("2"),
            object("2"),
            Some(&json!({"id": null})),
            Some(&two),
        ),
        ("destroy", object("1"), json!(null), Some(&one), Some(&one)),
    ];
    for (name, prior, proposed, stored, expected) in rows {
        let stored = stored.cloned().and_then(send_identity);
        let response = plan(prior, proposed, stored).await?;
        assert_eq!(told(&response.diagnostics), Vec::<String>::new(), "{name}");
        let expected = expected.cloned().and_then(send_identity);
        assert_eq!(response.planned_identity, expected, "{name}");
    }
    Ok(())
}

async fn apply(
    prior: Json,
    planned: Json,
    planned_identity: Option<ResourceIdentityData>,
) -> Result<ApplyResourceChangeResponse, tonic::Status> {
    let request = ApplyResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        prior_state: send(prior),
        planned_state: send(planned.clone()),
        config: send(planned),
        planned_identity,
        ..ApplyResourceChangeRequest::default()
    };
    Ok(client().apply_resource_change(request).await?.into_inner())
}

#[tokio::test]
async fn applied_object_has_its_identity_and_a_removed_one_none() -> Tested {
    let one = || send_identity(json!({"id": "1"}));
    let planned = note(json!({"id": UNKNOWN, "text": "abc"}));
    let created = apply(json!(null), planned.clone(), None).await?;
    assert_eq!(created.new_identity, send_identity(json!({"id": "note-3"})));
    let unknown = send_identity(json!({"id": UNKNOWN}));
    let created = apply(json!(null), planned, unknown).await?;
    assert_eq!(created.new_identity, send_identity(json!({"id": "note-3"})));
    let object = note(json!({"id": "1", "text": "abc"}));
    let updated = apply(object.clone(), object.clone(), one()).await?;
    assert_eq!(updated.new_identity, one());
    let removed = apply(object, json!(null), one()).await?;
    assert_eq!(removed.new_identity, None);
    assert_eq!(received(removed.new_state)?, json!(null));
    Ok(())
}

#[tokio::test]
async fn identity_of_another_shape_keeps_an_apply_from_beginning() -> Tested {
    let planned = note(json!({"id": UNKNOWN, "text": "panic"}));
    let response = apply(json!(null), planned, send_identity(json!({"name": "a"}))).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error at name: Value does not fit the schema"]
    );
    Ok(())
}
