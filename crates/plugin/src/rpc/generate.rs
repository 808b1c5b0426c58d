//! `GenerateResourceConfig`: the configuration that leads to an object.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::problems;
use crate::value::read_only_to_null;
use crate::wire::tfplugin6::{GenerateResourceConfigRequest, GenerateResourceConfigResponse};

impl Rpc for GenerateResourceConfigRequest {
    type Response = GenerateResourceConfigResponse;
    const NAME: &'static str = "GenerateResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    /// Core crashes on a null configuration, so that null state is an error.
    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        let mut config = schema.decode(diags, "state", self.state)?;
        if config.is_nil() {
            diags.add_error(problems::nothing_to_generate_from());
            return None;
        }
        read_only_to_null(&mut config, &schema.shape);
        let config = resource.shorten(diags, config)?;
        Some(GenerateResourceConfigResponse {
            config: Some(schema.encode_state(diags, config)?),
            ..GenerateResourceConfigResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
