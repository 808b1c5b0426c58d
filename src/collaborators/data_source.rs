//! `scalingo_collaborators`: who may work on which apps.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use scalingo::{App, Collaborator};
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{DataSource, Diagnostic, Diagnostics};

use super::places::{self, Place};
use crate::checks;
use crate::diagnostics::Told;
use crate::diagnostics::collaborators as messages;
use crate::schema::{computed, optional, schema};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The data source.
#[derive(Debug)]
pub(crate) struct CollaboratorsDataSource {
    session: SessionCell,
}

impl CollaboratorsDataSource {
    /// A data source that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// The attributes, as Terraform keeps them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    /// One app, by id or by name.
    pub(crate) app: Value<String>,
    /// Several apps, by id or by name.
    pub(crate) apps: Value<Vec<Value<String>>>,
    /// Only people with this status.
    pub(crate) status: Value<String>,
    /// Only people with this role.
    pub(crate) limited: Value<bool>,
    /// The people found.
    pub(crate) collaborators: Value<Vec<Person>>,
    /// The owner of each app looked at.
    pub(crate) owners: Value<Vec<AppOwner>>,
}

/// One person on one app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    /// Opaque id of the app.
    pub(crate) app_id: String,
    /// Name of the app.
    pub(crate) app_name: String,
    /// Opaque collaborator id.
    pub(crate) id: String,
    /// The address, as the API spells it.
    pub(crate) email: String,
    /// User name, `n/a` while the invitation is pending.
    pub(crate) username: String,
    /// Id of the user who accepted; null while pending.
    pub(crate) user_id: Value<String>,
    /// `pending`, `accepted`, or what else the API says.
    pub(crate) status: String,
    /// Whether the role is Limited Collaborator.
    pub(crate) limited: bool,
    /// Whether the person has two-factor on; null while pending.
    pub(crate) tfa_status: Value<bool>,
}

/// The owner of one app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AppOwner {
    /// Opaque id of the app.
    pub(crate) app_id: String,
    /// Name of the app.
    pub(crate) app_name: String,
    /// User id of the owner.
    pub(crate) id: String,
    /// User name of the owner.
    pub(crate) username: String,
    /// Address of the owner.
    pub(crate) email: String,
}

impl Person {
    fn new(app: &App, person: &Collaborator) -> Self {
        Self {
            app_id: app.id.clone(),
            app_name: app.name.clone(),
            id: person.id.clone(),
            email: person.email.to_string(),
            username: person.username.clone(),
            user_id: person.user_id.clone().into(),
            status: person.status.as_str().to_owned(),
            limited: person.is_limited,
            tfa_status: person.tfa_status.into(),
        }
    }
}

impl From<&App> for AppOwner {
    fn from(app: &App) -> Self {
        Self {
            app_id: app.id.clone(),
            app_name: app.name.clone(),
            id: app.owner.id.clone(),
            username: app.owner.username.clone(),
            email: app.owner.email.clone(),
        }
    }
}

fn collaborators_schema() -> Schema {
    schema(
        "The people who may work on one app, on several apps, or on all apps that the token's user \
         owns, each with role, status and two-factor state. Reading sends no e-mail and changes \
         nothing.",
        [
            (
                "app",
                optional(
                    AttributeType::String,
                    "One app, by ID or by name. Conflicts with `apps`. With neither of them, all \
                     apps owned by the token's user are read; apps shared with that user are not \
                     among them.",
                ),
            ),
            (
                "apps",
                optional(
                    AttributeType::Set(Box::new(AttributeType::String)),
                    "Several apps, by ID or by name. Conflicts with `app`. An empty set reads \
                     nothing.",
                ),
            ),
            (
                "status",
                optional(
                    AttributeType::String,
                    "Only people with exactly this status, such as `pending` or `accepted`. All by \
                     default.",
                ),
            ),
            (
                "limited",
                optional(
                    AttributeType::Bool,
                    "Only limited collaborators when `true`, only full ones when `false`. Both by \
                     default.",
                ),
            ),
            ("collaborators", computed(person_type(), COLLABORATORS)),
            ("owners", computed(owner_type(), OWNERS)),
        ],
    )
}

