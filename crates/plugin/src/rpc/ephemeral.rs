//! `ValidateEphemeralResourceConfig`, `OpenEphemeralResource`,
//! `RenewEphemeralResource` and `CloseEphemeralResource`: values that are kept
//! nowhere.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::problems;
use crate::wire::tfplugin6::{
    CloseEphemeralResourceRequest, CloseEphemeralResourceResponse, OpenEphemeralResourceRequest,
    OpenEphemeralResourceResponse, RenewEphemeralResourceRequest, RenewEphemeralResourceResponse,
    ValidateEphemeralResourceConfigRequest, ValidateEphemeralResourceConfigResponse,
};

impl Rpc for ValidateEphemeralResourceConfigRequest {
    type Response = ValidateEphemeralResourceConfigResponse;
    const NAME: &'static str = "ValidateEphemeralResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::EphemeralResource(&self.type_name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (ephemeral, schema) = offer.ephemeral_resource(diags, &self.type_name)?;
        let config = schema.decode_block(diags, self.config)?;
        ephemeral.validate(diags, config).await?;
        Some(ValidateEphemeralResourceConfigResponse::default())
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for OpenEphemeralResourceRequest {
    type Response = OpenEphemeralResourceResponse;
    const NAME: &'static str = "OpenEphemeralResource";

    fn subject(&self) -> Subject<'_> {
        Subject::EphemeralResource(&self.type_name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (ephemeral, schema) = offer.ephemeral_resource(diags, &self.type_name)?;
        let config = schema.decode_block(diags, self.config)?;
        let result = ephemeral.open(diags, config).await?;
        if result.is_nil() {
            diags.add_error(problems::null_state(Self::NAME));
            return None;
        }
        Some(OpenEphemeralResourceResponse {
            result: Some(schema.encode_state(diags, result)?),
            ..OpenEphemeralResourceResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for RenewEphemeralResourceRequest {
    type Response = RenewEphemeralResourceResponse;
    const NAME: &'static str = "RenewEphemeralResource";

    fn subject(&self) -> Subject<'_> {
        Subject::EphemeralResource(&self.type_name)
    }

    /// Terraform renews what was opened with a time to do so, and none was.
    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        offer.ephemeral_resource(diags, &self.type_name)?;
        diags.add_error(problems::never_renewed(&self.type_name));
        None
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for CloseEphemeralResourceRequest {
    type Response = CloseEphemeralResourceResponse;
    const NAME: &'static str = "CloseEphemeralResource";

    fn subject(&self) -> Subject<'_> {
        Subject::EphemeralResource(&self.type_name)
    }

    /// Nothing was kept, so there is nothing to give back.
    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        offer.ephemeral_resource(diags, &self.type_name)?;
        Some(CloseEphemeralResourceResponse::default())
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
