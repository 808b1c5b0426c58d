//! Managed resources.

use async_trait::async_trait;
use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::Typed;
use super::private::{Opened, Stored, fresh};
use super::typed::{Encoded, untyped};
use crate::catalogue::{ManagedResource, ReplacementRequest, UpgradeRequest};
use crate::value::Value;

/// An object as it is kept: its state and the private bytes beside it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) state: Value,
    pub(crate) private: Vec<u8>,
}

/// No object.
impl Default for Kept {
    fn default() -> Self {
        Self {
            state: Value::Nil,
            private: Vec::new(),
        }
    }
}

/// What a refresh starts from.
pub(crate) struct Read {
    pub(crate) current: Kept,
    pub(crate) meta: Value,
}

/// What the plan of a new object starts from. `private` is what is stored
/// although there is no object: the replaced one's.
pub(crate) struct PlanCreate {
    pub(crate) proposed: Value,
    pub(crate) config: Value,
    pub(crate) private: Vec<u8>,
    pub(crate) meta: Value,
}

/// What the plan of a change starts from.
pub(crate) struct PlanUpdate {
    pub(crate) prior: Kept,
    pub(crate) proposed: Value,
    pub(crate) config: Value,
    pub(crate) meta: Value,
}

/// What the plan of a removal starts from.
pub(crate) struct PlanDestroy {
    pub(crate) prior: Kept,
    pub(crate) meta: Value,
}

/// A plan, with the attributes whose change needs another object.
pub(crate) struct Planned {
    pub(crate) object: Kept,
    pub(crate) requires_replace: Vec<AttributePath>,
}

/// A planned creation.
pub(crate) struct Create {
    pub(crate) planned: Kept,
    pub(crate) config: Value,
    pub(crate) meta: Value,
}

/// A planned change.
pub(crate) struct Update {
    pub(crate) prior: Value,
    pub(crate) planned: Kept,
    pub(crate) config: Value,
    pub(crate) meta: Value,
}

/// A planned removal.
pub(crate) struct Destroy {
    pub(crate) prior: Value,
    pub(crate) private: Vec<u8>,
    pub(crate) meta: Value,
}

/// [`ManagedResource`] over untyped values. What [`None`] means is each
/// caller's to say.
#[async_trait]
pub(crate) trait ErasedResource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;
    fn write_only(&self) -> &'static [&'static str];
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn upgrade_state(
        &self,
        diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>>;
    async fn read(&self, diags: &mut Diagnostics, request: Read) -> Option<Kept>;
    async fn plan_create(&self, diags: &mut Diagnostics, request: PlanCreate) -> Option<Kept>;
    async fn plan_update(&self, diags: &mut Diagnostics, request: PlanUpdate) -> Option<Planned>;
    async fn plan_destroy(&self, diags: &mut Diagnostics, request: PlanDestroy) -> Option<Vec<u8>>;
    async fn create(&self, diags: &mut Diagnostics, request: Create) -> Option<Kept>;
    async fn update(&self, diags: &mut Diagnostics, request: Update) -> Option<Kept>;
    async fn destroy(&self, diags: &mut Diagnostics, request: Destroy) -> Option<()>;
    async fn import(&self, diags: &mut Diagnostics, id: String) -> Option<Kept>;
}

