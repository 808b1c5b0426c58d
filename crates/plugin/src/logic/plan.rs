//! `PlanResourceChange`: what applying would do to one object.

use tf_provider::{AttributePath, AttributePathStep, Diagnostics};

use super::offer::Known;
use super::{Call, Offer, Subject};
use crate::erased::{ErasedResource, Kept, PlanCreate, PlanDestroy, PlanUpdate, Planned};
use crate::value::{Value, computed_to_unknown};

/// What the object is and what it should be. No `prior` state means create, no
/// `proposed` state means destroy.
pub(crate) struct PlanResourceChange {
    pub(crate) type_name: String,
    pub(crate) prior: Kept,
    pub(crate) proposed: Value,
    pub(crate) config: Value,
    pub(crate) meta: Value,
    pub(crate) identity: Option<Value>,
}

/// What the object will be.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) object: Kept,
    /// Sorted, each path once.
    pub(crate) requires_replace: Vec<AttributePath>,
    pub(crate) identity: Option<Value>,
}

impl Call for PlanResourceChange {
    type Answer = Plan;
    const RPC: &'static str = "PlanResourceChange";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn run(mut self, offer: &Offer, diags: &mut Diagnostics) -> Option<Plan> {
        let identity = self.identity.take();
        let planned = self.plan(offer, diags).await?;
        Some(Plan {
            object: planned.object,
            requires_replace: tidy(planned.requires_replace),
            identity,
        })
    }
}

impl PlanResourceChange {
    async fn plan(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Planned> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        let request = Self {
            prior: Kept {
                state: known.incoming(diags, self.prior.state)?,
                private: self.prior.private,
            },
            proposed: known.incoming(diags, self.proposed)?,
            config: known.incoming(diags, self.config)?,
            meta: offer.module_meta(diags, self.meta)?,
            ..self
        };
        if request.proposed.is_nil() {
            return request.destroy(resource, diags).await;
        }
        let planned = if request.prior.state.is_nil() {
            request.create(resource, known, diags).await?
        } else {
            request.update(resource, diags).await?
        };
        let state = known.outgoing(diags, planned.object.state)?;
        let private = planned.object.private;
        Some(Planned {
            object: Kept { state, private },
            ..planned
        })
    }

    async fn create(
        mut self,
        resource: &dyn ErasedResource,
        known: &Known,
        diags: &mut Diagnostics,
    ) -> Option<Planned> {
        computed_to_unknown(&mut self.proposed, &known.shape);
        let request = PlanCreate {
            proposed: self.proposed,
            config: self.config,
            private: self.prior.private,
            meta: self.meta,
        };
        Some(Planned {
            object: resource.plan_create(diags, request).await?,
            requires_replace: Vec::new(),
        })
    }

    async fn update(
        self,
        resource: &dyn ErasedResource,
        diags: &mut Diagnostics,
    ) -> Option<Planned> {
        let request = PlanUpdate {
            prior: self.prior,
            proposed: self.proposed,
            config: self.config,
            meta: self.meta,
        };
        resource.plan_update(diags, request).await
    }

    async fn destroy(
        self,
        resource: &dyn ErasedResource,
        diags: &mut Diagnostics,
    ) -> Option<Planned> {
        let request = PlanDestroy {
            prior: self.prior,
            meta: self.meta,
        };
        Some(Planned {
            object: Kept {
                private: resource.plan_destroy(diags, request).await?,
                ..Kept::default()
            },
            requires_replace: Vec::new(),
        })
    }
}

fn tidy(mut paths: Vec<AttributePath>) -> Vec<AttributePath> {
    paths.sort_by_cached_key(|path| path.steps.iter().map(rank).collect::<Vec<_>>());
    paths.dedup();
    paths
}

/// [`AttributePathStep`] has no order of its own.
fn rank(step: &AttributePathStep) -> (u8, String, i64) {
    match step {
        AttributePathStep::Attribute(name) => (0, name.to_string(), 0),
        AttributePathStep::Key(key) => (1, key.to_string(), 0),
        AttributePathStep::Index(index) => (2, String::new(), *index),
    }
}
