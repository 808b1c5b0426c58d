//! `scalingo_database_collaborator`: one person on one Dedicated Resources
//! database. What happens to them is in `person.rs`.

use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::Value;

use super::attributes::shared_attributes;
use super::person::{Member, MemberState};
use super::place::Place;
use super::resource::MemberResource;
use crate::schema::{computed, required, schema};

/// The resource type.
pub(crate) type DatabaseCollaboratorResource = MemberResource<State>;

/// The attributes, as Terraform keeps them; [`Member`] says what they mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    database: Value<String>,
    database_id: Value<String>,
    email: Value<String>,
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
            app: state.database,
            app_id: state.database_id,
            email: state.email,
            // Databases have the full role only.
            limited: Value::Value(false),
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
            database: state.app,
            database_id: state.app_id,
            email: state.email,
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
    const PLACE: Place = Place::Database;

    fn schema() -> Schema {
        schema(
            "One person who may work on one [Dedicated Resources database]\
             (https://doc.scalingo.com/databases/postgresql/dedicated-resources/guides/managing-collaborators). \
             Creating it sends an invitation by e-mail; \
             destroying it removes the person, or cancels the invitation while it is pending. \
             Everybody has the full role: databases know no limited collaborators.",
            [
                (
                    "database",
                    required(
                        AttributeType::String,
                        "The database, by id or by name. Another database means another collaborator: the person \
                         is removed from the old one and invited to the new one.",
                    ),
                ),
                (
                    "database_id",
                    computed(
                        AttributeType::String,
                        "Id of the database, also when `database` is its name.",
                    ),
                ),
            ]
            .into_iter()
            .chain(shared_attributes()),
        )
    }
}
