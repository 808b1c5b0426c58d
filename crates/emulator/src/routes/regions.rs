//! `GET /v1/regions`.

use axum::response::Response;
use serde_json::{Value, json};

use super::ask::Ask;
use super::shown;
use crate::state::Region;

pub(super) async fn list(ask: Ask) -> Response {
    let world = ask.world();
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
