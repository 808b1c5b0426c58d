//! The last touches on every answer: `Date`, `ETag` and 304, gzip.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::time::SystemTime;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::settings::Replies;

/// What a request says about the answer it would like.
#[derive(Clone, Debug)]
pub(crate) struct Wishes {
    is_get: bool,
    gzip: bool,
    known_tags: String,
}

impl Wishes {
    pub(crate) fn of(parts: &Parts) -> Self {
        let accepted = text(&parts.headers, header::ACCEPT_ENCODING);
        Self {
            is_get: parts.method == Method::GET,
            gzip: accepted.split(',').any(|one| one.trim() == "gzip"),
            known_tags: text(&parts.headers, header::IF_NONE_MATCH),
        }
    }

    fn knows(&self, tag: &str) -> bool {
        self.known_tags
            .split(',')
            .any(|known| known.trim() == tag || known.trim() == "*")
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// The answer as it goes out, and the length of its body in bytes.
pub(crate) fn finished(
    response: Response,
    body: Bytes,
    wishes: &Wishes,
    replies: Replies,
    now: SystemTime,
) -> (Response, u64) {
    let (mut parts, _) = response.into_parts();
    let mut body = body;
    if replies.etags && wishes.is_get && parts.status == StatusCode::OK {
        let tag = weak_tag(&body);
        if wishes.knows(&tag) {
            parts.status = StatusCode::NOT_MODIFIED;
            body = Bytes::new();
        }
        set(&mut parts.headers, header::ETAG, &tag);
    }
    if replies.gzip && wishes.gzip && !body.is_empty() {
        body = zipped(body, &mut parts.headers);
    }
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

fn weak_tag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
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
