//! `UpgradeResourceState`.

use super::{Decode, DecodeError};
use crate::logic::upgrade::UpgradeResourceState;
use crate::wire::tfplugin6::UpgradeResourceStateRequest as Request;

impl Decode for UpgradeResourceState {
    type Request = Request;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        let stored = request.raw_state.ok_or(DecodeError::NoState)?;
        let state = match (stored.json.is_empty(), stored.flatmap.is_empty()) {
            (false, _) => serde_json::from_slice(&stored.json)?,
            (true, false) => return Err(DecodeError::Flatmap),
            (true, true) => return Err(DecodeError::NoState),
        };
        Ok(UpgradeResourceState {
            type_name: request.type_name,
            version: request.version,
            state,
        })
    }
}
