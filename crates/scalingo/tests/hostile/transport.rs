//! What carries the requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use scalingo::{Client, Error, SecretString, Settings, Transport};
use serde_json::json;
use tokio::time::Instant;

use crate::TestResult;

fn signs_in() -> Router {
    let bearer = || async { Json(json!({"token": "bearer"})) };
    Router::new().route("/v1/tokens/exchange", post(bearer))
}

fn settings() -> Settings {
    Settings::new(SecretString::from("tk-us-1"), "test/1")
}

fn client(router: Router) -> Client {
    Client::over(Transport::in_process(router), settings())
}

#[tokio::test(start_paused = true)]
async fn router_answers_without_socket() -> TestResult {
    let apps = || async { Json(json!({"apps": [{"id": "0a", "name": "my-app"}]})) };
    let client = client(signs_in().route("/v1/apps", get(apps)));
    let apps = client.list_apps().await?;
    assert!(apps.iter().all(|app| app.name == "my-app"));
    assert_eq!(apps.len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn waits_run_on_the_clock_of_the_test() -> TestResult {
    let calls = Arc::new(AtomicU32::new(0));
    let busy_once = move || {
        let number = calls.fetch_add(1, Ordering::Relaxed);
        async move {
            let headers = [("retry-after", "120")];
            match number {
                0 => (StatusCode::SERVICE_UNAVAILABLE, headers, Json(json!({}))),
                _ => (StatusCode::OK, headers, Json(json!({"apps": []}))),
            }
        }
    };
    let client = client(signs_in().route("/v1/apps", get(busy_once)));
    let (began, began_here) = (Instant::now(), std::time::Instant::now());
    client.list_apps().await?;
    assert_eq!(began.elapsed(), Duration::from_mins(2));
    assert!(began_here.elapsed() < Duration::from_mins(1));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn slow_answer_ends_at_the_request_timeout() -> TestResult {
    let never = || std::future::pending::<()>();
    let client = client(signs_in().route("/v1/apps/{app}", post(never).patch(never)));
    let began = Instant::now();
    let result = client.move_app("my-app", "p1").await;
    assert!(matches!(result, Err(Error::Unexpected { status: 405, .. })));
    let changes = scalingo::AppSettings::default();
    let result = client.update_app("my-app", &changes).await;
    let Err(Error::Unavailable {
        sent: true, source, ..
    }) = result
    else {
        return Err("somebody answered".into());
    };
    let source = source.ok_or("no cause")?.to_string();
    assert_eq!(source, "no complete answer within 30s");
    assert!(began.elapsed() >= Duration::from_secs(5 * 30));
    Ok(())
}

/// A service whose connections break: before they stand, or on the way.
#[derive(Clone)]
struct Broken {
    stands: bool,
}

impl tower_service::Service<Request<http_body_util::Full<bytes::Bytes>>> for Broken {
    type Response = Response<Body>;
    type Error = std::io::Error;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(if self.stands {
            Ok(())
        } else {
            Err(std::io::Error::other("nobody listens"))
        })
    }

    fn call(&mut self, _: Request<http_body_util::Full<bytes::Bytes>>) -> Self::Future {
        std::future::ready(Err(std::io::Error::other("reset")))
    }
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_service_are_broken_connections() {
    for (stands, cause) in [(true, "reset"), (false, "nobody listens")] {
        let client = Client::over(Transport::in_process(Broken { stands }), settings());
        let result = client.list_apps().await;
        assert!(
            matches!(&result, Err(Error::Unavailable { sent: false, source: Some(source), .. })
                if source.to_string() == cause),
            "{result:?}"
        );
    }
}
