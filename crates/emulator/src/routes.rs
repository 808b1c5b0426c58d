//! The HTTP faces: each documented call, thin over the model.

mod apps;
mod ask;
mod auth;
mod body;
mod collaborators;
mod regions;
mod users;
mod variables;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde_json::Value;

use crate::errors::ApiError;
use crate::world::Shared;

type Reply = Result<Response, ApiError>;

/// Marks the answer to a call that changed the state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed;

/// Auth API and regional API on one host.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/tokens/exchange", post(auth::exchange))
        .route("/v1/regions", get(regions::list))
        .route("/v1/users/self", get(users::current))
        .route("/v1/apps", get(apps::list).post(apps::create))
        .route("/v1/apps/collaboration", get(collaborators::accept))
        .route(
            "/v1/apps/{app}",
            get(apps::show)
                .patch(apps::change)
                .put(apps::move_to_project)
                .delete(apps::delete),
        )
        .route("/v1/apps/{app}/rename", post(apps::rename))
        .route(
            "/v1/apps/{app}/collaborators",
            get(collaborators::list).post(collaborators::invite),
        )
        .route(
            "/v1/apps/{app}/collaborators/{id}",
            patch(collaborators::change).delete(collaborators::remove),
        )
        .route("/v1/collaborators", get(collaborators::list_all))
        .route(
            "/v1/apps/{app}/variables",
            get(variables::list)
                .post(variables::add)
                .put(variables::set_many),
        )
        .route(
            "/v1/apps/{app}/variables/{id}",
            axum::routing::delete(variables::delete),
        )
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .with_state(shared)
}

async fn no_route() -> ApiError {
    ApiError::NoRoute
}

fn shown(body: Value) -> Response {
    Json(body).into_response()
}

fn changed(status: StatusCode, body: Value) -> Response {
    marked((status, Json(body)).into_response())
}

fn removed() -> Response {
    marked(StatusCode::NO_CONTENT.into_response())
}

fn marked(mut response: Response) -> Response {
    response.extensions_mut().insert(Changed);
    response
}
