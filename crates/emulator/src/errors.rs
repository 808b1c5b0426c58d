//! Error replies of the API, with the bodies Scalingo documents for each status.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::settings::{AlreadyThere, Refusal, ResourceNames, Settings};

/// A refusal, by meaning. Its words depend on the settings, so they are put in
/// when the answer leaves: see [`ApiError::answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    BadRequest(String),
    /// Somebody who is on the app accepts an invitation to it.
    AlreadyCollaborator,
    /// Somebody who is on the app is invited to it.
    AlreadyThere,
    Unauthorised(&'static str),
    MissingRights,
    /// Holds the `resource` of the body.
    NotFound(&'static str),
    /// An address of the API that does not exist.
    NoRoute,
    Invalid {
        field: &'static str,
        texts: &'static [&'static str],
    },
}

impl ApiError {
    pub(crate) fn invalid(field: &'static str) -> Self {
        let texts = &["is invalid"];
        Self::Invalid { field, texts }
    }

    pub(crate) fn taken(field: &'static str) -> Self {
        let texts = &["has already been taken"];
        Self::Invalid { field, texts }
    }

    /// The captured body for a missing address, used for any missing field.
    pub(crate) fn missing(field: &'static str) -> Self {
        let texts = &["can't be blank", "is invalid"];
        Self::Invalid { field, texts }
    }

    /// The answer to the caller.
    pub(crate) fn answer(&self, settings: &Settings) -> Response {
        let (status, body) = self.status_and_body(settings);
        let status = StatusCode::from_u16(status).unwrap_or_default();
        (status, Json(body)).into_response()
    }

    fn status_and_body(&self, settings: &Settings) -> (u16, Value) {
        match self {
            Self::BadRequest(error) => (400, json!({ "error": error })),
            Self::AlreadyCollaborator => (
                400,
                json!({ "type": "already-collaborator", "error": "already a collaborator" }),
            ),
            Self::AlreadyThere => already_there(settings),
            Self::Unauthorised(error) => (401, json!({ "error": error })),
            Self::MissingRights => missing_rights(settings.refusal),
            Self::NotFound(resource) => (
                404,
                json!({ "resource": spelt(resource, settings), "error": "not found" }),
            ),
            Self::NoRoute => (404, json!({ "error": "not found" })),
            Self::Invalid { field, texts } => (422, json!({ "errors": { *field: texts } })),
        }
    }
}

fn already_there(settings: &Settings) -> (u16, Value) {
    match settings.already_there {
        AlreadyThere::Unprocessable422 => ApiError::taken("email").status_and_body(settings),
        AlreadyThere::BadRequest400 => ApiError::AlreadyCollaborator.status_and_body(settings),
        AlreadyThere::Conflict409 => (409, json!({ "error": "already a collaborator" })),
    }
}

fn missing_rights(refusal: Refusal) -> (u16, Value) {
    let status = match refusal {
        Refusal::Forbidden403 => 403,
        Refusal::Unauthorized401 => 401,
    };
    (status, json!({ "error": "you are not allowed to do this" }))
}

fn spelt(resource: &str, settings: &Settings) -> String {
    let mut letters = resource.chars();
    match (settings.replies.resource_names, letters.next()) {
        (ResourceNames::Capital, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => resource.to_owned(),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
