//! `StopProvider` while other calls run.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::support::{Client, Tested, UNKNOWN, client, note, received, send, told};
use plugin::protocol::{
    ApplyResourceChangeRequest, ApplyResourceChangeResponse, ReadResourceRequest,
    ReadResourceResponse, StopProviderRequest,
};

async fn stop(mut client: Client) -> Tested {
    let response = client.stop_provider(StopProviderRequest {}).await?;
    assert_eq!(response.into_inner().error, "");
    Ok(())
}

async fn apply(
    mut client: Client,
    prior: Json,
    text: &str,
) -> Result<ApplyResourceChangeResponse, Box<dyn std::error::Error>> {
    let request = ApplyResourceChangeRequest {
        type_name: "toy_note".to_owned(),
        prior_state: send(prior),
        planned_state: send(note(json!({"id": UNKNOWN, "text": text, "size": 1}))),
        config: send(note(json!({"text": text, "size": 1}))),
        ..ApplyResourceChangeRequest::default()
    };
    Ok(client.apply_resource_change(request).await?.into_inner())
}

async fn read(
    mut client: Client,
    text: &str,
) -> Result<ReadResourceResponse, Box<dyn std::error::Error>> {
    let request = ReadResourceRequest {
        type_name: "toy_note".to_owned(),
        current_state: send(note(json!({ "text": text }))),
        ..ReadResourceRequest::default()
    };
    Ok(client.read_resource(request).await?.into_inner())
}

#[tokio::test]
async fn wait_for_a_write_ends_and_its_outcome_is_kept() -> Tested {
    let client = client();
    // `join!` polls in order: the write waits before the stop is sent.
    let (applied, stopped) = tokio::join!(apply(client.clone(), Json::Null, "wait"), stop(client));
    stopped?;
    let applied = applied?;
    assert_eq!(
        told(&applied.diagnostics),
        ["error at text: Interrupted half-way"]
    );
    let state = received(applied.new_state)?;
    assert_eq!(state.get("id"), Some(&json!("note-4")));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn write_on_its_way_is_awaited_however_long_it_takes() -> Tested {
    let client = client();
    let (applied, stopped) = tokio::join!(apply(client.clone(), Json::Null, "slow"), stop(client));
    stopped?;
    let applied = applied?;
    assert!(applied.diagnostics.is_empty());
    let state = received(applied.new_state)?;
    assert_eq!(state.get("id"), Some(&json!("note-4")));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn read_is_dropped_at_once_and_later_calls_are_served() -> Tested {
    let client = client();
    let (hung, stopped) = tokio::join!(read(client.clone(), "hang"), stop(client.clone()));
    stopped?;
    let hung = hung?;
    assert_eq!(told(&hung.diagnostics), ["error: Cancelled"]);
    assert_eq!(received(hung.new_state)?, note(json!({"text": "hang"})));
    tokio::time::advance(Duration::from_secs(2)).await;
    assert!(read(client, "a").await?.diagnostics.is_empty());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn call_in_the_moment_of_the_stop_is_not_begun() -> Tested {
    let client = client();
    stop(client.clone()).await?;
    let read = read(client.clone(), "a").await?;
    assert_eq!(told(&read.diagnostics), ["error: Cancelled"]);
    assert_eq!(received(read.new_state)?, note(json!({"text": "a"})));
    let applied = apply(client, Json::Null, "a").await?;
    assert_eq!(told(&applied.diagnostics), ["error: Cancelled"]);
    assert_eq!(received(applied.new_state)?, Json::Null);
    Ok(())
}
