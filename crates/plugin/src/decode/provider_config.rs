//! `ValidateProviderConfig` and `ConfigureProvider`.

use super::{Decode, DecodeError, value};
use crate::logic::provider_config::{ConfigureProvider, ValidateProviderConfig};
use crate::wire::tfplugin6 as wire;

impl Decode for ValidateProviderConfig {
    type Request = wire::ValidateProviderConfigRequest;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ValidateProviderConfig {
            config: value("config", request.config)?,
        })
    }
}

impl Decode for ConfigureProvider {
    type Request = wire::ConfigureProviderRequest;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ConfigureProvider {
            terraform_version: request.terraform_version,
            config: value("config", request.config)?,
        })
    }
}
