//! `GET /v1/users/self`, as Scalingo's own Go client calls it on the auth API.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::{Reply, shown};
use crate::caller::Caller;
use crate::errors::ApiError;
use crate::world::Shared;

pub(super) async fn current(State(shared): State<Arc<Shared>>, caller: Caller) -> Reply {
    let world = shared.lock();
    let user = world
        .model
        .user(&caller.user_id)
        .ok_or(ApiError::Unauthorised("unauthorized"))?;
    Ok(shown(json!({ "user": {
        "id": user.id,
        "username": user.username,
        "email": user.email,
    }})))
}
