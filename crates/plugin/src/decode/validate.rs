//! `ValidateResourceConfig`.

use super::{Decode, DecodeError, value};
use crate::logic::validate::ValidateResourceConfig;
use crate::wire::tfplugin6::ValidateResourceConfigRequest as Request;

impl Decode for ValidateResourceConfig {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ValidateResourceConfig {
            type_name: request.type_name,
            config: value("config", request.config)?,
            write_only_allowed: request
                .client_capabilities
                .is_some_and(|client| client.write_only_attributes_allowed),
        })
    }
}
