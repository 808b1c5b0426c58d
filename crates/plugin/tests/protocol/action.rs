//! `ValidateActionConfig`, `PlanAction` and `InvokeAction`.

use std::error::Error;
use std::time::Duration;

use futures_util::FutureExt;
use plugin::protocol::invoke_action_event::Type;
use plugin::protocol::provider_server::Provider;
use plugin::protocol::{
    DynamicValue, InvokeActionEvent, InvokeActionRequest, PlanActionRequest, StopProviderRequest,
    ValidateActionConfigRequest,
};
use serde_json::{Value as Json, json};
use tonic::{Request, Streaming};

use super::support::{Client, Tested, UNKNOWN, client, send, service, told};

fn request(config: Option<DynamicValue>) -> InvokeActionRequest {
    InvokeActionRequest {
        action_type: "toy_ring".to_owned(),
        config,
        ..InvokeActionRequest::default()
    }
}

fn ring(times: i64, mood: &str) -> InvokeActionRequest {
    request(send(json!({"times": times, "mood": mood, "secret": null})))
}

/// A line for each event: progress as it is, `completed` with what it tells.
fn line(event: &InvokeActionEvent) -> String {
    match &event.r#type {
        Some(Type::Progress(progress)) => progress.message.clone(),
        Some(Type::Completed(completed)) => format!("completed {:?}", told(&completed.diagnostics)),
        None => "nothing".to_owned(),
    }
}

async fn next(stream: &mut Streaming<InvokeActionEvent>) -> Result<Option<String>, tonic::Status> {
    Ok(stream.message().await?.as_ref().map(line))
}

async fn lines(
    mut client: Client,
    request: InvokeActionRequest,
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut stream = client.invoke_action(request).await?.into_inner();
    let mut lines = Vec::new();
    while let Some(line) = next(&mut stream).await? {
        lines.push(line);
    }
    Ok(lines)
}

