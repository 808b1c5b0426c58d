//! Collaborators of apps and databases, and the acceptance of invitations.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::body::{Fields, JsonBody};
use super::{Reply, changed, removed, shown};
use crate::caller::Caller;
use crate::errors::ApiError;
use crate::settings::InvitationReply;
use crate::state::{Collaborator, Invitation};
use crate::world::{Shared, World};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
) -> Reply {
    let world = shared.lock();
    let people = world
        .model
        .list_collaborators(caller.at(&app), &world.settings)?;
    Ok(shown(list_json(&world, &people)))
}

pub(super) async fn list_all(State(shared): State<Arc<Shared>>, caller: Caller) -> Response {
    let world = shared.lock();
    let people = world.model.all_collaborators(&caller.user_id);
    shown(list_json(&world, &people))
}

pub(super) async fn invite(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(app): Path<String>,
    body: JsonBody,
) -> Reply {
    let world = &mut *shared.lock();
    world.model.visible(caller.at(&app), &world.settings)?;
    let wanted = invitation(body.under("collaborator"))?;
    let person = world
        .model
        .invite(caller.at(&app), &wanted, &world.settings)?;
    let person = person_json(world, &person);
    let person = match world.settings.replies.invitation {
        InvitationReply::Object => person,
        InvitationReply::Array => json!([person]),
    };
    Ok(changed(
        StatusCode::CREATED,
        json!({ "collaborator": person }),
    ))
}

/// Scalingo documents that a missing `is_limited` means true.
fn invitation(fields: Fields<'_>) -> Result<Invitation, ApiError> {
    let email = fields.required_text("email")?;
    if !is_address(&email) {
        return Err(ApiError::invalid("email"));
    }
    let is_limited = fields.flag("is_limited")?.unwrap_or(true);
    Ok(Invitation { email, is_limited })
}

/// One @ between two parts without white space, 254 bytes at most.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    text.len() <= 254
        && !local.is_empty()
        && !domain.is_empty()
        && !domain.contains('@')
        && !text.contains(char::is_whitespace)
}

pub(super) async fn change(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((app, id)): Path<(String, String)>,
    body: JsonBody,
) -> Reply {
    let is_limited = body.under("collaborator").flag("is_limited")?;
    let world = &mut *shared.lock();
    let person = world
        .model
        .change_role(caller.at(&app), &id, is_limited, &world.settings)?;
    let body = json!({ "collaborator": person_json(world, &person) });
    Ok(changed(StatusCode::OK, body))
}

pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((app, id)): Path<(String, String)>,
) -> Reply {
    let world = &mut *shared.lock();
    world
        .model
        .remove_collaborator(caller.at(&app), &id, &world.settings)?;
    Ok(removed())
}

pub(super) async fn accept(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Query(query): Query<HashMap<String, String>>,
) -> Reply {
    let token = query.get("token").map_or("", String::as_str);
    let world = &mut *shared.lock();
    let place = world
        .model
        .accept_invitation(&caller.user_id, token, &world.settings)?;
    let place = place.clone();
    let body = json!({ "app": world.model.app_json(&place) });
    Ok(changed(StatusCode::OK, body))
}

fn list_json(world: &World, people: &[Collaborator]) -> Value {
    let people: Vec<Value> = people
        .iter()
        .map(|person| person_json(world, person))
        .collect();
    json!({ "collaborators": people })
}

fn person_json(world: &World, person: &Collaborator) -> Value {
    person.json(world.settings.replies.old, &world.model.base_url)
}
