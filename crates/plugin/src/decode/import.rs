//! `ImportResourceState`.

use super::{Decode, DecodeError};
use crate::logic::import::ImportResourceState;
use crate::wire::tfplugin6::ImportResourceStateRequest as Request;

impl Decode for ImportResourceState {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ImportResourceState {
            by_identity: request.id.is_empty() && request.identity.is_some(),
            type_name: request.type_name,
            id: request.id,
        })
    }
}
