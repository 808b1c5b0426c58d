//! The last touches on every answer: `Date` and gzip.

use std::io::Write as _;
use std::time::SystemTime;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Whether a caller takes compressed answers.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|one| one.trim() == "gzip"))
}

/// The answer as it goes out, and the length of its body in bytes.
pub(crate) fn finished(
    response: Response,
    body: Bytes,
    gzip: bool,
    now: SystemTime,
) -> (Response, u64) {
    let (mut parts, _) = response.into_parts();
    let body = if gzip && !body.is_empty() {
        zipped(body, &mut parts.headers)
    } else {
        body
    };
    set(
        &mut parts.headers,
        header::DATE,
        &httpdate::fmt_http_date(now),
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    let length = body.len() as u64;
    (Response::from_parts(parts, Body::from(body)), length)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Writing into memory does not fail; if it did, the body would go out plain.
fn zipped(body: Bytes, headers: &mut HeaderMap) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(&body).and_then(|()| encoder.finish());
    written.map_or(body, |zipped| {
        set(headers, header::CONTENT_ENCODING, "gzip");
        Bytes::from(zipped)
    })
}
