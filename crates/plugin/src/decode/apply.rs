//! `ApplyResourceChange`.

use super::{Decode, DecodeError, identity, value};
use crate::erased::Kept;
use crate::logic::apply::ApplyResourceChange;
use crate::wire::tfplugin6::ApplyResourceChangeRequest as Request;

impl Decode for ApplyResourceChange {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ApplyResourceChange {
            type_name: request.type_name,
            prior: value("prior_state", request.prior_state)?,
            planned: Kept {
                state: value("planned_state", request.planned_state)?,
                private: request.planned_private,
            },
            config: value("config", request.config)?,
            meta: value("provider_meta", request.provider_meta)?,
            identity: identity("planned_identity", request.planned_identity)?,
        })
    }
}
