//! `ValidateDataResourceConfig` and `ReadDataSource`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Encode, outcome};
use crate::logic::data_source::{ReadDataSource, ValidateDataResourceConfig};
use crate::value::MsgpackError;
use crate::wire::tfplugin6 as wire;

impl Encode for ValidateDataResourceConfig {
    type Response = wire::ValidateDataResourceConfigResponse;

    fn encode((): Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let diagnostics = diagnostics(diags);
        Ok(wire::ValidateDataResourceConfigResponse { diagnostics })
    }
}

impl Encode for ReadDataSource {
    type Response = wire::ReadDataSourceResponse;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(wire::ReadDataSourceResponse {
            state: outcome(&answer)?,
            diagnostics: diagnostics(diags),
            deferred: None,
        })
    }
}
