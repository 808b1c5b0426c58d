//! `ReadResource`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Encode, identity, value};
use crate::logic::read::ReadResource;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::ReadResourceResponse as Response;

impl Encode for ReadResource {
    type Response = Response;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(Response {
            new_state: value(&answer.object.state)?,
            diagnostics: diagnostics(diags),
            private: answer.object.private,
            deferred: None,
            new_identity: identity(answer.identity.as_ref())?,
        })
    }
}
