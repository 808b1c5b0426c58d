//! `ImportResourceState`: takes an existing object under control.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::identity::Identity;
use crate::offer::{ErasedResource, Object, Offer};
use crate::problems;
use crate::value::or;
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
        let identity = schema.decode_identity(diags, "identity", self.identity.clone())?;
        let object = self
            .import(resource, Identity::read(&identity), diags)
            .await?;
        if object.state.is_nil() {
            diags.add_error(problems::null_state(Self::NAME));
            return None;
        }
        let imported = ImportedResource {
            type_name: self.type_name,
            state: Some(schema.encode_state(diags, object.state)?),
            private: object.private.into(),
            identity: schema.encode_identity(diags, or(object.identity, identity)),
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

impl ImportResourceStateRequest {
    /// By id, or by identity where there is no id.
    async fn import(
        &self,
        resource: &dyn ErasedResource,
        identity: Option<Identity>,
        diags: &mut Diagnostics,
    ) -> Option<Object> {
        if !self.id.is_empty() || self.identity.is_none() {
            return resource.import(diags, self.id.clone()).await;
        }
        let Some(identity) = identity else {
            diags.add_error(problems::incomplete_identity());
            return None;
        };
        resource.import_by_identity(diags, identity).await
    }
}
