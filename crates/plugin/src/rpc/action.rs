//! `ValidateActionConfig`, `PlanAction` and `InvokeAction`: work without an
//! object.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{OnStop, Rpc, Subject};
use crate::offer::Offer;
use crate::offer::action::Progress;
use crate::wire::tfplugin6::invoke_action_event::Completed;
use crate::wire::tfplugin6::{
    DynamicValue, InvokeActionRequest, PlanActionRequest, PlanActionResponse,
    ValidateActionConfigRequest, ValidateActionConfigResponse,
};

impl Rpc for ValidateActionConfigRequest {
    type Response = ValidateActionConfigResponse;
    const NAME: &'static str = "ValidateActionConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Action(&self.action_type)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        check(offer, diags, &self.action_type, self.config).await?;
        Some(ValidateActionConfigResponse::default())
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for PlanActionRequest {
    type Response = PlanActionResponse;
    const NAME: &'static str = "PlanAction";

    fn subject(&self) -> Subject<'_> {
        Subject::Action(&self.action_type)
    }

    /// What was unknown when it was validated may be known now.
    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        check(offer, diags, &self.action_type, self.config).await?;
        Some(PlanActionResponse::default())
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

/// Checks a `config` block as far as it is known.
async fn check(
    offer: &Offer,
    diags: &mut Diagnostics,
    action_type: &str,
    config: Option<DynamicValue>,
) -> Option<()> {
    let (action, schema) = offer.action(diags, action_type)?;
    let config = schema.decode_block(diags, config)?;
    action.validate(diags, config).await
}

/// `InvokeAction` with a place for its progress, which is done with before the
/// last event is made.
pub(crate) struct Invocation {
    pub(crate) request: InvokeActionRequest,
    pub(crate) progress: Progress,
}

impl Rpc for Invocation {
    /// The last event of the stream.
    type Response = Completed;
    const NAME: &'static str = "InvokeAction";
    const ON_STOP: OnStop = OnStop::Finish;

    fn subject(&self) -> Subject<'_> {
        Subject::Action(&self.request.action_type)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Completed> {
        let (action, schema) = offer.action(diags, &self.request.action_type)?;
        let config = schema.decode_block(diags, self.request.config)?;
        action.invoke(diags, config, &self.progress).await?;
        Some(Completed::default())
    }

    fn tell(response: &mut Completed, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
