//! Collaborators of apps and databases, and the acceptance of invitations.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::ask::Ask;
use super::body::{Fields, JsonBody};
use super::{Reply, changed, removed, shown};
use crate::errors::ApiError;
use crate::settings::InvitationReply;
use crate::state::{Collaborator, Invitation};
use crate::world::World;

pub(super) async fn list(ask: Ask) -> Reply {
    let world = ask.world();
    let people = world.model.list_collaborators(ask.scope())?;
    Ok(shown(list_json(&world, &people)))
}

pub(super) async fn list_all(ask: Ask) -> Response {
    let world = ask.world();
    let people = world.model.all_collaborators(&ask.caller);
    shown(list_json(&world, &people))
}

pub(super) async fn invite(ask: Ask, body: JsonBody) -> Reply {
    let mut world = ask.world();
    world.model.visible(ask.scope())?;
    let mut wanted = invitation(body.under("collaborator"))?;
    wanted.email = world.settings.stored_address(&wanted.email);
    let person = world.model.invite(ask.scope(), wanted)?;
    let person = person_json(&world, &person);
    let person = match world.settings.replies.invitation {
        InvitationReply::Object => person,
        InvitationReply::Array => json!([person]),
    };
    let body = json!({ "collaborator": person });
    Ok(changed(StatusCode::CREATED, body))
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

pub(super) async fn change(ask: Ask, body: JsonBody) -> Reply {
    let is_limited = body.under("collaborator").flag("is_limited")?;
    let mut world = ask.world();
    let person = world.model.change_role(ask.scope(), ask.id(), is_limited)?;
    let body = json!({ "collaborator": person_json(&world, &person) });
    Ok(changed(StatusCode::OK, body))
}

pub(super) async fn remove(ask: Ask) -> Reply {
    let mut world = ask.world();
    world.model.remove_collaborator(ask.scope(), ask.id())?;
    Ok(removed())
}

pub(super) async fn accept(ask: Ask) -> Reply {
    let mut world = ask.world();
    let token = ask.parameter("token");
    let app = world.model.accept_invitation(&ask.caller, token)?;
    let body = json!({ "app": world.model.app_json(&app) });
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
