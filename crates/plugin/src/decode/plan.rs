//! `PlanResourceChange`.

use super::{Decode, DecodeError, identity, value};
use crate::erased::Kept;
use crate::logic::plan::PlanResourceChange;
use crate::wire::tfplugin6::PlanResourceChangeRequest as Request;

impl Decode for PlanResourceChange {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(PlanResourceChange {
            type_name: request.type_name,
            prior: Kept {
                state: value("prior_state", request.prior_state)?,
                private: request.prior_private,
            },
            proposed: value("proposed_new_state", request.proposed_new_state)?,
            config: value("config", request.config)?,
            meta: value("provider_meta", request.provider_meta)?,
            identity: identity("prior_identity", request.prior_identity)?,
        })
    }
}
