//! `PlanResourceChange`: what applying would do to one object.

use tf_provider::{AttributePath, AttributePathStep, Diagnostics};

use super::diagnostics::{diagnostics, path};
use super::{Rpc, Subject};
use crate::offer::{ErasedResource, Object, Offer, Plan, TypeSchema};
use crate::private::PrivateBytes;
use crate::value::{Value, computed_to_unknown, or};
use crate::wire::tfplugin6::{
    AttributePath as WirePath, PlanResourceChangeRequest, PlanResourceChangeResponse,
};

impl Rpc for PlanResourceChangeRequest {
    type Response = PlanResourceChangeResponse;
    const NAME: &'static str = "PlanResourceChange";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<PlanResourceChangeResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        resource.before_plan(
            self.client_capabilities
                .unwrap_or_default()
                .deferral_allowed,
        );
        let identity = schema.decode_identity(diags, "prior_identity", self.prior_identity)?;
        let change = Change {
            prior: Object {
                identity,
                state: schema.decode(diags, "prior_state", self.prior_state)?,
                private: PrivateBytes::new(self.prior_private),
            },
            proposed: schema.decode(diags, "proposed_new_state", self.proposed_new_state)?,
            config: schema.decode_config(diags, self.config)?,
        };
        let plan = change.plan(resource, schema, diags).await?;
        Some(PlanResourceChangeResponse {
            planned_state: Some(schema.encode_plan(diags, plan.object.state)?),
            requires_replace: tidy(plan.requires_replace),
            planned_private: plan.object.private.into(),
            planned_identity: schema.encode_identity(diags, plan.object.identity),
            ..PlanResourceChangeResponse::default()
        })
    }

    fn tell(response: &mut PlanResourceChangeResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

/// What the object is and what it should be. Null in `prior` means create,
/// null in `proposed` means destroy.
struct Change {
    prior: Object,
    proposed: Value,
    config: Value,
}

impl Change {
    async fn plan(
        mut self,
        resource: &dyn ErasedResource,
        schema: &TypeSchema,
        diags: &mut Diagnostics,
    ) -> Option<Plan> {
        if self.proposed.is_nil() {
            let identity = self.prior.identity.clone();
            let private = resource.plan_destroy(diags, self.prior).await?;
            let none = Object::none(private);
            return Some(Object { identity, ..none }.into());
        }
        if self.prior.state.is_nil() {
            computed_to_unknown(&mut self.proposed, &schema.shape);
            let private = self.prior.private;
            let object = resource.plan_create(diags, self.proposed, self.config, private);
            return object.await.map(Plan::from);
        }
        // Nothing in the identity of what exists may be unknown.
        let identity = self.prior.identity.clone();
        let mut plan = resource
            .plan_update(diags, self.prior, self.proposed, self.config)
            .await?;
        plan.object.identity = or(identity, plan.object.identity);
        Some(plan)
    }
}

/// Sorted, each path once.
fn tidy(mut paths: Vec<AttributePath>) -> Vec<WirePath> {
    paths.sort_by_cached_key(|path| path.steps.iter().map(rank).collect::<Vec<_>>());
    paths.dedup();
    paths.into_iter().map(path).collect()
}

/// [`AttributePathStep`] has no order of its own.
fn rank(step: &AttributePathStep) -> (u8, String, i64) {
    match step {
        AttributePathStep::Attribute(name) => (0, name.to_string(), 0),
        AttributePathStep::Key(key) => (1, key.to_string(), 0),
        AttributePathStep::Index(index) => (2, String::new(), *index),
    }
}
