//! `scalingo_collaborator` and `scalingo_database_collaborator`: the traits of
//! a resource over the life of a [`Person`].

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use plugin::{
    Identity, IdentityAttribute, ManagedResource, PrivateBytes, ReplacementRequest, UpgradeRequest,
};
use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::attributes::Attributes;
use super::note::Note;
use super::person::{DatabasePerson, Person};
use super::{arrival, departure, identity, import, invite, stay, upgrade};
use crate::checks;
use crate::diagnostics::{Told, provider as messages};
use crate::session::Session;
use crate::session::cell::{NotReady, SessionCell};

/// `scalingo_collaborator`.
pub(crate) type CollaboratorResource = PersonResource<Person>;
/// `scalingo_database_collaborator`.
pub(crate) type DatabaseCollaboratorResource = PersonResource<DatabasePerson>;

/// A resource for one person, whose attributes are `A`.
#[derive(Debug)]
pub(crate) struct PersonResource<A> {
    session: SessionCell,
    attributes: PhantomData<fn() -> A>,
}

impl<A: Attributes> PersonResource<A> {
    /// A resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self {
            session,
            attributes: PhantomData,
        }
    }
}

#[async_trait]
impl<A: Attributes> ManagedResource for PersonResource<A> {
    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        identity::attributes(A::HOST)
    }

    /// The full role is the default.
    fn shorten(&self, config: &mut A) {
        let person: Person = config.clone().into();
        let limited = Some(true).filter(|limited| person.limited == Value::Value(*limited));
        *config = Person {
            limited: limited.into(),
            ..person
        }
        .into();
    }

    fn identity(&self, person: &A) -> Option<Identity> {
        identity::of(A::HOST, &person.clone().into())
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(A, PrivateBytes)> {
        self.import(diags, identity::import_id(A::HOST, &identity))
            .await
    }

    /// State of the official provider has the same version.
    async fn upgrade_state(
        &self,
        _diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>> {
        Some(upgrade::completed(&self.session, A::HOST, request.state).await)
    }

    fn before_plan(&self, may_defer: bool) {
        self.session.seats().plans(may_defer);
    }

    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<A>,
    ) -> Option<(A, PrivateBytes)> {
        let (proposed, config) = (request.proposed, request.config);
        let mut note = Note::read(&request.private);
        let Some(old) = note.replaced.take() else {
            return self
                .plan_create(diags, proposed, config, ValueEmpty::Null)
                .await;
        };
        let planned = proposed.into().planned(&config.into());
        let outcome =
            arrival::plan_replacement(&self.session, A::HOST, &planned, (&old, note)).await;
        let note = self.session.record(outcome, diags)?;
        Some((planned.into(), note.written()))
    }
}

#[async_trait]
impl<A: Attributes> Resource for PersonResource<A> {
    type State<'a> = A;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(A::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: A) -> Option<()> {
        let config: Person = config.into();
        self.session.seats().validates(config.written());
        let problems = [
            checks::app(A::HOST.attribute(), &config.app).err(),
            checks::email("email", &config.email).err(),
        ];
        diags.errors.extend(problems.into_iter().flatten());
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let note = Note::read(&private);
        if let Err(NotReady::Unknown(attributes)) = self.session.get() {
            let person: Person = state.clone().into();
            let seat = person.stored(A::HOST).ok()?.seat_as_written();
            self.session.seats().reads(&seat, note.nonce());
            diags
                .warnings
                .push(messages::planned_from_state(&attributes));
            return Some((state, private));
        }
        let read = async |session: Arc<Session>| {
            let state: Person = state.into();
            stay::read(&session, A::HOST, state, &note).await
        };
        Some((self.session.with(diags, read).await??.into(), private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: A,
        config: A,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let planned = proposed.into().planned(&config.into());
        let outcome = arrival::plan(&self.session, A::HOST, &planned).await;
        let note = self.session.record(outcome, diags)?;
        Some((planned.into(), note.written()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: A,
        proposed: A,
        config: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes, Vec<AttributePath>)> {
        let planned = proposed.into().planned(&config.into());
        let note = Note::read(&private);
        let outcome = stay::plan(&self.session, A::HOST, &prior.into(), planned, note).await;
        let change = self.session.record(outcome, diags)?;
        Some((change.planned.into(), change.note.written(), change.replace))
    }

    async fn plan_destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        let note = Note::read(&private);
        let outcome = departure::plan(&self.session, A::HOST, &prior.into(), note).await;
        self.session
            .record(outcome.map(Told::quiet), diags)
            .map(|note| note.written())
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: A,
        _config: A,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let create =
            async |session: Arc<Session>| invite::apply(&session, A::HOST, planned.into()).await;
        let (person, note) = self.session.with(diags, create).await?;
        Some((person.into(), note.written()))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: A,
        planned: A,
        _config: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let update = async |session: Arc<Session>| {
            let outcome = stay::apply(&session, A::HOST, prior.into(), planned.into()).await;
            outcome.map(Told::quiet)
        };
        let person = self.session.with(diags, update).await?;
        Some((person.into(), Note::read(&private).kept().written()))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let note = Note::read(&private);
        let destroy = async |session: Arc<Session>| {
            let outcome = departure::apply(&session, A::HOST, &prior.into(), &note).await;
            outcome.map(Told::quiet)
        };
        self.session.with(diags, destroy).await
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(A, PrivateBytes)> {
        let import = async |session: Arc<Session>| {
            let outcome = import::import(&session, A::HOST, &id).await;
            outcome.map(Told::quiet)
        };
        let person = self.session.with(diags, import).await?;
        Some((person.into(), Note::new().written()))
    }
}
