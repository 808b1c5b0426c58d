//! `/v1/apps/{app}/variables`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::body::{Fields, JsonBody};
use super::{Reply, changed, removed, shown};
use crate::caller::Caller;
use crate::errors::ApiError;
use crate::state::Variable;
use crate::world::Shared;

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
) -> Reply {
    let world = shared.lock();
    let place = world.model.visible_app(caller.at(&app), &world.settings)?;
    Ok(shown(list_json(&place.variables)))
}

pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let pair = name_and_value(body.under("variable"))?;
    let world = &mut *shared.lock();
    let variable = world
        .model
        .add_variable(caller.at(&app), pair, &world.settings)?;
    let body = json!({ "variable": variable_json(&variable) });
    Ok(changed(StatusCode::CREATED, body))
}

pub(super) async fn set_many(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let items = body.list("variables")?;
    let pairs = items.into_iter().map(name_and_value);
    let pairs = pairs.collect::<Result<Vec<_>, ApiError>>()?;
    let world = &mut *shared.lock();
    let variables = world
        .model
        .set_variables(caller.at(&app), pairs, &world.settings)?;
    Ok(changed(StatusCode::OK, list_json(&variables)))
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((app, id)): Path<(String, String)>,
) -> Reply {
    let world = &mut *shared.lock();
    world
        .model
        .delete_variable(caller.at(&app), &id, &world.settings)?;
    Ok(removed())
}

fn name_and_value(fields: Fields<'_>) -> Result<(String, String), ApiError> {
    let name = fields.required_text("name")?;
    let value = fields.text("value")?.unwrap_or_default();
    Ok((name, value))
}

fn list_json(variables: &[Variable]) -> Value {
    let variables: Vec<Value> = variables.iter().map(variable_json).collect();
    json!({ "variables": variables })
}

fn variable_json(variable: &Variable) -> Value {
    json!({ "id": variable.id, "name": variable.name, "value": variable.value })
}
