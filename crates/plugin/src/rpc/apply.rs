//! `ApplyResourceChange`: makes an object be what was planned.
//!
//! Terraform keeps what is answered here. An object that exists and is not
//! answered is lost to it, so every way out has a state to give.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{OnStop, Rpc, Subject};
use crate::offer::{ErasedResource, Object, Offer, encode};
use crate::private::PrivateBytes;
use crate::value::Value;
use crate::wire::tfplugin6::{ApplyResourceChangeRequest, ApplyResourceChangeResponse};

impl Rpc for ApplyResourceChangeRequest {
    type Response = ApplyResourceChangeResponse;
    const NAME: &'static str = "ApplyResourceChange";
    const ON_STOP: OnStop = OnStop::Finish;

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    /// The object as it was; null when it was to be created.
    fn unanswered(&self) -> ApplyResourceChangeResponse {
        ApplyResourceChangeResponse {
            new_state: self.prior_state.clone(),
            private: self.planned_private.clone(),
            new_identity: self.planned_identity.clone(),
            ..ApplyResourceChangeResponse::default()
        }
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ApplyResourceChangeResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        let prior = schema.decode(diags, "prior_state", self.prior_state)?;
        let planned = Object {
            state: schema.decode(diags, "planned_state", self.planned_state)?,
            private: PrivateBytes::new(self.planned_private),
        };
        let config = schema.decode(diags, "config", self.config)?;
        let (new_state, private) = if planned.state.is_nil() {
            destroy(resource, diags, prior, planned.private).await?;
            (encode(diags, &Value::Nil)?, PrivateBytes::default())
        } else {
            let object = change(resource, diags, prior, planned, config).await?;
            (schema.encode_state(diags, object.state)?, object.private)
        };
        Some(ApplyResourceChangeResponse {
            new_state: Some(new_state),
            private: private.into(),
            new_identity: self.planned_identity,
            ..ApplyResourceChangeResponse::default()
        })
    }

    fn tell(response: &mut ApplyResourceChangeResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

/// The object as it is now, or [`None`] when it is as it was.
async fn change(
    resource: &dyn ErasedResource,
    diags: &mut Diagnostics,
    prior: Value,
    planned: Object,
    config: Value,
) -> Option<Object> {
    let object = if prior.is_nil() {
        resource.create(diags, planned, config).await?
    } else {
        resource.update(diags, prior, planned, config).await?
    };
    (!object.state.is_nil()).then_some(object)
}

/// An object is gone only when the resource says so without any error.
async fn destroy(
    resource: &dyn ErasedResource,
    diags: &mut Diagnostics,
    state: Value,
    private: PrivateBytes,
) -> Option<()> {
    resource.destroy(diags, Object { state, private }).await?;
    diags.errors.is_empty().then_some(())
}
