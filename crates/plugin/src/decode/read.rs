//! `ReadResource`.

use super::{Decode, DecodeError, identity, value};
use crate::erased::Kept;
use crate::logic::read::ReadResource;
use crate::wire::tfplugin6::ReadResourceRequest as Request;

impl Decode for ReadResource {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ReadResource {
            type_name: request.type_name,
            current: Kept {
                state: value("current_state", request.current_state)?,
                private: request.private,
            },
            meta: value("provider_meta", request.provider_meta)?,
            identity: identity("current_identity", request.current_identity)?,
        })
    }
}
