//! `/v1/apps` and `/v1/apps/{app}`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::body::JsonBody;
use super::{Reply, changed, removed, shown};
use crate::caller::Caller;
use crate::errors::ApiError;
use crate::state::{AppChange, NewApp, Rename};
use crate::world::{Shared, World};

pub(super) async fn list(State(shared): State<Arc<Shared>>, caller: Caller) -> Response {
    let world = shared.lock();
    let apps = world.model.apps_of(&caller.user_id);
    let apps: Vec<Value> = apps.map(|app| world.model.app_json(app)).collect();
    shown(json!({ "apps": apps }))
}

pub(super) async fn show(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
) -> Reply {
    let world = shared.lock();
    app_reply(&world, &caller, &app).map(shown)
}

fn app_reply(world: &World, caller: &Caller, app: &str) -> Result<Value, ApiError> {
    let place = world.model.visible_app(caller.at(app), &world.settings)?;
    Ok(json!({ "app": world.model.app_json(place) }))
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    body: JsonBody,
) -> Reply {
    let fields = body.under("app");
    let wanted = NewApp {
        name: fields.required_text("name")?,
        stack_id: fields.text("stack_id")?,
        project_id: fields.text("project_id")?,
        hds_resource: fields.flag("hds_resource")?.unwrap_or(false),
    };
    let world = &mut *shared.lock();
    let place = world
        .model
        .create_app(&caller.user_id, wanted, &world.settings)?;
    let id = place.id.clone();
    let body = app_reply(world, &caller, &id)?;
    Ok(changed(StatusCode::CREATED, body))
}

pub(super) async fn change(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let fields = body.under("app");
    let change = AppChange {
        force_https: fields.flag("force_https")?,
        sticky_session: fields.flag("sticky_session")?,
        router_logs: fields.flag("router_logs")?,
        stack_id: fields.text("stack_id")?,
    };
    let world = &mut *shared.lock();
    let id = world
        .model
        .change_app(caller.at(&app), change, &world.settings)?;
    let body = app_reply(world, &caller, &id)?;
    Ok(changed(StatusCode::OK, body))
}

/// Not documented; Scalingo's own Go client sends the project flat.
pub(super) async fn move_to_project(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let project = body.whole().required_text("project_id")?;
    let world = &mut *shared.lock();
    let id = world
        .model
        .move_app(caller.at(&app), &project, &world.settings)?;
    let body = app_reply(world, &caller, &id)?;
    Ok(changed(StatusCode::OK, body))
}

pub(super) async fn rename(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let fields = body.whole();
    let rename = Rename {
        current: fields.text("current_name")?.unwrap_or_default(),
        new: fields.required_text("new_name")?,
    };
    let world = &mut *shared.lock();
    let id = world
        .model
        .rename_app(caller.at(&app), &rename, &world.settings)?;
    let body = app_reply(world, &caller, &id)?;
    Ok(changed(StatusCode::OK, body))
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Reply {
    let current = query.get("current_name").map_or("", String::as_str);
    let world = &mut *shared.lock();
    world
        .model
        .delete_app(caller.at(&app), current, &world.settings)?;
    Ok(removed())
}
