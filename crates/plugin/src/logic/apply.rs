//! `ApplyResourceChange`: makes an object be what was planned.
//!
//! Terraform keeps what is answered here. An object that exists and is not
//! answered is lost to it, so every way out has a state to give.

use tf_provider::Diagnostics;

use super::offer::Known;
use super::{Call, Offer, OnStop, Subject};
use crate::erased::{Create, Destroy, ErasedResource, Kept, Update};
use crate::value::Value;

/// What the object is and what was planned for it. No `prior` state means
/// create, no `planned` state means destroy.
pub(crate) struct ApplyResourceChange {
    pub(crate) type_name: String,
    pub(crate) prior: Value,
    pub(crate) planned: Kept,
    pub(crate) config: Value,
    pub(crate) meta: Value,
    pub(crate) identity: Option<Value>,
}

/// What the object is now.
#[derive(Default)]
pub(crate) struct Applied {
    pub(crate) object: Kept,
    pub(crate) identity: Option<Value>,
}

impl Call for ApplyResourceChange {
    type Answer = Applied;
    const RPC: &'static str = "ApplyResourceChange";
    const ON_STOP: OnStop = OnStop::Grace;

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    /// The object as it was; null when it was to be created.
    fn unanswered(&self) -> Applied {
        Applied {
            object: Kept {
                state: self.prior.clone(),
                private: self.planned.private.clone(),
            },
            identity: self.identity.clone(),
        }
    }

    async fn run(mut self, offer: &Offer, diags: &mut Diagnostics) -> Option<Applied> {
        let identity = self.identity.take();
        let object = self.apply(offer, diags).await?;
        Some(Applied { object, identity })
    }
}

impl ApplyResourceChange {
    /// Returns the object as it is now, or [`None`] when it is as it was.
    async fn apply(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Kept> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        let request = Self {
            prior: known.incoming(diags, self.prior)?,
            planned: Kept {
                state: known.incoming(diags, self.planned.state)?,
                private: self.planned.private,
            },
            config: known.incoming(diags, self.config)?,
            meta: offer.module_meta(diags, self.meta)?,
            ..self
        };
        if request.planned.state.is_nil() {
            return request.destroy(resource, diags).await;
        }
        let object = if request.prior.is_nil() {
            request.create(resource, diags).await?
        } else {
            request.update(resource, diags).await?
        };
        settle(known, diags, object)
    }

    async fn create(self, resource: &dyn ErasedResource, diags: &mut Diagnostics) -> Option<Kept> {
        let request = Create {
            planned: self.planned,
            config: self.config,
            meta: self.meta,
        };
        resource.create(diags, request).await
    }

    async fn update(self, resource: &dyn ErasedResource, diags: &mut Diagnostics) -> Option<Kept> {
        let request = Update {
            prior: self.prior,
            planned: self.planned,
            config: self.config,
            meta: self.meta,
        };
        resource.update(diags, request).await
    }

    /// An object is gone only when the resource says so without any error.
    async fn destroy(self, resource: &dyn ErasedResource, diags: &mut Diagnostics) -> Option<Kept> {
        let request = Destroy {
            prior: self.prior,
            private: self.planned.private,
            meta: self.meta,
        };
        resource.destroy(diags, request).await?;
        diags.errors.is_empty().then(Kept::default)
    }
}

fn settle(known: &Known, diags: &mut Diagnostics, object: Kept) -> Option<Kept> {
    let state = known.settled(diags, object.state)?;
    if state.is_nil() {
        return None;
    }
    Some(Kept { state, ..object })
}
