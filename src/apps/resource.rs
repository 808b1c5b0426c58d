//! `scalingo_app`: an app.

use std::sync::Arc;

use async_trait::async_trait;
use plugin::{Identity, IdentityAttribute, ManagedResource, PrivateBytes, UpgradeRequest};
use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::read::{import, read};
use super::state::State;
use super::{plan, schema, write};
use crate::diagnostics::{Told, provider as provider_messages, record};
use crate::session::Session;
use crate::session::cell::{NotReady, SessionCell};

/// What identifies an app, whatever its name.
const ID: IdentityAttribute = IdentityAttribute {
    name: "id",
    description: "ID of the app.",
};

/// The identity of the app with this id.
pub(super) fn identity(id: &str) -> Identity {
    Identity::new([(ID.name, id.to_owned())])
}

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
}

#[async_trait]
impl ManagedResource for AppResource {
    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        &[ID]
    }

    fn identity(&self, app: &State) -> Option<Identity> {
        app.id.as_deref_option().map(identity)
    }

    fn shorten(&self, config: &mut State) {
        plan::shorten(config);
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State, PrivateBytes)> {
        self.import(diags, identity.text(ID.name).to_owned()).await
    }

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
        if let Err(NotReady::Unknown(attributes)) = self.session.get() {
            let warning = provider_messages::planned_from_state(&attributes);
            diags.warnings.push(warning);
            return Some((state, private));
        }
        let read = async |session: Arc<Session>| read(&session, state).await.map(Told::quiet);
        Some((self.session.with(diags, read).await??, private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: State,
        config: State,
        _meta: ValueEmpty,
    ) -> Option<(State, PrivateBytes)> {
        let planned = record(diags, plan::create(proposed, &config))?;
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
        let planned = record(diags, plan::update(&prior, proposed, &config))?;
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
        let create = async |session: Arc<Session>| write::create(&session, planned).await;
        Some((self.session.with(diags, create).await?, private))
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
        let update = async |session: Arc<Session>| {
            Ok(write::write(&session.client(), prior, planned).await.told())
        };
        Some((self.session.with(diags, update).await?, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let delete =
            async |session: Arc<Session>| write::delete(&session, &prior).await.map(Told::quiet);
        self.session.with(diags, delete).await
    }

    async fn import<'a>(
        &self,
        diags: &mut Diagnostics,
        id: String,
    ) -> Option<(State, PrivateBytes)> {
        let import = async |session: Arc<Session>| import(&session, &id).await.map(Told::quiet);
        let state = self.session.with(diags, import).await?;
        Some((state, PrivateBytes::default()))
    }
}
