//! `ValidateResourceConfig`.

use tf_provider::Diagnostics;

use super::{Call, Offer, Subject, problems};
use crate::value::{Value, holds};

/// Asks whether a resource block is right. Values may be unknown.
pub(crate) struct ValidateResourceConfig {
    pub(crate) type_name: String,
    pub(crate) config: Value,
    /// Terraform knows write-only attributes.
    pub(crate) write_only_allowed: bool,
}

impl Call for ValidateResourceConfig {
    type Answer = ();
    const RPC: &'static str = "ValidateResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<()> {
        let (resource, known) = offer.resource(diags, &self.type_name)?;
        let config = known.incoming(diags, self.config)?;
        if !self.write_only_allowed {
            let set = known.write_only.iter().filter(|name| holds(&config, name));
            set.for_each(|name| diags.add_error(problems::write_only_not_supported(name)));
        }
        resource.validate(diags, config).await
    }
}
