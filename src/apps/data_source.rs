//! `scalingo_app`: one app to look at.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use scalingo::{App, Error, Variable};
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{DataSource, Diagnostic, Diagnostics};

use super::attributes::{Environment, addresses, environment, environment_type, switches};
use crate::checks;
use crate::diagnostics::{Told, api, app as messages};
use crate::schema::{computed, required, schema, sensitive};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The data source type.
#[derive(Debug)]
pub(crate) struct AppDataSource {
    session: SessionCell,
}

impl AppDataSource {
    /// A data source that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// The attributes, as Terraform keeps them. No `Debug`: values of environment
/// variables are secrets.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// The app, by name or by id, in the user's spelling.
    pub(crate) name: Value<String>,
    /// Opaque id.
    pub(crate) id: Value<String>,
    /// State of the app, such as `running`.
    pub(crate) status: Value<String>,
    /// The account that owns it.
    pub(crate) owner: Value<Owner>,
    /// All variables of the app.
    pub(crate) all_environment: Value<Environment>,
    /// Address under Scalingo's own domain.
    pub(crate) base_url: Value<String>,
    /// Main address.
    pub(crate) url: Value<String>,
    /// Where to push to.
    pub(crate) git_url: Value<String>,
    /// Whether HTTP is redirected to HTTPS.
    pub(crate) force_https: Value<bool>,
    /// Whether the router's lines stand in the log.
    pub(crate) router_logs: Value<bool>,
    /// Whether requests of one visitor go to one container.
    pub(crate) sticky_session: Value<bool>,
    /// Id of the stack.
    pub(crate) stack_id: Value<String>,
    /// Id of the project.
    pub(crate) project_id: Value<String>,
    /// Whether it is hosted for health data.
    pub(crate) hds_resource: Value<bool>,
}

/// The account that owns an app.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Owner {
    /// Opaque id.
    pub(crate) id: Value<String>,
    /// Name of the account.
    pub(crate) username: Value<String>,
    /// Address of the account.
    pub(crate) email: Value<String>,
}

impl State {
    fn of(name: Value<String>, app: App, variables: &[Variable]) -> Self {
        let owner = Owner {
            id: Value::Value(app.owner.id),
            username: Value::Value(app.owner.username),
            email: Value::Value(app.owner.email),
        };
        Self {
            name,
            id: Value::Value(app.id),
            status: Value::Value(app.status),
            owner: Value::Value(owner),
            all_environment: Value::Value(environment(variables)),
            base_url: Value::Value(app.base_url),
            url: Value::Value(app.url),
            git_url: Value::Value(app.git_url),
            force_https: Value::Value(app.force_https),
            router_logs: Value::Value(app.router_logs),
            sticky_session: Value::Value(app.sticky_session),
            stack_id: app.stack_id.into(),
            project_id: app.project.map(|project| project.id).into(),
            hds_resource: Value::Value(app.hds_resource),
        }
    }
}

fn app_schema() -> Schema {
    let text = |description| computed(AttributeType::String, description);
    let switch = |description| computed(AttributeType::Bool, description);
    schema(
        "Reads an app, with its owner and its environment variables.",
        [
            (
                "name",
                required(AttributeType::String, "Name or ID of the app."),
            ),
            ("id", text("Opaque ID of the app.")),
            ("status", text("Status of the app, such as `running`.")),
            ("owner", owner()),
            (
                "all_environment",
                sensitive(computed(
                    environment_type(),
                    "All environment variables of the app.",
                )),
            ),
            (
                "stack_id",
                text("ID of the stack the app is built on; null if Scalingo does not report it."),
            ),
            (
                "project_id",
                text("ID of the project the app belongs to; null if Scalingo does not report it."),
            ),
            (
                "hds_resource",
                switch("Whether the app is hosted for health data (HDS)."),
            ),
        ]
        .into_iter()
        .chain(addresses())
        .chain(switches(switch)),
    )
}

fn owner() -> Attribute {
    let text = |description| computed(AttributeType::String, description);
    let members = HashMap::from([
        ("id".to_owned(), text("Opaque ID of the account.")),
        ("username".to_owned(), text("Name of the account.")),
        ("email".to_owned(), text("Address of the account.")),
    ]);
    computed(
        AttributeType::AttributeSingle(members),
        "The account that owns the app. It is not one of the app's collaborators.",
    )
}

async fn read(session: &Session, config: State) -> Result<State, Diagnostic> {
    let client = session.client();
    let wanted = config
        .name
        .as_deref_option()
        .ok_or_else(|| messages::incomplete_state("name"))?;
    let app = match client.get_app(wanted).await {
        Ok(app) => app,
        Err(Error::NotFound { .. }) => return Err(api::app_unknown("name", wanted)),
        Err(error) => return Err(messages::failure("read an app", &error)),
    };
    let variables = client.list_variables(&app.id).await;
    let variables =
        variables.map_err(|error| messages::failure("read the environment of an app", &error))?;
    Ok(State::of(config.name, app, &variables))
}

#[async_trait]
impl DataSource for AppDataSource {
    type State<'a> = State;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(app_schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        diags.errors.extend(checks::app("name", &config.name).err());
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
