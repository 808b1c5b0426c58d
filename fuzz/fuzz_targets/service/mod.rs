//! The provider's own service, configured, before an API that knows one user
//! and no app.

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode, Uri};
use plugin::protocol::provider_server::Provider;
use plugin::protocol::{ConfigureProviderRequest, Diagnostic, DynamicValue};
use plugin::{ProviderService, Stop};
use rmpv::Value;
use scalingo::Transport;
use tonic::Request;

/// The provider block, with null for what is unset.
const SETTINGS: [(&str, Option<&str>); 11] = [
    ("api_token", Some("tk-us-1")),
    ("api_url", Some("http://localhost")),
    ("auth_api_url", Some("http://localhost")),
    ("max_wait", Some("2s")),
    ("adopt_existing", None),
    ("db_api_url", None),
    ("gone_apps", None),
    ("mask_addresses", None),
    ("region", None),
    ("request_timeout", None),
    ("use_cli_login", None),
];

/// What the call makes of the service; on a clock that stands still.
pub fn ask<T>(call: impl AsyncFnOnce(ProviderService) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(async { call(service().await).await })
}

async fn service() -> ProviderService {
    let stop = Stop::default();
    let provider = provider::over(Transport::in_process(api()), stop.clone());
    let service = ProviderService::new(&provider::PLUGIN, provider, stop);
    let settings = SETTINGS.map(|(name, text)| (name.into(), text.map_or(Value::Nil, Value::from)));
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, &Value::Map(settings.to_vec())).expect("bytes");
    let configured = service.configure_provider(Request::new(ConfigureProviderRequest {
        config: Some(DynamicValue {
            msgpack,
            ..DynamicValue::default()
        }),
        ..ConfigureProviderRequest::default()
    }));
    let configured = configured.await.expect("an answer").into_inner();
    assert_eq!(configured.diagnostics, []);
    service
}

fn api() -> Router {
    Router::new().fallback(async |uri: Uri| {
        let (status, body) = if uri.path().ends_with("/exchange") {
            (StatusCode::OK, r#"{"token":"bearer"}"#)
        } else {
            (StatusCode::NOT_FOUND, r#"{"error":"not found"}"#)
        };
        let answer = Response::builder().status(status);
        answer
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap_or_default()
    })
}

pub fn assert_calm(diagnostics: &[Diagnostic]) {
    let crash = diagnostics
        .iter()
        .find(|told| told.summary.contains("crashed"));
    assert_eq!(crash, None);
}
