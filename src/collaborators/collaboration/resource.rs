//! `scalingo_collaboration`: the traits of a resource.

use std::sync::Arc;

use async_trait::async_trait;
use plugin::{Identity, IdentityAttribute, ManagedResource, PrivateBytes, ReplacementRequest};
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};

use super::super::host::Host;
use super::super::identity;
use super::super::note::Note;
use super::attributes::Collaboration;
use super::{import, join, leave, link, place, schema, stay};
use crate::checks;
use crate::diagnostics::{Told, provider as messages, record};
use crate::session::Session;
use crate::session::cell::{NotReady, SessionCell};

/// `scalingo_collaboration`.
#[derive(Debug)]
pub(crate) struct CollaborationResource {
    session: SessionCell,
}

impl CollaborationResource {
    /// A resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }

    /// Plans an object that is not in the state: everything about the app is
    /// found out when it is applied, because the account may not see it before.
    async fn plan_new(
        &self,
        proposed: Collaboration,
        note: Note,
    ) -> Result<Told<(Collaboration, PrivateBytes)>, Diagnostic> {
        let (note, nonce) = note.marked();
        if let Some(app) = proposed.app.as_deref_option() {
            let seat = place::wanted(&self.session, app).await;
            place::refused(self.session.seats().holds(&seat, &nonce), app)?;
        }
        let planned = proposed.with_unknown_facts();
        Ok(Told::quiet((planned, note.written())))
    }
}

#[async_trait]
impl ManagedResource for CollaborationResource {
    fn write_only(&self) -> &'static [&'static str] {
        &["invitation_link_wo"]
    }

    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        identity::team_attributes(Host::App)
    }

    fn identity(&self, collaboration: &Collaboration) -> Option<Identity> {
        let id = collaboration.app_id.as_deref_option()?;
        Some(identity::of_team(Host::App, id))
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let id = identity.text(Host::App.id_attribute()).to_owned();
        self.import(diags, id).await
    }

    fn before_plan(&self, may_defer: bool) {
        self.session.seats().plans(may_defer);
    }

    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<Collaboration>,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let note = Note::read(&request.private).kept();
        let outcome = self.plan_new(request.proposed, note).await;
        self.session.record(outcome, diags)
    }
}

#[async_trait]
impl Resource for CollaborationResource {
    type State<'a> = Collaboration;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(schema::collaboration())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Collaboration) -> Option<()> {
        self.session.seats().validates(place::written(&config.app));
        let problems = [
            checks::app("app", &config.app).err(),
            link::check(&config.invitation_link_wo).err(),
        ];
        diags.errors.extend(problems.into_iter().flatten());
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: Collaboration,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let note = Note::read(&private);
        if let Err(NotReady::Unknown(attributes)) = self.session.get() {
            let seat = place::stored(&record(diags, state.at())?);
            self.session.seats().reads(&seat, note.nonce());
            let warning = messages::planned_from_state(&attributes);
            diags.warnings.push(warning);
            return Some((state, private));
        }
        let read =
            async |session: Arc<Session>| stay::read(&session, state, &note).await.map(Told::quiet);
        Some((self.session.with(diags, read).await??, private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: Collaboration,
        _config: Collaboration,
        _meta: ValueEmpty,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let nonce = self.session.seats().mark(place::written(&proposed.app));
        let outcome = self.plan_new(proposed, Note::of(nonce)).await;
        self.session.record(outcome, diags)
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Collaboration,
        proposed: Collaboration,
        _config: Collaboration,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(Collaboration, PrivateBytes, Vec<AttributePath>)> {
        let note = Note::read(&private);
        let outcome = stay::plan(&self.session, &prior, proposed, note).await;
        let change = self.session.record(outcome, diags)?;
        Some((change.planned, change.note.written(), change.replace))
    }

    async fn plan_destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Collaboration,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        let note = leave::plan(&self.session, &prior, Note::read(&private));
        self.session
            .record(note.map(Told::quiet), diags)
            .map(|note| note.written())
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: Collaboration,
        config: Collaboration,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let create = async |session: Arc<Session>| {
            let link = config.invitation_link_wo.as_deref_option();
            let outcome = join::apply(&session, planned, link).await;
            outcome.map(Told::quiet)
        };
        Some((self.session.with(diags, create).await?, private))
    }

    /// Nothing can change in place but what is unknown in a plan and turns out
    /// to be as it was.
    async fn update<'a>(
        &self,
        _diags: &mut Diagnostics,
        prior: Collaboration,
        _planned: Collaboration,
        _config: Collaboration,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(Collaboration, PrivateBytes)> {
        Some((prior, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Collaboration,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let leave =
            async |session: Arc<Session>| leave::apply(&session, &prior).await.map(Told::quiet);
        self.session.with(diags, leave).await
    }

    async fn import<'a>(
        &self,
        diags: &mut Diagnostics,
        id: String,
    ) -> Option<(Collaboration, PrivateBytes)> {
        let import =
            async |session: Arc<Session>| import::import(&session, &id).await.map(Told::quiet);
        let state = self.session.with(diags, import).await?;
        Some((state, Note::new().written()))
    }
}
