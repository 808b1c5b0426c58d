//! `scalingo_collaborator`: one person on one app. What happens to them is in
//! `person.rs`.

use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::Value;

use super::attributes::shared_attributes;
use super::person::{Member, MemberState};
use super::place::Place;
use super::resource::MemberResource;
use crate::schema::{computed, optional_computed, required, schema};

/// The resource type.
pub(crate) type CollaboratorResource = MemberResource<State>;

/// The attributes, as Terraform keeps them; [`Member`] says what they mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    app: Value<String>,
    app_id: Value<String>,
    email: Value<String>,
    limited: Value<bool>,
    id: Value<String>,
    username: Value<String>,
    status: Value<String>,
    user_id: Value<String>,
    tfa_status: Value<bool>,
    adopt_existing: Value<bool>,
    allow_self_removal: Value<bool>,
}

impl From<State> for Member {
    fn from(state: State) -> Self {
        Self {
            app: state.app,
            app_id: state.app_id,
            email: state.email,
            limited: state.limited,
            id: state.id,
            username: state.username,
            status: state.status,
            user_id: state.user_id,
            tfa_status: state.tfa_status,
            adopt_existing: state.adopt_existing,
            allow_self_removal: state.allow_self_removal,
        }
    }
}

impl From<Member> for State {
    fn from(state: Member) -> Self {
        Self {
            app: state.app,
            app_id: state.app_id,
            email: state.email,
            limited: state.limited,
            id: state.id,
            username: state.username,
            status: state.status,
            user_id: state.user_id,
            tfa_status: state.tfa_status,
            adopt_existing: state.adopt_existing,
            allow_self_removal: state.allow_self_removal,
        }
    }
}

impl MemberState for State {
    const PLACE: Place = Place::App;

    fn schema() -> Schema {
        schema(
            "One person who may work on one app. Creating it sends an invitation by e-mail; \
             destroying it removes the person, or cancels the invitation while it is pending. \
             The owner of an app is not one of its collaborators.",
            [
                (
                    "app",
                    required(
                        AttributeType::String,
                        "The app, by id or by name. Another app means another collaborator: the person \
                         is removed from the old one and invited to the new one.",
                    ),
                ),
                (
                    "limited",
                    optional_computed(
                        AttributeType::Bool,
                        "Whether the role is [Limited Collaborator]\
                         (https://doc.scalingo.com/platform/user-management/teamwork/roles), \
                         who may not manage collaborators, among other things. `false` by default; \
                         changed in place.",
                    ),
                ),
                (
                    "app_id",
                    computed(
                        AttributeType::String,
                        "Id of the app, also when `app` is its name.",
                    ),
                ),
            ]
            .into_iter()
            .chain(shared_attributes()),
        )
    }
}
