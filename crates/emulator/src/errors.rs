//! Error replies of the API, with the bodies Scalingo documents for each status.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal, by meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    BadRequest(String),
    AlreadyCollaborator,
    Unauthorised(&'static str),
    Forbidden(&'static str),
    /// Holds the `resource` of the body.
    NotFound(String),
    /// An address of the API that does not exist.
    NoRoute,
    Conflict(&'static str),
    Invalid {
        field: &'static str,
        texts: &'static [&'static str],
    },
}

impl ApiError {
    pub(crate) fn already_collaborator() -> Self {
        Self::AlreadyCollaborator
    }

    pub(crate) fn invalid(field: &'static str) -> Self {
        Self::Invalid {
            field,
            texts: &["is invalid"],
        }
    }

    pub(crate) fn taken(field: &'static str) -> Self {
        Self::Invalid {
            field,
            texts: &["has already been taken"],
        }
    }

    /// The captured body for a missing address, used for any missing field.
    pub(crate) fn missing(field: &'static str) -> Self {
        Self::Invalid {
            field,
            texts: &["can't be blank", "is invalid"],
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) | Self::AlreadyCollaborator => StatusCode::BAD_REQUEST,
            Self::Unauthorised(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) | Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn body(&self) -> Value {
        match self {
            Self::BadRequest(error) => json!({ "error": error }),
            Self::AlreadyCollaborator => {
                json!({ "type": "already-collaborator", "error": "already a collaborator" })
            }
            Self::Unauthorised(error) | Self::Forbidden(error) | Self::Conflict(error) => {
                json!({ "error": error })
            }
            Self::NotFound(resource) => json!({ "resource": resource, "error": "not found" }),
            Self::NoRoute => json!({ "error": "not found" }),
            Self::Invalid { field, texts } => json!({ "errors": { *field: texts } }),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status(), Json(self.body())).into_response()
    }
}
