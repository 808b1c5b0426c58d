//! Any bytes as an app.
#![no_main]

mod api;

use axum::body::Body;
use axum::http::Response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let body = body.to_vec();
    let answer = move || Some(Response::new(Body::from(body.clone())));
    if let Some(Ok(app)) = api::ask(answer, async |client| client.get_app("my-app").await) {
        assert!(app.id == "my-app" || app.name.eq_ignore_ascii_case("my-app"));
        assert!(!app.status.contains(char::is_control));
    }
});
