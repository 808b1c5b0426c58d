//! `ValidateResourceConfig`: is a resource block right. Values may be unknown.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::problems;
use crate::value::holds;
use crate::wire::tfplugin6::{ValidateResourceConfigRequest, ValidateResourceConfigResponse};

impl Rpc for ValidateResourceConfigRequest {
    type Response = ValidateResourceConfigResponse;
    const NAME: &'static str = "ValidateResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ValidateResourceConfigResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        let config = schema.decode_config(diags, self.config)?;
        let client = self.client_capabilities.unwrap_or_default();
        if !client.write_only_attributes_allowed {
            let set = schema.write_only.iter().filter(|name| holds(&config, name));
            set.for_each(|name| diags.add_error(problems::write_only_not_supported(name)));
        }
        resource.validate(diags, config).await?;
        Some(ValidateResourceConfigResponse::default())
    }

    fn tell(response: &mut ValidateResourceConfigResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
