//! `GET /v1/users/self`, as Scalingo's own Go client calls it on the auth API.

use serde_json::json;

use super::ask::Ask;
use super::{Reply, shown};
use crate::errors::ApiError;

pub(super) async fn current(ask: Ask) -> Reply {
    let world = ask.world();
    let user = world.model.user(&ask.caller.user_id);
    let user = user.ok_or(ApiError::Unauthorised("unauthorized"))?;
    Ok(shown(json!({ "user": {
        "id": user.id, "username": user.username, "email": user.email,
    }})))
}
