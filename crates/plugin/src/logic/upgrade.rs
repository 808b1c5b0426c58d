//! `UpgradeResourceState`: asked in every plan and apply, whatever the version.

use serde_json::{Map, Value as Json};
use tf_provider::Diagnostics;

use super::{Call, Offer, Outcome, Subject, problems};
use crate::catalogue::UpgradeRequest;
use crate::value::from_state;

/// State as it is stored.
pub(crate) struct UpgradeResourceState {
    pub(crate) type_name: String,
    pub(crate) version: i64,
    pub(crate) state: Map<String, Json>,
}

impl Call for UpgradeResourceState {
    /// The state in the shape of today's schema.
    type Answer = Outcome;
    const RPC: &'static str = "UpgradeResourceState";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Outcome> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        let supported = known.schema.version;
        if self.version > supported {
            diags.add_error(problems::newer_state(self.version, supported));
            return None;
        }
        let request = UpgradeRequest {
            version: self.version,
            state: self.state,
        };
        let state = resource.upgrade_state(diags, request).await?;
        let state = from_state(state, &known.shape)
            .map_err(|mismatch| diags.add_error(problems::unfit_state(mismatch)))
            .ok()?;
        known.settled(diags, state).map(Outcome::from)
    }
}
