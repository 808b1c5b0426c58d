//! `tf-provider`'s traits over the life of a [`Member`](super::person::Member).

use std::marker::PhantomData;

use async_trait::async_trait;
use plugin::{ManagedResource, PrivateBytes, ReplacementRequest};
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::notes::{left_for_apply, replaced, replacing};
use super::person::{self, MemberState};
use crate::diagnostics::{provider as messages, settle};
use crate::session::{NotReady, SessionCell};

/// A resource whose state is `S`.
#[derive(Debug)]
pub(crate) struct MemberResource<S> {
    session: SessionCell,
    state: PhantomData<fn() -> S>,
}

impl<S: MemberState> MemberResource<S> {
    /// A resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self {
            session,
            state: PhantomData,
        }
    }
}

/// State of the official provider has the same version and lacks only what
/// the server fills with null, so the default upgrade serves.
#[async_trait]
impl<S: MemberState> ManagedResource for MemberResource<S> {
    async fn plan_replacement<'a>(
        &self,
        diags: &mut Diagnostics,
        request: ReplacementRequest<S>,
    ) -> Option<(S, PrivateBytes)> {
        let (proposed, config) = (request.proposed, request.config);
        let Some(old) = replaced::<S>(&request.private) else {
            return self
                .plan_create(diags, proposed, config, ValueEmpty::Null)
                .await;
        };
        let planned = proposed.into().planned(&config.into());
        let outcome =
            person::plan_replacement(&self.session, S::PLACE, &planned, &old.into()).await;
        let (warning, old_person) = settle(diags, outcome)?;
        diags.warnings.extend(warning);
        Some((planned.into(), left_for_apply(diags, old_person)))
    }
}

#[async_trait]
impl<S: MemberState> Resource for MemberResource<S> {
    type State<'a> = S;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(S::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: S) -> Option<()> {
        diags
            .errors
            .extend(person::validate(S::PLACE, &config.into()));
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: S,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(S, PrivateBytes)> {
        let outcome = match self.session.get() {
            Ok(session) => person::read(&session, S::PLACE, state.into()).await,
            Err(NotReady::Unknown(attributes)) => Ok((
                Some(state.into()),
                Some(messages::planned_from_state(&attributes)),
            )),
            Err(reason) => Err(reason.into()),
        };
        let (state, warning) = settle(diags, outcome)?;
        diags.warnings.extend(warning);
        Some((state?.into(), private))
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: S,
        config: S,
        _meta: ValueEmpty,
    ) -> Option<(S, PrivateBytes)> {
        let planned = proposed.into().planned(&config.into());
        let outcome = person::plan_create(&self.session, S::PLACE, &planned).await;
        let warning = settle(diags, outcome)?;
        diags.warnings.extend(warning);
        Some((planned.into(), PrivateBytes::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: S,
        proposed: S,
        config: S,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(S, PrivateBytes, Vec<AttributePath>)> {
        let in_case_of_replacement = replacing(&prior);
        let planned = proposed.into().planned(&config.into());
        let outcome = person::plan_update(&self.session, S::PLACE, &prior.into(), planned).await;
        let (planned, replace) = settle(diags, outcome)?;
        Some((planned.into(), in_case_of_replacement, replace))
    }

    async fn plan_destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: S,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<PrivateBytes> {
        let outcome = person::plan_destroy(&self.session, S::PLACE, &prior.into()).await;
        let going = settle(diags, outcome)?;
        Some(left_for_apply(diags, going))
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: S,
        _config: S,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(S, PrivateBytes)> {
        let session = self.session.settled(diags)?;
        let outcome = person::create(&session, S::PLACE, planned.into()).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?.into(), PrivateBytes::default()))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: S,
        planned: S,
        _config: S,
        _private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<(S, PrivateBytes)> {
        let session = self.session.settled(diags)?;
        let outcome = person::update(&session, S::PLACE, &prior.into(), planned.into()).await;
        diags.warnings.extend(session.wait_notice());
        Some((settle(diags, outcome)?.into(), PrivateBytes::default()))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: S,
        private: PrivateBytes,
        _meta: ValueEmpty,
    ) -> Option<()> {
        let session = self.session.settled(diags)?;
        let outcome = person::delete(&session, S::PLACE, &prior.into(), &private).await;
        diags.warnings.extend(session.wait_notice());
        settle(diags, outcome)
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(S, PrivateBytes)> {
        let session = self.session.settled(diags)?;
        let state = settle(diags, person::import(&session, S::PLACE, &id).await)?;
        Some((state.into(), PrivateBytes::default()))
    }
}
