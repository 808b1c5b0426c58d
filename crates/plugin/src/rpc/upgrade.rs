//! `UpgradeResourceState`: asked in every plan and apply, whatever the version.

use serde_json::{Map, Value as Json};
use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::offer::catalogue::UpgradeRequest;
use crate::problems;
use crate::wire::tfplugin6::{RawState, UpgradeResourceStateRequest, UpgradeResourceStateResponse};

impl Rpc for UpgradeResourceStateRequest {
    type Response = UpgradeResourceStateResponse;
    const NAME: &'static str = "UpgradeResourceState";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<UpgradeResourceStateResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        let supported = schema.schema.version;
        if self.version > supported {
            diags.add_error(problems::newer_state(self.version, supported));
            return None;
        }
        let stored = UpgradeRequest {
            version: self.version,
            state: stored(diags, &self.raw_state.unwrap_or_default())?,
        };
        let state = resource.upgrade_state(diags, stored).await?;
        Some(UpgradeResourceStateResponse {
            upgraded_state: Some(schema.encode_stored(diags, state)?),
            ..UpgradeResourceStateResponse::default()
        })
    }

    fn tell(response: &mut UpgradeResourceStateResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn stored(diags: &mut Diagnostics, state: &RawState) -> Option<Map<String, Json>> {
    let problem = match (state.json.is_empty(), state.flatmap.is_empty()) {
        (false, _) => match serde_json::from_slice(&state.json) {
            Ok(state) => return Some(state),
            Err(error) => problems::unreadable_state(&error),
        },
        (true, false) => problems::flatmap_state(),
        (true, true) => problems::no_state(),
    };
    diags.add_error(problem);
    None
}
