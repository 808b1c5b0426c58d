//! `ImportResourceState`: takes an existing object under control.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::problems;
use crate::wire::tfplugin6::{
    ImportResourceStateRequest, ImportResourceStateResponse, ImportedResource,
};

impl Rpc for ImportResourceStateRequest {
    type Response = ImportResourceStateResponse;
    const NAME: &'static str = "ImportResourceState";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ImportResourceStateResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        if self.id.is_empty() && self.identity.is_some() {
            diags.add_error(problems::import_by_identity());
            return None;
        }
        let object = resource.import(diags, self.id).await?;
        if object.state.is_nil() {
            diags.add_error(problems::null_state(Self::NAME));
            return None;
        }
        let imported = ImportedResource {
            type_name: self.type_name,
            state: Some(schema.encode_state(diags, object.state)?),
            private: object.private.into(),
            identity: None,
        };
        Some(ImportResourceStateResponse {
            imported_resources: vec![imported],
            ..ImportResourceStateResponse::default()
        })
    }

    fn tell(response: &mut ImportResourceStateResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
