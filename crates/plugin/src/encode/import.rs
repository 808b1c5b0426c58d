//! `ImportResourceState`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Encode, value};
use crate::logic::import::ImportResourceState;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::{ImportResourceStateResponse as Response, ImportedResource};

impl Encode for ImportResourceState {
    type Response = Response;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let imported = answer.into_iter().map(|imported| {
            Ok(ImportedResource {
                type_name: imported.type_name,
                state: value(&imported.object.state)?,
                private: imported.object.private,
                identity: None,
            })
        });
        Ok(Response {
            imported_resources: imported.collect::<Result<_, MsgpackError>>()?,
            diagnostics: diagnostics(diags),
            deferred: None,
        })
    }
}
