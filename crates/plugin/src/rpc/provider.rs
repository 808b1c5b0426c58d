//! `ValidateProviderConfig` and `ConfigureProvider`: the provider block. Values
//! may be unknown, in a plan also when it is configured.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::wire::tfplugin6::{
    ConfigureProviderRequest, ConfigureProviderResponse, ValidateProviderConfigRequest,
    ValidateProviderConfigResponse,
};

impl Rpc for ValidateProviderConfigRequest {
    type Response = ValidateProviderConfigResponse;
    const NAME: &'static str = "ValidateProviderConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ValidateProviderConfigResponse> {
        let (provider, schema) = offer.provider(diags)?;
        let config = schema.decode_config(diags, self.config)?;
        provider.validate(diags, config).await?;
        Some(ValidateProviderConfigResponse::default())
    }

    fn tell(response: &mut ValidateProviderConfigResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for ConfigureProviderRequest {
    type Response = ConfigureProviderResponse;
    const NAME: &'static str = "ConfigureProvider";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ConfigureProviderResponse> {
        let (provider, schema) = offer.provider(diags)?;
        let config = schema.decode_config(diags, self.config)?;
        let version = self.terraform_version;
        provider.configure(diags, version, config).await?;
        Some(ConfigureProviderResponse::default())
    }

    fn tell(response: &mut ConfigureProviderResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
