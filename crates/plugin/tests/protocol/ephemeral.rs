//! `ValidateEphemeralResourceConfig`, `OpenEphemeralResource`,
//! `RenewEphemeralResource` and `CloseEphemeralResource`.

use std::time::Duration;

use plugin::protocol::{
    CloseEphemeralResourceRequest, Diagnostic, DynamicValue, OpenEphemeralResourceRequest,
    OpenEphemeralResourceResponse, RenewEphemeralResourceRequest, StopProviderRequest,
    ValidateEphemeralResourceConfigRequest,
};
use serde_json::{Value as Json, json};

use super::support::{Client, Tested, UNKNOWN, client, received, send, told};

const WHISPER: &str = "toy_whisper";

async fn validate(
    type_name: &str,
    config: Option<DynamicValue>,
) -> Result<Vec<Diagnostic>, tonic::Status> {
    let request = ValidateEphemeralResourceConfigRequest {
        type_name: type_name.to_owned(),
        config,
    };
    let response = client().validate_ephemeral_resource_config(request).await?;
    Ok(response.into_inner().diagnostics)
}

async fn open(
    mut client: Client,
    type_name: &str,
    config: Option<DynamicValue>,
) -> Result<OpenEphemeralResourceResponse, tonic::Status> {
    let request = OpenEphemeralResourceRequest {
        type_name: type_name.to_owned(),
        config,
        ..OpenEphemeralResourceRequest::default()
    };
    Ok(client.open_ephemeral_resource(request).await?.into_inner())
}

fn whisper(text: &Json) -> Option<DynamicValue> {
    send(json!({"text": text, "heard": null}))
}

#[tokio::test]
async fn opened_value_keeps_its_configuration_and_asks_for_no_renewal() -> Tested {
    let opened = open(client(), WHISPER, whisper(&json!("Psst"))).await?;
    assert!(opened.diagnostics.is_empty());
    assert_eq!((opened.renew_at, opened.private), (None, None));
    assert_eq!(opened.deferred, None);
    assert_eq!(
        received(opened.result)?,
        json!({"text": "Psst", "heard": "psst"})
    );
    Ok(())
}

#[tokio::test]
async fn warning_comes_beside_the_opened_value() -> Tested {
    let opened = open(client(), WHISPER, whisper(&json!("wary"))).await?;
    assert_eq!(
        told(&opened.diagnostics),
        ["warning at text: Somebody else listens"]
    );
    assert_eq!(
        received(opened.result)?,
        json!({"text": "wary", "heard": null})
    );
    Ok(())
}

#[tokio::test]
async fn failed_opening_has_an_error() -> Tested {
    let rows = [
        ("broken", "error at text: Nobody listens"),
        ("silent", "error: No result and no reason"),
        ("vague", "error: Unknown value in the result"),
    ];
    for (text, expected) in rows {
        let opened = open(client(), WHISPER, whisper(&json!(text))).await?;
        assert_eq!(told(&opened.diagnostics), [expected]);
    }
    Ok(())
}

fn malformed() -> Vec<(Option<DynamicValue>, &'static str)> {
    let json = DynamicValue {
        msgpack: Vec::new(),
        json: br#"{"text":"a"}"#.to_vec(),
    };
    vec![
        (None, "error at text: Required attribute is null"),
        (
            whisper(&Json::Null),
            "error at text: Required attribute is null",
        ),
        (
            whisper(&json!(7)),
            "error at text: Value does not fit the schema",
        ),
        (
            send(json!({"text": "a", "size": 2})),
            "error at size: Value does not fit the schema",
        ),
        (send(json!("a")), "error: Value does not fit the schema"),
        (Some(json), "error: Request not understood"),
    ]
}

#[tokio::test]
async fn malformed_configuration_is_refused() -> Tested {
    for (config, expected) in malformed() {
        assert_eq!(told(&validate(WHISPER, config.clone()).await?), [expected]);
        let opened = open(client(), WHISPER, config).await?;
        assert_eq!(told(&opened.diagnostics), [expected]);
        assert_eq!(opened.result, None);
    }
    Ok(())
}

#[tokio::test]
async fn configuration_is_validated_with_unknown_values_too() -> Tested {
    assert_eq!(validate(WHISPER, whisper(&json!(UNKNOWN))).await?, []);
    let loud = validate(WHISPER, whisper(&json!("loud"))).await?;
    assert_eq!(told(&loud), ["error at text: Too loud"]);
    Ok(())
}

async fn renew(type_name: &str) -> Result<Vec<String>, tonic::Status> {
    let request = RenewEphemeralResourceRequest {
        type_name: type_name.to_owned(),
        private: None,
    };
    let renewed = client()
        .renew_ephemeral_resource(request)
        .await?
        .into_inner();
    assert_eq!((renewed.renew_at, renewed.private), (None, None));
    Ok(told(&renewed.diagnostics))
}

async fn close(type_name: &str) -> Result<Vec<String>, tonic::Status> {
    let request = CloseEphemeralResourceRequest {
        type_name: type_name.to_owned(),
        private: None,
    };
    let closed = client().close_ephemeral_resource(request).await?;
    Ok(told(&closed.into_inner().diagnostics))
}

#[tokio::test]
async fn nothing_is_renewed_and_everything_can_be_closed() -> Tested {
    assert_eq!(renew(WHISPER).await?, ["error: Request not understood"]);
    assert!(close(WHISPER).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn ephemeral_resource_of_another_type_is_refused_in_each_call() -> Tested {
    let expected = ["error: Not offered by this provider"];
    let config = || whisper(&json!("a"));
    assert_eq!(told(&validate("toy_note", config()).await?), expected);
    let opened = open(client(), "toy_note", config()).await?;
    assert_eq!(told(&opened.diagnostics), expected);
    assert_eq!(renew("toy_note").await?, expected);
    assert_eq!(close("toy_note").await?, expected);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn opening_is_dropped_at_a_stop() -> Tested {
    let client = client();
    let mut other = client.clone();
    let hung = open(client.clone(), WHISPER, whisper(&json!("hang")));
    let (hung, stopped) = tokio::join!(hung, other.stop_provider(StopProviderRequest {}));
    stopped?;
    assert_eq!(told(&hung?.diagnostics), ["error: Cancelled"]);
    tokio::time::advance(Duration::from_secs(2)).await;
    let later = open(client, WHISPER, whisper(&json!("a"))).await?;
    assert!(later.diagnostics.is_empty());
    Ok(())
}
