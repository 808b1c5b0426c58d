//! A client whose every call but the sign-in meets the same answer, on a clock
//! that stands still.

use axum::Router;
use axum::body::Body;
use axum::http::{Response, Uri};
use scalingo::{Client, SecretString, Settings, Transport};

pub fn ask<T>(
    answer: impl Fn() -> Option<Response<Body>> + Clone + Send + Sync + 'static,
    call: impl AsyncFnOnce(Client) -> T,
) -> Option<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .ok()?;
    let router = Router::new().fallback(move |uri: Uri| {
        let bearer = Response::new(Body::from(r#"{"token":"bearer"}"#));
        let signs_in = uri.path().ends_with("/exchange");
        let answered = if signs_in { Some(bearer) } else { answer() };
        async { answered.unwrap_or_default() }
    });
    let settings = Settings::new(SecretString::from("tk-us-1"), "fuzz/1");
    let client = Client::over(Transport::in_process(router), settings);
    Some(runtime.block_on(call(client)))
}
