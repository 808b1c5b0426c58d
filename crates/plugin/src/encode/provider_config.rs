//! `ValidateProviderConfig` and `ConfigureProvider`.

use tf_provider::Diagnostics;

use super::Encode;
use super::diagnostics::diagnostics;
use crate::logic::provider_config::{ConfigureProvider, ValidateProviderConfig};
use crate::value::MsgpackError;
use crate::wire::tfplugin6 as wire;

impl Encode for ValidateProviderConfig {
    type Response = wire::ValidateProviderConfigResponse;

    fn encode((): Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let diagnostics = diagnostics(diags);
        Ok(wire::ValidateProviderConfigResponse { diagnostics })
    }
}

impl Encode for ConfigureProvider {
    type Response = wire::ConfigureProviderResponse;

    fn encode((): Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let diagnostics = diagnostics(diags);
        Ok(wire::ConfigureProviderResponse { diagnostics })
    }
}
