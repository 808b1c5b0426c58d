//! Managed resources.

use async_trait::async_trait;
use serde_json::{Map, Value as Json};
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::catalogue::{ManagedResource, ReplacementRequest, UpgradeRequest};
use super::identity::Identity;
use super::typed::{typed, untyped};
use super::{TypeSchema, Typed};
use crate::private::PrivateBytes;
use crate::value::Value;

/// An object as it is kept: its state, and the private bytes and the identity
/// beside it.
pub(crate) struct Object {
    pub(crate) state: Value,
    pub(crate) private: PrivateBytes,
    /// Null while it is not known.
    pub(crate) identity: Value,
}

impl Object {
    /// No object.
    pub(crate) fn none(private: PrivateBytes) -> Self {
        Self {
            state: Value::Nil,
            private,
            identity: Value::Nil,
        }
    }
}

/// A plan, with the attributes whose change needs another object.
pub(crate) struct Plan {
    pub(crate) object: Object,
    pub(crate) requires_replace: Vec<AttributePath>,
}

impl From<Object> for Plan {
    fn from(object: Object) -> Self {
        Self {
            object,
            requires_replace: Vec::new(),
        }
    }
}

/// [`ManagedResource`] over untyped values. What [`None`] means is each
/// caller's to say.
#[async_trait]
pub(crate) trait ErasedResource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn upgrade_state(
        &self,
        diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>>;
    async fn read(&self, diags: &mut Diagnostics, current: Object) -> Option<Object>;
    fn shorten(&self, diags: &mut Diagnostics, config: Value) -> Option<Value>;
    fn before_plan(&self, may_defer: bool);
    /// `private` is what is stored although there is no object: the replaced
    /// one's.
    async fn plan_create(
        &self,
        diags: &mut Diagnostics,
        proposed: Value,
        config: Value,
        private: PrivateBytes,
    ) -> Option<Object>;
    async fn plan_update(
        &self,
        diags: &mut Diagnostics,
        prior: Object,
        proposed: Value,
        config: Value,
    ) -> Option<Plan>;
    async fn plan_destroy(&self, diags: &mut Diagnostics, prior: Object) -> Option<PrivateBytes>;
    async fn create(
        &self,
        diags: &mut Diagnostics,
        planned: Object,
        config: Value,
    ) -> Option<Object>;
    async fn update(
        &self,
        diags: &mut Diagnostics,
        prior: Value,
        planned: Object,
        config: Value,
    ) -> Option<Object>;
    /// `prior` has the private bytes of the plan.
    async fn destroy(&self, diags: &mut Diagnostics, prior: Object) -> Option<()>;
    async fn import(&self, diags: &mut Diagnostics, id: String) -> Option<Object>;
    async fn import_by_identity(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<Object>;
}

#[async_trait]
impl<R: ManagedResource> ErasedResource for Typed<R> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        let known = TypeSchema::new(self.0.schema(diags)?, self.0.write_only(), diags)?;
        Some(TypeSchema {
            identity: self.0.identity_attributes(),
            ..known
        })
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn upgrade_state(
        &self,
        diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>> {
        self.0.upgrade_state(diags, request).await
    }

    async fn read(&self, diags: &mut Diagnostics, current: Object) -> Option<Object> {
        let state = typed(diags, current.state)?;
        let read = self.0.read(diags, state, current.private, NO_META).await?;
        self.object(diags, read)
    }

    fn shorten(&self, diags: &mut Diagnostics, config: Value) -> Option<Value> {
        let mut config = typed(diags, config)?;
        self.0.shorten(&mut config);
        untyped(diags, &config)
    }

    fn before_plan(&self, may_defer: bool) {
        self.0.before_plan(may_defer);
    }

    async fn plan_create(
        &self,
        diags: &mut Diagnostics,
        proposed: Value,
        config: Value,
        private: PrivateBytes,
    ) -> Option<Object> {
        let (proposed, config) = (typed(diags, proposed)?, typed(diags, config)?);
        if private.is_empty() {
            let planned = self.0.plan_create(diags, proposed, config, NO_META).await?;
            return self.object(diags, planned);
        }
        let replacement = ReplacementRequest {
            proposed,
            config,
            private: private.clone(),
        };
        let (state, planned) = self.0.plan_replacement(diags, replacement).await?;
        let kept = if planned.is_empty() { private } else { planned };
        self.object(diags, (state, kept))
    }

    async fn plan_update(
        &self,
        diags: &mut Diagnostics,
        prior: Object,
        proposed: Value,
        config: Value,
    ) -> Option<Plan> {
        let private = prior.private;
        let (prior, proposed) = (typed(diags, prior.state)?, typed(diags, proposed)?);
        let config = typed(diags, config)?;
        let (state, private, requires_replace) = self
            .0
            .plan_update(diags, prior, proposed, config, private, NO_META)
            .await?;
        Some(Plan {
            object: self.object(diags, (state, private))?,
            requires_replace,
        })
    }

    async fn plan_destroy(&self, diags: &mut Diagnostics, prior: Object) -> Option<PrivateBytes> {
        let state = typed(diags, prior.state)?;
        self.0
            .plan_destroy(diags, state, prior.private, NO_META)
            .await
    }

    async fn create(
        &self,
        diags: &mut Diagnostics,
        planned: Object,
        config: Value,
    ) -> Option<Object> {
        let (state, config) = (typed(diags, planned.state)?, typed(diags, config)?);
        let private = planned.private;
        let created = self
            .0
            .create(diags, state, config, private, NO_META)
            .await?;
        self.object(diags, created)
    }

    async fn update(
        &self,
        diags: &mut Diagnostics,
        prior: Value,
        planned: Object,
        config: Value,
    ) -> Option<Object> {
        let (prior, state) = (typed(diags, prior)?, typed(diags, planned.state)?);
        let (config, private) = (typed(diags, config)?, planned.private);
        let updated = self
            .0
            .update(diags, prior, state, config, private, NO_META)
            .await?;
        self.object(diags, updated)
    }

    async fn destroy(&self, diags: &mut Diagnostics, prior: Object) -> Option<()> {
        let state = typed(diags, prior.state)?;
        self.0.destroy(diags, state, prior.private, NO_META).await
    }

    async fn import(&self, diags: &mut Diagnostics, id: String) -> Option<Object> {
        let imported = Resource::import(&self.0, diags, id).await?;
        self.object(diags, imported)
    }

    async fn import_by_identity(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<Object> {
        let imported = self.0.import_by_identity(diags, identity).await?;
        self.object(diags, imported)
    }
}

/// Modules cannot pass metadata to the providers of this server.
const NO_META: ValueEmpty = ValueEmpty::Null;

impl<R: ManagedResource> Typed<R> {
    fn object(
        &self,
        diags: &mut Diagnostics,
        (state, private): (R::State<'_>, PrivateBytes),
    ) -> Option<Object> {
        let identity = self.0.identity(&state).map_or(Value::Nil, Value::from);
        let state = untyped(diags, &state)?;
        Some(Object {
            state,
            private,
            identity,
        })
    }
}
