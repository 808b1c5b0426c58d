//! `POST /v1/tokens/exchange`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::json;

use super::{Reply, shown};
use crate::caller;
use crate::errors::ApiError;
use crate::world::Shared;

pub(super) async fn exchange(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Reply {
    let mut world = shared.lock();
    let owner = caller::token_owner(&headers, &world.model);
    let user = owner
        .ok_or(ApiError::Unauthorised("invalid token"))?
        .id
        .clone();
    let now = world.now();
    let lifetime = world.settings.bearer_lifetime;
    let token = world.bearers.issue(&user, now, lifetime);
    Ok(shown(json!({ "token": token })))
}
