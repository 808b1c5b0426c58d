//! `scalingo_collaborators` and `scalingo_database_collaborators`: the traits
//! of a resource over the life of a [`Team`].

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use plugin::{Identity, IdentityAttribute, ManagedResource, PrivateBytes, ReplacementRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::super::host::Host;
use super::super::identity;
use super::attributes::{DatabaseTeam, Team};
use super::note::Note;
use super::{apply, arrival, departure, import, read, schema, stay, validation};
use crate::diagnostics::{Told, provider as messages};
use crate::session::Session;
use crate::session::cell::{NotReady, SessionCell};

/// `scalingo_collaborators`.
pub(crate) type TeamResource = TeamsResource<Team>;
/// `scalingo_database_collaborators`.
pub(crate) type DatabaseTeamResource = TeamsResource<DatabaseTeam>;

/// The attributes of one of the two resources.
pub(crate) trait Attributes:
    Clone + Serialize + DeserializeOwned + From<Team> + Into<Team> + Send + Sync + 'static
{
    /// What the team works on.
    const HOST: Host;

    /// The resource's schema.
    fn schema() -> Schema;
}

impl Attributes for Team {
    const HOST: Host = Host::App;

    fn schema() -> Schema {
        schema::on_app()
    }
}

impl Attributes for DatabaseTeam {
    const HOST: Host = Host::Database;

    fn schema() -> Schema {
        schema::on_database()
    }
}

/// A resource for a team, whose attributes are `A`.
#[derive(Debug)]
pub(crate) struct TeamsResource<A> {
    session: SessionCell,
    attributes: PhantomData<fn() -> A>,
}

impl<A: Attributes> TeamsResource<A> {
    /// A resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self {
            session,
            attributes: PhantomData,
        }
    }

    /// The note of a team that is not in the state.
    fn newcomer(&self, planned: &Team) -> Note {
        Note::of(self.session.seats().mark(planned.written()))
    }
}

#[async_trait]
impl<A: Attributes> ManagedResource for TeamsResource<A> {
    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        identity::team_attributes(A::HOST)
    }

    fn identity(&self, team: &A) -> Option<Identity> {
        let team: Team = team.clone().into();
        let id = team.app_id.as_deref_option()?;
        Some(identity::of_team(A::HOST, id))
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(A, PrivateBytes)> {
        let id = identity.text(A::HOST.id_attribute()).to_owned();
        self.import(diags, id).await
    }

    fn before_plan(&self, may_defer: bool) {
        self.session.seats().plans(may_defer);
    }

    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<A>,
    ) -> Option<(A, PrivateBytes)> {
        let mut note = Note::read(&request.private);
        let planned = Team::planned(request.proposed.into(), &request.config.into());
        let outcome = if let Some(old) = note.replaced.take() {
            arrival::plan_replacement(&self.session, A::HOST, planned, (old, note)).await
        } else {
            let note = self.newcomer(&planned);
            arrival::plan(&self.session, A::HOST, planned, note).await
        };
        let (team, note) = self.session.record(outcome, diags)?;
        Some((team.into(), note.written()))
    }
}

#[async_trait]
impl<A: Attributes> Resource for TeamsResource<A> {
    type State<'a> = A;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(A::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: A) -> Option<()> {
        let config: Team = config.into();
        self.session.seats().validates(config.written());
        diags.errors.extend(validation::problems(A::HOST, &config));
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
        let team: Team = state.into();
        if let Err(NotReady::Unknown(attributes)) = self.session.get() {
            let at = team.at(A::HOST).ok()?;
            read::note_read(&self.session, at, &team, &note).await;
            diags
                .warnings
                .push(messages::planned_from_state(&attributes));
            return Some((team.into(), private));
        }
        let read = async |session: Arc<Session>| {
            read::read(&self.session, &session, A::HOST, (team, note)).await
        };
        let (team, note) = self.session.with(diags, read).await??;
        Some((team.into(), note.written()))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: A,
        config: A,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let planned = Team::planned(proposed.into(), &config.into());
        let note = self.newcomer(&planned);
        let outcome = arrival::plan(&self.session, A::HOST, planned, note).await;
        let (team, note) = self.session.record(outcome, diags)?;
        Some((team.into(), note.written()))
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
        let planned = Team::planned(proposed.into(), &config.into());
        let (prior, note) = (prior.into(), Note::read(&private));
        let outcome = stay::plan(&self.session, A::HOST, &prior, planned, note).await;
        let plan = self.session.record(outcome, diags)?;
        Some((plan.team.into(), plan.note.written(), plan.replace))
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
        let note = self.session.record(outcome, diags)?;
        Some(note.written())
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: A,
        _config: A,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(A, PrivateBytes)> {
        let create = async |session: Arc<Session>| {
            apply::create(&self.session, &session, A::HOST, planned.into()).await
        };
        let (team, note) = self.session.with(diags, create).await??;
        Some((team.into(), note.written()))
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
        let (prior, note) = (prior.into(), Note::read(&private));
        let update = async |session: Arc<Session>| {
            let prior = (&prior, note);
            apply::update(&self.session, &session, A::HOST, prior, planned.into()).await
        };
        let (team, note) = self.session.with(diags, update).await?;
        Some((team.into(), note.written()))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: A,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let (prior, note) = (prior.into(), Note::read(&private));
        let destroy = async |session: Arc<Session>| {
            let prior = (&prior, &note);
            let outcome = departure::apply(&self.session, &session, A::HOST, prior).await;
            outcome.map(Told::quiet)
        };
        self.session.with(diags, destroy).await
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(A, PrivateBytes)> {
        let import = async |session: Arc<Session>| {
            let outcome = import::import(&session, A::HOST, &id).await;
            outcome.map(Told::quiet)
        };
        let (team, note) = self.session.with(diags, import).await?;
        Some((team.into(), note.written()))
    }
}
