//! Any bytes as `Retry-After` of a refusal: a call ends within its patience.
#![no_main]

mod api;

use axum::http::{HeaderValue, Response, StatusCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|wish: &[u8]| {
    let Ok(wish) = HeaderValue::from_bytes(wish) else {
        return;
    };
    let answer = move || {
        let refusal = Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
        refusal
            .header("retry-after", wish.clone())
            .body("".into())
            .ok()
    };
    let waited = api::ask(answer, async |client| {
        let began = tokio::time::Instant::now();
        let _ = client.get_app("my-app").await;
        began.elapsed()
    });
    assert!(waited.is_none_or(|waited| waited.as_secs() <= 11 * 60));
});
