//! `GET /v1/regions`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::shown;
use crate::caller::Caller;
use crate::state::Region;
use crate::world::Shared;

pub(super) async fn list(State(shared): State<Arc<Shared>>, _: Caller) -> Response {
    let world = shared.lock();
    let regions: Vec<Value> = world.model.regions.iter().map(region_json).collect();
    shown(json!({ "regions": regions }))
}

fn region_json(region: &Region) -> Value {
    json!({
        "name": region.name,
        "display_name": region.name.to_uppercase(),
        "api": region.api,
        "dashboard": region.api,
        "database_api": region.api,
        "ssh": format!("ssh.{}.example:22", region.name),
    })
}
