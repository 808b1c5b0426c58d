//! Answers that are not what they say.

use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::Value;

const JSON: &str = "application/json";

/// Ways to spoil an answer. The status stays the real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Garbage {
    /// An HTML page in place of the body.
    HtmlPage,
    /// The first half of the body.
    TruncatedJson,
    /// Nothing, still announced as JSON.
    EmptyBody,
    /// Valid JSON whose values have the wrong types.
    WrongTypes,
}

impl Garbage {
    /// Puts the spoilt form of a body into a response, length and type included.
    pub(crate) fn spoilt(self, response: Response, body: &Bytes) -> Response {
        const PAGE: &str = "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>";
        let (content_type, body) = match self {
            Self::HtmlPage => ("text/html", Bytes::from_static(PAGE.as_bytes())),
            Self::TruncatedJson => (JSON, body.slice(..body.len() / 2)),
            Self::EmptyBody => (JSON, Bytes::new()),
            Self::WrongTypes => (JSON, retyped(body)),
        };
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        let content_type = HeaderValue::from_static(content_type);
        parts.headers.insert(header::CONTENT_TYPE, content_type);
        Response::from_parts(parts, body.into())
    }
}

fn retyped(body: &Bytes) -> Bytes {
    let value = serde_json::from_slice(body).unwrap_or(Value::Null);
    Bytes::from(with_wrong_types(value).to_string())
}

/// Texts become numbers, all else that is no list or object becomes a text.
fn with_wrong_types(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, with_wrong_types(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(with_wrong_types).collect(),
        Value::String(_) => Value::from(42),
        other => Value::from(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_types_keep_the_shape() {
        let value = json!({ "a": ["x", true, null, 3] });
        let expected = json!({ "a": [42, "true", "null", "3"] });
        assert_eq!(with_wrong_types(value), expected);
    }
}
