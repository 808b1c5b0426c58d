//! `scalingo_app`: an app.

use async_trait::async_trait;
use plugin::{ManagedResource, PrivateBytes, UpgradeRequest};
use scalingo::Error;
use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};

use super::attributes::Environment;
use super::state::State;
use super::write::Written;
use super::{plan, schema, write};
use crate::checks::AppProblem;
use crate::diagnostics::{app as messages, provider as provider_messages, settle};
use crate::session::{NotReady, Session, SessionCell};

/// The resource type.
#[derive(Debug)]
pub(crate) struct AppResource {
    session: SessionCell,
}

impl AppResource {
    /// A resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }

    /// Tells people on the app, who are planned later, that it is the same one.
    fn note_rename(&self, prior: &State, planned: &State) {
        let id = prior.id.as_deref_option();
        let name = planned.name.as_deref_option();
        if let (Ok(session), Some(id), Some(name)) = (self.session.get(), id, name)
            && prior.name != planned.name
        {
            session.note_rename(id, name);
        }
    }

    fn session(&self) -> Result<std::sync::Arc<Session>, Diagnostic> {
        self.session.get().map_err(Diagnostic::from)
    }
}

/// The app by id; none when it is gone.
///
/// Only the app's own call can say that it is gone. Variables that cannot be
/// found are an error.
async fn read(session: &Session, state: State) -> Result<Option<State>, Diagnostic> {
    let client = session.client();
    let app = match client.get_app(state.id()?).await {
        Ok(app) => app,
        Err(Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(messages::failure("read an app", &error)),
    };
    let variables = client.list_variables(&app.id).await;
    let variables =
        variables.map_err(|error| messages::failure("read the environment of an app", &error))?;
    Ok(Some(state.with_app(&app).with_variables(&variables)))
}

/// The app by id or by name. None of its variables is managed yet.
async fn import(session: &Session, id: &str) -> Result<State, Diagnostic> {
    if let Some(problem) = AppProblem::find(id) {
        return Err(messages::malformed_import_id(id, &problem));
    }
    let wanted = State {
        environment: Value::Value(Environment::new()),
        id: Value::Value(id.to_owned()),
        ..State::default()
    };
    let found = read(session, wanted).await?;
    found.ok_or_else(|| messages::import_unknown(id))
}

/// The outcome of a write for Terraform: the state in any case, the problem
/// beside it.
fn keep(diags: &mut Diagnostics, written: Written) -> State {
    diags.errors.extend(written.problem);
    written.state
}

#[async_trait]
impl ManagedResource for AppResource {
    /// State of the official provider has the same version and attributes, but
    /// a null `environment` where here it is empty.
    async fn upgrade_state(
        &self,
        _diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>> {
        let mut state = request.state;
        let environment = state.entry("environment").or_insert(Json::Null);
        if environment.is_null() {
            *environment = Json::Object(Map::new());
        }
        Some(state)
    }
}

#[async_trait]
impl Resource for AppResource {
    type State<'a> = State;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(schema::app_schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        diags.errors.extend(plan::validate(&config));
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let outcome = match self.session.get() {
            Ok(session) => read(&session, state).await,
            Err(NotReady::Unknown(attributes)) => {
                diags
                    .warnings
                    .push(provider_messages::planned_from_state(&attributes));
                Ok(Some(state))
            }
            Err(reason) => Err(reason.into()),
        };
        Some((settle(diags, outcome)??, private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: State,
        config: State,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let planned = settle(diags, plan::create(proposed, &config))?;
        Some((planned, PrivateBytes::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        proposed: State,
        config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes, Vec<AttributePath>)> {
        let planned = settle(diags, plan::update(&prior, proposed, &config))?;
        self.note_rename(&prior, &planned);
        Some((planned, private, Vec::new()))
    }

    async fn plan_destroy<'a>(
        &self,
        _diags: &mut Diagnostics,
        _prior: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State,
        _config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session())?;
        let outcome = write::create(&session, planned).await;
        diags.warnings.extend(session.wait_notice());
        let written = settle(diags, outcome)?;
        Some((keep(diags, written), private))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        planned: State,
        _config: State,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session())?;
        let written = write::write(&session.client(), prior, planned).await;
        diags.warnings.extend(session.wait_notice());
        Some((keep(diags, written), private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let session = settle(diags, self.session())?;
        let outcome = write::delete(&session, &prior).await;
        diags.warnings.extend(session.wait_notice());
        settle(diags, outcome)
    }

    async fn import<'a>(
        &self,
        diags: &mut Diagnostics,
        id: String,
    ) -> Option<(State, PrivateBytes)> {
        let session = settle(diags, self.session())?;
        let state = settle(diags, import(&session, &id).await)?;
        Some((state, PrivateBytes::default()))
    }
}
