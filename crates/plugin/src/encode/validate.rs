//! `ValidateResourceConfig`.

use tf_provider::Diagnostics;

use super::Encode;
use super::diagnostics::diagnostics;
use crate::logic::validate::ValidateResourceConfig;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::ValidateResourceConfigResponse as Response;

impl Encode for ValidateResourceConfig {
    type Response = Response;

    fn encode((): Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let diagnostics = diagnostics(diags);
        Ok(Response { diagnostics })
    }
}
