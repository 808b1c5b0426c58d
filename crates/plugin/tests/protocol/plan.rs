//! `PlanResourceChange`.

use serde_json::{Value as Json, json};

use super::support::{
    Tested, UNKNOWN, client, note, path_text, received, send, send_identity, told,
};
use plugin::protocol::{DynamicValue, PlanResourceChangeRequest, PlanResourceChangeResponse};

async fn plan(prior: Json, proposed: Json) -> Result<PlanResourceChangeResponse, tonic::Status> {
    let request = PlanResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        prior_state: send(prior),
        config: send(proposed.clone()),
        proposed_new_state: send(proposed),
        prior_private: b"kept".to_vec(),
        prior_identity: send_identity(json!({"id": "1"})),
        ..PlanResourceChangeRequest::default()
    };
    Ok(client().plan_resource_change(request).await?.into_inner())
}

#[tokio::test]
async fn computed_attributes_of_a_new_object_are_unknown() -> Tested {
    let proposed = note(json!({"text": "a", "parts": [{"name": "p", "checksum": null}]}));
    let response = plan(Json::Null, proposed).await?;
    assert!(response.diagnostics.is_empty());
    assert!(!response.legacy_type_system);
    let parts = json!([{"name": "p", "checksum": UNKNOWN}]);
    assert_eq!(
        received(response.planned_state)?,
        note(json!({"id": UNKNOWN, "text": "a", "size": UNKNOWN, "parts": parts}))
    );
    Ok(())
}

#[tokio::test]
async fn configured_value_of_a_computed_attribute_stays() -> Tested {
    let response = plan(
        Json::Null,
        note(json!({"text": "a", "size": 3, "weight": 0.25})),
    )
    .await?;
    assert_eq!(
        received(response.planned_state)?,
        note(json!({"id": UNKNOWN, "text": "a", "size": 3, "weight": "0.25"}))
    );
    Ok(())
}

#[tokio::test]
async fn fraction_too_fine_for_core_arrives_as_text_and_goes_back_so() -> Tested {
    let proposed = note(json!({"id": "1", "text": "a", "size": "12", "weight": "0.1"}));
    let response = plan(note(json!({"id": "1", "text": "b"})), proposed).await?;
    assert_eq!(
        received(response.planned_state)?,
        note(json!({"id": "1", "text": "a", "size": 12, "weight": "0.1"}))
    );
    Ok(())
}

#[tokio::test]
async fn secret_never_reaches_the_plan() -> Tested {
    let proposed = note(json!({"text": "a", "secret": "hush"}));
    for prior in [Json::Null, note(json!({"id": "1", "text": "b"}))] {
        let response = plan(prior, proposed.clone()).await?;
        let planned = received(response.planned_state)?;
        assert_eq!(planned.get("secret"), Some(&Json::Null));
    }
    Ok(())
}

#[tokio::test]
async fn private_bytes_are_echoed_by_every_plan() -> Tested {
    let (old, new) = (note(json!({"text": "a"})), note(json!({"text": "b"})));
    let rows = [
        (Json::Null, new.clone()),
        (old.clone(), new),
        (old, Json::Null),
    ];
    for (prior, proposed) in rows {
        let response = plan(prior, proposed).await?;
        assert_eq!(response.planned_private, b"kept");
    }
    Ok(())
}

#[tokio::test]
async fn paths_that_need_a_new_object_are_sorted_and_told_once() -> Tested {
    let prior = note(json!({"text": "a", "tags": {"x": "1"}}));
    let response = plan(prior, note(json!({"text": "a", "tags": {"x": "2"}}))).await?;
    let paths: Vec<_> = response.requires_replace.iter().map(path_text).collect();
    assert_eq!(paths, ["tags", "text"]);
    Ok(())
}

#[tokio::test]
async fn required_attribute_that_became_null_is_refused() -> Tested {
    for prior in [Json::Null, note(json!({"text": "a"}))] {
        let response = plan(prior, note(json!({"text": null}))).await?;
        assert_eq!(
            told(&response.diagnostics),
            ["error at text: Required attribute is null"]
        );
    }
    Ok(())
}

#[tokio::test]
async fn plan_of_a_removal_is_null() -> Tested {
    let response = plan(note(json!({"text": "a"})), Json::Null).await?;
    assert!(response.diagnostics.is_empty());
    assert_eq!(received(response.planned_state)?, Json::Null);
    Ok(())
}

#[tokio::test]
async fn resource_without_plan_and_reason_is_an_error() -> Tested {
    let response = plan(Json::Null, note(json!({"text": "silent"}))).await?;
    assert_eq!(
        told(&response.diagnostics),
        ["error: No result and no reason"]
    );
    Ok(())
}

#[tokio::test]
async fn refined_unknown_is_unknown() -> Tested {
    // fixmap with one entry whose value is extension 12: not null.
    let msgpack = [&[0x81, 0xa4][..], b"text", &[0xc7, 3, 12, 0x81, 1, 0xc2]].concat();
    let request = PlanResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        proposed_new_state: Some(DynamicValue {
            msgpack,
            json: Vec::new(),
        }),
        config: send(note(json!({"text": UNKNOWN}))),
        ..PlanResourceChangeRequest::default()
    };
    let response = client().plan_resource_change(request).await?.into_inner();
    assert!(response.diagnostics.is_empty());
    let planned = received(response.planned_state)?;
    assert_eq!(planned.get("text"), Some(&json!(UNKNOWN)));
    Ok(())
}
