//! `ValidateProviderConfig` and `ConfigureProvider`.

use tf_provider::Diagnostics;

use super::{Call, Offer, Subject};
use crate::value::Value;

/// Asks whether the provider block is right. Values may be unknown.
pub(crate) struct ValidateProviderConfig {
    pub(crate) config: Value,
}

impl Call for ValidateProviderConfig {
    type Answer = ();
    const RPC: &'static str = "ValidateProviderConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<()> {
        let (provider, known) = offer.provider(diags)?;
        let config = known.incoming(diags, self.config)?;
        provider.validate(diags, config).await
    }
}

/// Hands the provider its block. Values may be unknown in a plan.
pub(crate) struct ConfigureProvider {
    pub(crate) terraform_version: String,
    pub(crate) config: Value,
}

impl Call for ConfigureProvider {
    type Answer = ();
    const RPC: &'static str = "ConfigureProvider";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<()> {
        let (provider, known) = offer.provider(diags)?;
        let config = known.incoming(diags, self.config)?;
        let version = self.terraform_version;
        provider.configure(diags, version, config).await
    }
}
