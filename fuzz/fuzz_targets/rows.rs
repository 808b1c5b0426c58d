//! Any bytes as a list of collaborators.
#![no_main]

mod api;

use axum::body::Body;
use axum::http::Response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let body = body.to_vec();
    let answer = move || Some(Response::new(Body::from(body.clone())));
    let listed = api::ask(answer, async |client| {
        client.list_collaborators("my-app").await
    });
    for person in listed
        .and_then(Result::ok)
        .into_iter()
        .flat_map(|listed| listed.people)
    {
        assert!(!person.id.is_empty() && !person.id.contains('/'));
        assert!(!person.email.as_str().contains(char::is_control));
    }
});
