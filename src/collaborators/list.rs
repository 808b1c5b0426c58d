//! `terraform query`: the people on one app, on all owned apps, on a database.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use plugin::{ListResource, Listed};
use scalingo::{Collaborator, Error, Listed as Rows};
use serde::Deserialize;
use tf_provider::schema::Schema;
use tf_provider::value::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::attributes::Attributes;
use super::host::{Host, READ_PEOPLE};
use super::person::{DatabasePerson, Person};
use super::{identity, places, schema};
use crate::checks;
use crate::diagnostics::{Told, api, collaborators as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The list of `scalingo_collaborator`.
pub(crate) type CollaboratorList = PersonList<Person>;
/// The list of `scalingo_database_collaborator`.
pub(crate) type DatabaseCollaboratorList = PersonList<DatabasePerson>;

/// The list of a resource for one person, whose attributes are `A`.
#[derive(Debug)]
pub(crate) struct PersonList<A> {
    session: SessionCell,
    attributes: PhantomData<fn() -> A>,
}

impl<A> PersonList<A> {
    /// A list that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self {
            session,
            attributes: PhantomData,
        }
    }
}

/// Whom a `config` block asks for; `limited` only on apps.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Config {
    #[serde(alias = "database")]
    app: Value<String>,
    status: Value<String>,
    #[serde(default)]
    limited: Value<bool>,
}

#[async_trait]
impl<A: Attributes> ListResource for PersonList<A> {
    type Config = Config;
    type State = A;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(match A::HOST {
            Host::App => schema::list_on_apps(),
            Host::Database => schema::list_on_database(),
        })
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        diags
            .errors
            .extend(checks::app(A::HOST.attribute(), &config.app).err());
        if config.status.as_deref_option() == Some("") {
            diags.errors.push(messages::empty_status());
        }
        Some(())
    }

    async fn list(&self, diags: &mut Diagnostics, config: Config) -> Option<Vec<Listed<A>>> {
        let list = async |session: Arc<Session>| {
            let found = look(&session, A::HOST, config.app.as_deref_option()).await?;
            let odd = found.rows.odd.first();
            let warning = odd.map(|row| messages::left_out(found.rows.odd.len(), &row.problem));
            Ok(Told::quiet(found.listed(A::HOST, &config)).maybe_warning(warning))
        };
        self.session.with(diags, list).await
    }
}

/// The rows of people, and the names of what they work on by its id.
struct Found {
    names: HashMap<String, String>,
    rows: Rows,
}

async fn look(session: &Session, host: Host, name: Option<&str>) -> Result<Found, Diagnostic> {
    match (host, name) {
        (Host::App, Some(name)) => on_app(session, name).await,
        (Host::App, None) => on_owned_apps(session).await,
        (Host::Database, name) => on_database(session, name.unwrap_or_default()).await,
    }
}

async fn on_app(session: &Session, name: &str) -> Result<Found, Diagnostic> {
    let app = places::look_up(session, "app", name).await?;
    let rows = session.client().list_collaborators(&app.id).await;
    Ok(Found {
        names: HashMap::from([(app.id, app.name)]),
        rows: rows.map_err(|error| places::failed("app", name, READ_PEOPLE, &error))?,
    })
}

/// The list of all people has those of owned apps only, so nobody needs to know
/// whose token it is.
async fn on_owned_apps(session: &Session) -> Result<Found, Diagnostic> {
    let apps = session.all_apps().await?;
    let rows = session.client().list_owned_collaborators().await;
    Ok(Found {
        names: apps.into_iter().map(|app| (app.id, app.name)).collect(),
        rows: rows.map_err(|error| api::failure(READ_PEOPLE, &error))?,
    })
}

async fn on_database(session: &Session, name: &str) -> Result<Found, Diagnostic> {
    let rows = match session.client().list_collaborators(name).await {
        Ok(rows) => rows,
        Err(Error::NotFound { .. }) => return Err(api::database_unknown(name)),
        Err(error) => return Err(api::failure(READ_PEOPLE, &error)),
    };
    let ids = rows.people.iter().map(|row| row.app_id.clone());
    Ok(Found {
        names: ids.map(|id| (id, name.to_owned())).collect(),
        rows,
    })
}

impl Found {
    /// The people whom the filters let through, by name of the app and address.
    /// What has no name is no app, but a database of the same account.
    fn listed<A: Attributes>(&self, host: Host, config: &Config) -> Vec<Listed<A>> {
        let rows = self.rows.people.iter();
        let named = rows.filter_map(|row| Some((self.names.get(&row.app_id)?, row)));
        let mut rows: Vec<_> = named.filter(|(_, row)| config.lets_through(row)).collect();
        rows.sort_by(|(a_name, a), (b_name, b)| {
            (a_name, &a.app_id, &a.email, &a.id).cmp(&(b_name, &b.app_id, &b.email, &b.id))
        });
        let listed = rows.into_iter().filter_map(|(name, row)| {
            let person = Person::imported(row);
            Some(Listed {
                display_name: format!("{} on {name}", row.email),
                identity: identity::of(host, &person)?,
                state: person.into(),
            })
        });
        listed.collect()
    }
}

impl Config {
    fn lets_through(&self, row: &Collaborator) -> bool {
        let status = self.status.as_deref_option();
        let limited = self.limited.as_ref_option();
        status.is_none_or(|status| status == row.status.as_str())
            && limited.is_none_or(|limited| *limited == row.is_limited)
    }
}