const COLLABORATORS: &str = "The people, ordered by the name of the app and then by address \
                             without regard to letter case. Somebody on two apps is there twice. \
                             The owner of an app is not one of its collaborators. Each person has \
                             `app_id` and `app_name`; `id`, the opaque collaborator ID, unique \
                             within the app; `email` in the spelling that Scalingo returns; \
                             `username`, `n/a` while the invitation is pending; `user_id` of the \
                             user who accepted, null while pending; `status`, which is `pending`, \
                             `accepted` or `user account deleted` (other values are passed through \
                             unchanged); `limited`, whether the role is Limited Collaborator; and \
                             `tfa_status`, whether two-factor authentication is on, null while \
                             pending.";

const OWNERS: &str = "The owner of each app that was read, ordered by the name of the app, \
    whatever `status` and `limited` say. Each has `app_id` and `app_name`, and the user's `id`, \
    `username` and `email`. For a single app, `one(….owners)` is its owner.";

/// A list of plain objects, not of nested attributes: only these can be given
/// by `mock_data` in `terraform test`.
fn list_of<const N: usize>(members: [(&str, AttributeType); N]) -> AttributeType {
    let named = members
        .into_iter()
        .map(|(name, member)| (name.to_owned(), member));
    AttributeType::List(Box::new(AttributeType::Object(named.collect())))
}

fn person_type() -> AttributeType {
    list_of([
        ("app_id", AttributeType::String),
        ("app_name", AttributeType::String),
        ("id", AttributeType::String),
        ("email", AttributeType::String),
        ("username", AttributeType::String),
        ("user_id", AttributeType::String),
        ("status", AttributeType::String),
        ("limited", AttributeType::Bool),
        ("tfa_status", AttributeType::Bool),
    ])
}

fn owner_type() -> AttributeType {
    list_of([
        ("app_id", AttributeType::String),
        ("app_name", AttributeType::String),
        ("id", AttributeType::String),
        ("username", AttributeType::String),
        ("email", AttributeType::String),
    ])
}

/// Everything that is wrong with the configuration as far as it is known.
///
/// Core validates again with all values known before it reads, so `read` can
/// rely on it.
fn validate(config: &State) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let apps = config.apps.as_ref_option();
    if config.app.as_ref_option().is_some() && apps.is_some() {
        problems.push(messages::both_named());
    }
    problems.extend(checks::app("app", &config.app).err());
    problems.extend(apps.into_iter().flatten().filter_map(check_element));
    if config.status.as_deref_option() == Some("") {
        problems.push(messages::empty_status());
    }
    problems
}

fn check_element(app: &Value<String>) -> Option<Diagnostic> {
    if app.is_null() {
        return Some(messages::null_app());
    }
    let problem = checks::app("apps", app).err()?;
    Some(messages::element_not_an_app(app.as_deref_option(), problem))
}

async fn read(session: &Session, config: State) -> Result<State, Diagnostic> {
    let mut places = match (config.app.as_deref_option(), config.apps.as_ref_option()) {
        (Some(app), _) => vec![places::one(session, app).await?],
        (None, Some(apps)) => {
            let named: BTreeSet<&str> = apps.iter().filter_map(Value::as_deref_option).collect();
            places::several(session, &named).await?
        }
        (None, None) => places::owned(session).await?,
    };
    places.sort_by(|a, b| (&a.app.name, &a.app.id).cmp(&(&b.app.name, &b.app.id)));
    let people = places.iter().flat_map(|place| people(place, &config));
    Ok(State {
        collaborators: Value::Value(people.collect()),
        owners: Value::Value(places.iter().map(|place| (&place.app).into()).collect()),
        ..config
    })
}

/// The people of one app whom the filters let through, in order.
fn people(place: &Place, config: &State) -> Vec<Person> {
    let (status, limited) = (
        config.status.as_deref_option(),
        config.limited.as_ref_option(),
    );
    let mut people: Vec<&Collaborator> = place
        .people
        .iter()
        .filter(|person| status.is_none_or(|status| status == person.status.as_str()))
        .filter(|person| limited.is_none_or(|limited| *limited == person.is_limited))
        .collect();
    people.sort_by(|a, b| (&a.email, &a.id).cmp(&(&b.email, &b.id)));
    let row = |person: &Collaborator| Person::new(&place.app, person);
    people.into_iter().map(row).collect()
}

#[async_trait]
impl DataSource for CollaboratorsDataSource {
    type State<'a> = State;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(collaborators_schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        diags.errors.extend(validate(&config));
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        config: State,
        _meta: ValueEmpty,
    ) -> Option<State> {
        let read = async |session: Arc<Session>| read(&session, config).await.map(Told::quiet);
        self.session.with(diags, read).await
    }
}