#[async_trait]
impl<R: ManagedResource> ErasedResource for Typed<R> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema> {
        self.0.schema(diags)
    }

    fn write_only(&self) -> &'static [&'static str] {
        self.0.write_only()
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = Encoded::new(diags, &config)?;
        let config = config.read(diags)?;
        self.0.validate(diags, config).await
    }

    async fn upgrade_state(
        &self,
        diags: &mut Diagnostics,
        request: UpgradeRequest,
    ) -> Option<Map<String, Json>> {
        self.0.upgrade_state(diags, request).await
    }

    async fn read(&self, diags: &mut Diagnostics, request: Read) -> Option<Kept> {
        let state = Encoded::new(diags, &request.current.state)?;
        let stored = Stored::new(diags, request.current.private)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (state, meta) = (state.read(diags)?, meta.read(diags)?);
        let Opened { seen, before } = stored.open(diags)?;
        let (state, private) = self.0.read(diags, state, seen, meta).await?;
        Some(Kept {
            state: untyped(diags, &state)?,
            private: stored.close(diags, &before, &private),
        })
    }

    async fn plan_create(&self, diags: &mut Diagnostics, request: PlanCreate) -> Option<Kept> {
        let proposed = Encoded::new(diags, &request.proposed)?;
        let config = Encoded::new(diags, &request.config)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let stored = Stored::new(diags, request.private.clone())?;
        let (proposed, config) = (proposed.read(diags)?, config.read(diags)?);
        let meta = meta.read(diags)?;
        let (state, private) = if request.private.is_empty() {
            self.0.plan_create(diags, proposed, config, meta).await?
        } else {
            let replacement = ReplacementRequest {
                proposed,
                config,
                private: stored.open(diags)?.seen,
            };
            self.0.plan_replacement(diags, replacement, meta).await?
        };
        let private = fresh(diags, &private);
        Some(Kept {
            state: untyped(diags, &state)?,
            private: if private.is_empty() {
                request.private
            } else {
                private
            },
        })
    }

    async fn plan_update(&self, diags: &mut Diagnostics, request: PlanUpdate) -> Option<Planned> {
        let prior = Encoded::new(diags, &request.prior.state)?;
        let proposed = Encoded::new(diags, &request.proposed)?;
        let config = Encoded::new(diags, &request.config)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let stored = Stored::new(diags, request.prior.private)?;
        let (prior, proposed) = (prior.read(diags)?, proposed.read(diags)?);
        let (config, meta) = (config.read(diags)?, meta.read(diags)?);
        let Opened { seen, before } = stored.open(diags)?;
        let (state, private, requires_replace) = self
            .0
            .plan_update(diags, prior, proposed, config, seen, meta)
            .await?;
        let object = Kept {
            state: untyped(diags, &state)?,
            private: stored.close(diags, &before, &private),
        };
        Some(Planned {
            object,
            requires_replace,
        })
    }

    async fn plan_destroy(&self, diags: &mut Diagnostics, request: PlanDestroy) -> Option<Vec<u8>> {
        let prior = Encoded::new(diags, &request.prior.state)?;
        let stored = Stored::new(diags, request.prior.private)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (prior, meta) = (prior.read(diags)?, meta.read(diags)?);
        let Opened { seen, before } = stored.open(diags)?;
        let private = self.0.plan_destroy(diags, prior, seen, meta).await?;
        Some(stored.close(diags, &before, &private))
    }

    async fn create(&self, diags: &mut Diagnostics, request: Create) -> Option<Kept> {
        let planned = Encoded::new(diags, &request.planned.state)?;
        let config = Encoded::new(diags, &request.config)?;
        let stored = Stored::new(diags, request.planned.private)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (planned, config) = (planned.read(diags)?, config.read(diags)?);
        let meta = meta.read(diags)?;
        let Opened { seen, before } = stored.open(diags)?;
        let (state, private) = self.0.create(diags, planned, config, seen, meta).await?;
        Some(Kept {
            state: untyped(diags, &state)?,
            private: stored.close(diags, &before, &private),
        })
    }

    async fn update(&self, diags: &mut Diagnostics, request: Update) -> Option<Kept> {
        let prior = Encoded::new(diags, &request.prior)?;
        let planned = Encoded::new(diags, &request.planned.state)?;
        let config = Encoded::new(diags, &request.config)?;
        let stored = Stored::new(diags, request.planned.private)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (prior, planned) = (prior.read(diags)?, planned.read(diags)?);
        let (config, meta) = (config.read(diags)?, meta.read(diags)?);
        let Opened { seen, before } = stored.open(diags)?;
        let (state, private) = self
            .0
            .update(diags, prior, planned, config, seen, meta)
            .await?;
        Some(Kept {
            state: untyped(diags, &state)?,
            private: stored.close(diags, &before, &private),
        })
    }

    async fn destroy(&self, diags: &mut Diagnostics, request: Destroy) -> Option<()> {
        let prior = Encoded::new(diags, &request.prior)?;
        let stored = Stored::new(diags, request.private)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (prior, meta) = (prior.read(diags)?, meta.read(diags)?);
        let seen = stored.open(diags)?.seen;
        self.0.destroy(diags, prior, seen, meta).await
    }

    async fn import(&self, diags: &mut Diagnostics, id: String) -> Option<Kept> {
        let (state, private) = Resource::import(&self.0, diags, id).await?;
        Some(Kept {
            state: untyped(diags, &state)?,
            private: fresh(diags, &private),
        })
    }
}
