//! `ValidateDataResourceConfig` and `ReadDataSource`.

use tf_provider::Diagnostics;

use super::{Call, Offer, Outcome, Subject, problems};
use crate::erased;
use crate::value::Value;

/// Asks whether a data block is right. Values may be unknown.
pub(crate) struct ValidateDataResourceConfig {
    pub(crate) type_name: String,
    pub(crate) config: Value,
}

impl Call for ValidateDataResourceConfig {
    type Answer = ();
    const RPC: &'static str = "ValidateDataResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::DataSource(&self.type_name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<()> {
        let (data_source, known) = offer.data_source(diags, &self.type_name)?;
        let config = known.incoming(diags, self.config)?;
        data_source.validate(diags, config).await
    }
}

/// A data block whose values are known.
pub(crate) struct ReadDataSource {
    pub(crate) type_name: String,
    pub(crate) config: Value,
    pub(crate) meta: Value,
}

impl Call for ReadDataSource {
    /// What the data source found.
    type Answer = Outcome;
    const RPC: &'static str = "ReadDataSource";

    fn subject(&self) -> Subject<'_> {
        Subject::DataSource(&self.type_name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Outcome> {
        let (data_source, known) = offer.data_source(diags, &self.type_name)?;
        let request = erased::ReadDataSource {
            config: known.incoming(diags, self.config)?,
            meta: offer.module_meta(diags, self.meta)?,
        };
        let state = data_source.read(diags, request).await?;
        let state = known.settled(diags, state)?;
        if state.is_nil() {
            diags.add_error(problems::null_state(Self::RPC));
            return None;
        }
        Some(Outcome::from(state))
    }
}
