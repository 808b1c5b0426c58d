//! `ApplyResourceChange`: makes an object be what was planned.
//!
//! Terraform keeps what is answered here. An object that exists and is not
//! answered is lost to it, so every way out has a state to give.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{OnStop, Rpc, Subject};
use crate::offer::{ErasedResource, Object, Offer, encode};
use crate::private::PrivateBytes;
use crate::value::{Value, or};
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
            identity: schema.decode_identity(diags, "planned_identity", self.planned_identity)?,
        };
        let config = schema.decode(diags, "config", self.config)?;
        if planned.state.is_nil() {
            let object = Object {
                state: prior,
                ..planned
            };
            return destroy(resource, diags, object).await;
        }
        let object = change(resource, diags, prior, planned, config).await?;
        Some(ApplyResourceChangeResponse {
            new_state: Some(schema.encode_state(diags, object.state)?),
            private: object.private.into(),
            new_identity: schema.encode_identity(diags, object.identity),
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
    let identity = planned.identity.clone();
    let mut object = if prior.is_nil() {
        resource.create(diags, planned, config).await?
    } else {
        resource.update(diags, prior, planned, config).await?
    };
    object.identity = or(identity, object.identity);
    (!object.state.is_nil()).then_some(object)
}

/// An object is gone only when the resource says so without any error.
async fn destroy(
    resource: &dyn ErasedResource,
    diags: &mut Diagnostics,
    object: Object,
) -> Option<ApplyResourceChangeResponse> {
    resource.destroy(diags, object).await?;
    if !diags.errors.is_empty() {
        return None;
    }
    Some(ApplyResourceChangeResponse {
        new_state: Some(encode(diags, &Value::Nil)?),
        ..ApplyResourceChangeResponse::default()
    })
}