#[tokio::test]
async fn progress_comes_before_completed_which_comes_once() -> Tested {
    let rows: [(InvokeActionRequest, &[&str]); 4] = [
        (ring(2, ""), &["ring 1", "ring 2", "completed []"]),
        (ring(0, ""), &["completed []"]),
        (
            ring(1, "broken"),
            &["ring 1", r#"completed ["error at mood: The bell broke"]"#],
        ),
        (
            ring(1, "silent"),
            &["ring 1", r#"completed ["error: No result and no reason"]"#],
        ),
    ];
    for (request, expected) in rows {
        assert_eq!(lines(client(), request).await?, expected);
    }
    let secret = json!({"times": 0, "mood": null, "secret": "abc"});
    let said = lines(client(), request(send(secret))).await?;
    assert_eq!(said, ["3 letters", "completed []"]);
    Ok(())
}

#[tokio::test]
async fn panic_is_an_error_in_completed_and_later_calls_are_served() -> Tested {
    let client = client();
    assert_eq!(
        lines(client.clone(), ring(1, "panic")).await?,
        [
            "ring 1",
            r#"completed ["error: The provider crashed in this call"]"#
        ]
    );
    assert_eq!(lines(client, ring(0, "")).await?, ["completed []"]);
    Ok(())
}

/// Each row: what is wrong, its place and the message.
fn malformed() -> Vec<(Option<DynamicValue>, &'static str)> {
    let json = DynamicValue {
        msgpack: Vec::new(),
        json: br#"{"times":1}"#.to_vec(),
    };
    let noise = DynamicValue {
        msgpack: vec![0x92, 0xc0],
        json: Vec::new(),
    };
    vec![
        (None, "error at times: Required attribute is null"),
        (
            send(Json::Null),
            "error at times: Required attribute is null",
        ),
        (
            send(json!({"times": null})),
            "error at times: Required attribute is null",
        ),
        (
            send(json!({"times": "two"})),
            "error at times: Value does not fit the schema",
        ),
        (
            send(json!({"times": 1, "size": 2})),
            "error at size: Value does not fit the schema",
        ),
        (send(json!([])), "error: Value does not fit the schema"),
        (Some(json), "error: Request not understood"),
        (Some(noise), "error: Request not understood"),
    ]
}

#[tokio::test]
async fn malformed_configuration_is_refused_in_each_call() -> Tested {
    let action_type = || "toy_ring".to_owned();
    for (config, expected) in malformed() {
        let validated = client()
            .validate_action_config(ValidateActionConfigRequest {
                action_type: action_type(),
                config: config.clone(),
            })
            .await?;
        assert_eq!(told(&validated.into_inner().diagnostics), [expected]);
        let planned = client()
            .plan_action(PlanActionRequest {
                action_type: action_type(),
                config: config.clone(),
                ..PlanActionRequest::default()
            })
            .await?
            .into_inner();
        assert_eq!(told(&planned.diagnostics), [expected]);
        assert_eq!(planned.deferred, None);
        let said = lines(client(), request(config)).await?;
        assert_eq!(said, [format!("completed [{expected:?}]")]);
    }
    Ok(())
}

#[tokio::test]
async fn action_of_another_type_is_refused_in_each_call() -> Tested {
    let action_type = || "toy_note".to_owned();
    let expected = "error: Not offered by this provider";
    let request = ValidateActionConfigRequest {
        action_type: action_type(),
        ..ValidateActionConfigRequest::default()
    };
    let validated = client().validate_action_config(request).await?.into_inner();
    assert_eq!(told(&validated.diagnostics), [expected]);
    let request = PlanActionRequest {
        action_type: action_type(),
        ..PlanActionRequest::default()
    };
    let planned = client().plan_action(request).await?.into_inner();
    assert_eq!(told(&planned.diagnostics), [expected]);
    let request = InvokeActionRequest {
        action_type: action_type(),
        ..ring(1, "")
    };
    assert_eq!(
        lines(client(), request).await?,
        [format!("completed [{expected:?}]")]
    );
    Ok(())
}

#[tokio::test]
async fn configuration_is_validated_before_the_plan_and_in_it() -> Tested {
    let rows: [(Json, &[&str]); 4] = [
        (json!({"times": UNKNOWN}), &[]),
        (json!({"times": 1, "secret": UNKNOWN}), &[]),
        (
            json!({"times": -1}),
            &["error at times: Fewer than no times"],
        ),
        (
            json!({"times": 1, "mood": "wary"}),
            &["warning at mood: It is late"],
        ),
    ];
    for (config, expected) in rows {
        let request = ValidateActionConfigRequest {
            action_type: "toy_ring".to_owned(),
            config: send(config.clone()),
        };
        let validated = client().validate_action_config(request).await?.into_inner();
        assert_eq!(told(&validated.diagnostics), expected);
        let request = PlanActionRequest {
            action_type: "toy_ring".to_owned(),
            config: send(config),
            ..PlanActionRequest::default()
        };
        let planned = client().plan_action(request).await?.into_inner();
        assert_eq!(told(&planned.diagnostics), expected);
    }
    Ok(())
}

/// The stream is read while the work goes on, not after it.
#[tokio::test(start_paused = true)]
async fn progress_is_told_while_the_work_goes_on() -> Tested {
    let begun = tokio::time::Instant::now();
    let mut stream = client().invoke_action(ring(2, "slow")).await?.into_inner();
    assert_eq!(next(&mut stream).await?.as_deref(), Some("ring 1"));
    assert_eq!(next(&mut stream).await?.as_deref(), Some("ring 2"));
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(next(&mut stream).await?.as_deref(), Some("completed []"));
    assert!(begun.elapsed() >= Duration::from_mins(1));
    assert_eq!(next(&mut stream).await?, None);
    Ok(())
}

/// It says "stopped" too, which Terraform would not survive.
#[tokio::test]
async fn stopped_action_comes_to_its_own_end() -> Tested {
    let mut client = client();
    let mut stream = client.invoke_action(ring(1, "wait")).await?.into_inner();
    assert_eq!(next(&mut stream).await?.as_deref(), Some("ring 1"));
    client.stop_provider(StopProviderRequest {}).await?;
    assert_eq!(
        next(&mut stream).await?.as_deref(),
        Some(r#"completed ["error at mood: Interrupted half-way"]"#)
    );
    assert_eq!(next(&mut stream).await?, None);
    assert_eq!(
        lines(client, ring(1, "")).await?,
        [r#"completed ["error: Cancelled"]"#],
        "not begun in the moment of the stop"
    );
    Ok(())
}

/// What it says goes nowhere when Terraform is gone, and the work is done all
/// the same: `wait` ends only by the stop.
#[tokio::test]
async fn work_goes_on_when_nobody_reads_its_events() -> Tested {
    let service = service();
    let stream = service.invoke_action(Request::new(ring(1, "wait"))).await?;
    drop(stream);
    tokio::task::yield_now().await;
    assert!(service.all_invoked().now_or_never().is_none());
    service
        .stop_provider(Request::new(StopProviderRequest {}))
        .await?;
    service.all_invoked().await;
    Ok(())
}
