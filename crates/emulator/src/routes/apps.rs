//! `/v1/apps` and `/v1/apps/{app}`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::ask::Ask;
use super::body::JsonBody;
use super::{Reply, changed, removed, shown};
use crate::errors::ApiError;
use crate::state::{AppChange, NewApp, Scope};
use crate::world::World;

pub(super) async fn list(ask: Ask) -> Response {
    let world = ask.world();
    let apps = world.model.apps_of(&ask.caller);
    let apps: Vec<Value> = apps.map(|app| world.model.app_json(app)).collect();
    shown(json!({ "apps": apps }))
}

pub(super) async fn show(ask: Ask) -> Reply {
    app_json(&ask.world(), ask.scope()).map(shown)
}

fn app_json(world: &World, scope: Scope<'_>) -> Result<Value, ApiError> {
    let place = world.model.visible_app(scope)?;
    Ok(json!({ "app": world.model.app_json(place) }))
}

/// The app under its id, whatever it was called before.
fn changed_app(world: &World, ask: &Ask, id: &str, status: StatusCode) -> Reply {
    Ok(changed(status, app_json(world, ask.caller.at(id))?))
}

pub(super) async fn create(ask: Ask, body: JsonBody) -> Reply {
    let fields = body.under("app");
    let wanted = NewApp {
        name: fields.required_text("name")?,
        stack_id: fields.text("stack_id")?,
        project_id: fields.text("project_id")?,
        hds_resource: fields.flag("hds_resource")?.unwrap_or(false),
    };
    let mut world = ask.world();
    let id = world.model.create_app(&ask.caller, wanted)?;
    changed_app(&world, &ask, &id, StatusCode::CREATED)
}

pub(super) async fn change(ask: Ask, body: JsonBody) -> Reply {
    let fields = body.under("app");
    let change = AppChange {
        force_https: fields.flag("force_https")?,
        sticky_session: fields.flag("sticky_session")?,
        router_logs: fields.flag("router_logs")?,
        stack_id: fields.text("stack_id")?,
    };
    let mut world = ask.world();
    let id = world.model.change_app(ask.scope(), change)?;
    changed_app(&world, &ask, &id, StatusCode::OK)
}

/// Not documented; Scalingo's own Go client sends the project flat.
pub(super) async fn move_to_project(ask: Ask, body: JsonBody) -> Reply {
    let project = body.whole().required_text("project_id")?;
    let mut world = ask.world();
    let id = world.model.move_app(ask.scope(), &project)?;
    changed_app(&world, &ask, &id, StatusCode::OK)
}

pub(super) async fn rename(ask: Ask, body: JsonBody) -> Reply {
    let fields = body.whole();
    let current = fields.text("current_name")?.unwrap_or_default();
    let new = fields.required_text("new_name")?;
    let mut world = ask.world();
    let id = world.model.rename_app(ask.scope(), &current, &new)?;
    changed_app(&world, &ask, &id, StatusCode::OK)
}

pub(super) async fn delete(ask: Ask) -> Reply {
    let current = ask.parameter("current_name");
    ask.world().model.delete_app(ask.scope(), current)?;
    Ok(removed())
}
