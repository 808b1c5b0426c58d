//! `ApplyResourceChange`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Encode, identity, value};
use crate::logic::apply::ApplyResourceChange;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::ApplyResourceChangeResponse as Response;

impl Encode for ApplyResourceChange {
    type Response = Response;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(Response {
            new_state: value(&answer.object.state)?,
            private: answer.object.private,
            diagnostics: diagnostics(diags),
            legacy_type_system: false,
            new_identity: identity(answer.identity.as_ref())?,
        })
    }
}
