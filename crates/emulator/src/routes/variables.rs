//! `/v1/apps/{app}/variables`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::ask::Ask;
use super::body::{Fields, JsonBody};
use super::{Reply, changed, removed, shown};
use crate::errors::ApiError;
use crate::state::Variable;

pub(super) async fn list(ask: Ask) -> Reply {
    let world = ask.world();
    let place = world.model.visible_app(ask.scope())?;
    Ok(shown(list_json(&place.variables)))
}

pub(super) async fn add(ask: Ask, body: JsonBody) -> Reply {
    let pair = name_and_value(body.under("variable"))?;
    let variable = ask.world().model.add_variable(ask.scope(), pair)?;
    let body = json!({ "variable": variable_json(&variable) });
    Ok(changed(StatusCode::CREATED, body))
}

pub(super) async fn set_many(ask: Ask, body: JsonBody) -> Reply {
    let items = body.list("variables")?;
    let pairs = items.into_iter().map(name_and_value);
    let pairs = pairs.collect::<Result<Vec<_>, ApiError>>()?;
    let variables = ask.world().model.set_variables(ask.scope(), pairs)?;
    Ok(changed(StatusCode::OK, list_json(&variables)))
}

pub(super) async fn delete(ask: Ask) -> Reply {
    ask.world().model.delete_variable(ask.scope(), ask.id())?;
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
