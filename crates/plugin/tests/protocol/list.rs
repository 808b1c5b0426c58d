//! `ValidateListResourceConfig` and `ListResource`.

use plugin::protocol::provider_server::Provider;
use serde_json::{Value as Json, json};
use tonic::Request;

use super::support::{Tested, UNKNOWN, client, note, received, send, send_identity, service, told};
use plugin::protocol::{
    ListResourceEvent, ListResourceRequest, ValidateListResourceConfigRequest,
    ValidateListResourceConfigResponse,
};

fn request(config: Json, limit: i64) -> ListResourceRequest {
    ListResourceRequest {
        type_name: "toy_note".to_owned(),
        config: send(config),
        include_resource_object: false,
        limit,
    }
}

/// The stream to its end.
async fn events(
    request: ListResourceRequest,
) -> Result<Vec<ListResourceEvent>, Box<dyn std::error::Error>> {
    let mut stream = client().list_resource(request).await?.into_inner();
    let mut events = Vec::new();
    while let Some(event) = stream.message().await? {
        events.push(event);
    }
    Ok(events)
}

#[tokio::test]
async fn found_objects_come_in_order_with_name_and_identity() -> Tested {
    let events = events(request(json!({"count": 2, "mood": null}), 100)).await?;
    let names: Vec<_> = events.iter().map(|event| &*event.display_name).collect();
    assert_eq!(names, ["Note 1", "Note 2"]);
    for (event, id) in events.into_iter().zip(["1", "2"]) {
        assert_eq!(event.identity, send_identity(json!({ "id": id })));
        assert_eq!(event.resource_object, None);
        assert!(event.diagnostic.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn limit_is_obeyed_and_none_is_none() -> Tested {
    for (count, limit, expected) in [(3, 0, 0), (3, 1, 1), (3, 3, 3), (3, 4, 3), (0, 1, 0)] {
        let config = json!({"count": count, "mood": null});
        let events = events(request(config, limit)).await?;
        assert_eq!(events.len(), expected, "{count} {limit}");
    }
    Ok(())
}

#[tokio::test]
async fn object_comes_along_when_it_is_asked_for() -> Tested {
    let mut events = events(ListResourceRequest {
        include_resource_object: true,
        ..request(json!({"count": 1, "mood": null}), 1)
    })
    .await?;
    let event = events.pop().ok_or("no event")?;
    assert_eq!(
        received(event.resource_object)?,
        note(json!({"id": "1", "text": "1"}))
    );
    Ok(())
}

#[tokio::test]
async fn warning_comes_before_what_was_found() -> Tested {
    let events = events(request(json!({"count": 1, "mood": "wary"}), 1)).await?;
    let [warning, found] = &*events else {
        return Err(format!("{events:?}").into());
    };
    assert_eq!(told(&warning.diagnostic), ["warning at mood: Some are old"]);
    assert_eq!((&warning.identity, &*warning.display_name), (&None, ""));
    assert_eq!(found.display_name, "Note 1");
    Ok(())
}

#[tokio::test]
async fn error_is_the_only_event() -> Tested {
    let rows = [
        (
            json!({"count": 2, "mood": "broken"}),
            9,
            "error at mood: The shelf broke",
        ),
        (
            json!({"count": 2, "mood": "silent"}),
            9,
            "error: No result and no reason",
        ),
        (
            json!({"count": 2, "mood": null}),
            -1,
            "error: Request not understood",
        ),
        (
            json!({"count": null, "mood": null}),
            9,
            "error at count: Required attribute is null",
        ),
        (
            json!({"count": "two"}),
            9,
            "error at count: Value does not fit the schema",
        ),
        (
            json!({"size": 2}),
            9,
            "error at size: Value does not fit the schema",
        ),
    ];
    for (config, limit, expected) in rows {
        let events = events(request(config, limit)).await?;
        let [event] = &*events else {
            return Err(format!("{events:?}").into());
        };
        assert_eq!(told(&event.diagnostic), [expected]);
        assert_eq!(event.identity, None);
    }
    let other = ListResourceRequest {
        type_name: "toy_other".to_owned(),
        ..request(json!({}), 1)
    };
    let said: Vec<_> = events(other)
        .await?
        .into_iter()
        .map(|event| told(&event.diagnostic))
        .collect();
    assert_eq!(said, [["error: Not offered by this provider"]]);
    Ok(())
}

/// Core stops to read at its limit, and then cancels the stream.
#[tokio::test]
async fn stream_may_be_dropped_before_its_end() -> Tested {
    let service = service();
    let listed = request(json!({"count": 3, "mood": null}), 100);
    let stream = service.list_resource(Request::new(listed.clone())).await?;
    drop(stream);
    service.list_resource(Request::new(listed)).await?;
    Ok(())
}

async fn validate(config: Json) -> Result<ValidateListResourceConfigResponse, tonic::Status> {
    let request = ValidateListResourceConfigRequest {
        type_name: "toy_note".to_owned(),
        config: send(config),
        ..ValidateListResourceConfigRequest::default()
    };
    Ok(client()
        .validate_list_resource_config(request)
        .await?
        .into_inner())
}

#[tokio::test]
async fn config_of_a_list_is_validated() -> Tested {
    let rows: [(Json, &[&str]); 5] = [
        (json!({"count": 1, "mood": UNKNOWN}), &[]),
        (json!({"count": UNKNOWN, "mood": null}), &[]),
        (
            json!({"count": -1, "mood": null}),
            &["error at count: Fewer than no notes"],
        ),
        (
            json!({"count": null, "mood": null}),
            &["error at count: Required attribute is null"],
        ),
        (json!([]), &["error: Value does not fit the schema"]),
    ];
    for (config, expected) in rows {
        assert_eq!(told(&validate(config).await?.diagnostics), expected);
    }
    Ok(())
}
