//! Reading JSON bodies.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde_json::Value;

use crate::errors::ApiError;

/// A JSON body. Without a JSON content type it counts as empty, as the
/// service sees no parameters then; malformed JSON answers 400.
pub(super) struct JsonBody(Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let is_json = content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/json"));
        if !is_json {
            return Ok(Self(Value::Null));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|error| ApiError::BadRequest(error.to_string()))?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| ApiError::BadRequest(error.to_string()))
    }
}

impl JsonBody {
    /// The fields under a key of the outermost object; empty if it is absent.
    pub(super) fn under(&self, key: &str) -> Fields<'_> {
        Fields(self.0.get(key).unwrap_or(&Value::Null))
    }

    pub(super) fn whole(&self) -> Fields<'_> {
        Fields(&self.0)
    }

    /// The list under a key of the outermost object.
    pub(super) fn list(&self, key: &'static str) -> Result<Vec<Fields<'_>>, ApiError> {
        let items = self.0.get(key).and_then(Value::as_array);
        let items = items.ok_or(ApiError::missing(key))?;
        Ok(items.iter().map(Fields).collect())
    }
}

/// The fields of one object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'body>(&'body Value);

impl Fields<'_> {
    /// A text; null counts as absent, another type is refused.
    pub(super) fn text(self, name: &'static str) -> Result<Option<String>, ApiError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(ApiError::invalid(name)),
        }
    }

    /// A text that has to be there and not be empty.
    pub(super) fn required_text(self, name: &'static str) -> Result<String, ApiError> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        text.ok_or(ApiError::missing(name))
    }

    /// A boolean; null counts as absent, another type is refused.
    pub(super) fn flag(self, name: &'static str) -> Result<Option<bool>, ApiError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(ApiError::invalid(name)),
        }
    }
}
