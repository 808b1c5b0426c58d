//! `PlanResourceChange`.

use tf_provider::Diagnostics;

use super::diagnostics::{diagnostics, path};
use super::{Encode, identity, value};
use crate::logic::plan::PlanResourceChange;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::PlanResourceChangeResponse as Response;

impl Encode for PlanResourceChange {
    type Response = Response;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(Response {
            planned_state: value(&answer.object.state)?,
            requires_replace: answer.requires_replace.into_iter().map(path).collect(),
            planned_private: answer.object.private,
            diagnostics: diagnostics(diags),
            legacy_type_system: false,
            deferred: None,
            planned_identity: identity(answer.identity.as_ref())?,
        })
    }
}
