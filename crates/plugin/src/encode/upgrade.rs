//! `UpgradeResourceState`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Encode, outcome};
use crate::logic::upgrade::UpgradeResourceState;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::UpgradeResourceStateResponse as Response;

impl Encode for UpgradeResourceState {
    type Response = Response;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(Response {
            upgraded_state: outcome(&answer)?,
            diagnostics: diagnostics(diags),
        })
    }
}
