//! `ValidateListResourceConfig` and `ListResource`: which objects there are.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::{Extent, Found, Offer, TypeSchema};
use crate::problems;
use crate::wire::tfplugin6::{
    ListResourceEvent, ListResourceRequest, ValidateListResourceConfigRequest,
    ValidateListResourceConfigResponse,
};

impl Rpc for ValidateListResourceConfigRequest {
    type Response = ValidateListResourceConfigResponse;
    const NAME: &'static str = "ValidateListResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::ListResource(&self.type_name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (list, schema) = offer.list_resource(diags, &self.type_name)?;
        let config = schema.decode_config(diags, self.config)?;
        list.validate(diags, config).await?;
        Some(ValidateListResourceConfigResponse::default())
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for ListResourceRequest {
    /// The stream from its first event to its last.
    type Response = Vec<ListResourceEvent>;
    const NAME: &'static str = "ListResource";

    fn subject(&self) -> Subject<'_> {
        Subject::ListResource(&self.type_name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (list, schema) = offer.list_resource(diags, &self.type_name)?;
        let (_, object) = offer.resource(diags, &self.type_name)?;
        let config = schema.decode_config(diags, self.config)?;
        let extent = Extent {
            limit: limit(diags, self.limit)?,
            with_state: self.include_resource_object,
        };
        let found = list.list(diags, config, extent).await?;
        found
            .into_iter()
            .map(|found| event(diags, object, found, extent))
            .collect()
    }

    /// Diagnostics go first: core stops to read at its limit. After an error it
    /// would drop everything that came before.
    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        if !diags.errors.is_empty() {
            response.clear();
        }
        let diagnostic = diagnostics(diags);
        if !diagnostic.is_empty() {
            let told = ListResourceEvent {
                diagnostic,
                ..ListResourceEvent::default()
            };
            response.insert(0, told);
        }
    }
}

fn limit(diags: &mut Diagnostics, limit: i64) -> Option<usize> {
    usize::try_from(limit)
        .map_err(|_| diags.add_error(problems::negative_limit(limit)))
        .ok()
}

fn event(
    diags: &mut Diagnostics,
    object: &TypeSchema,
    found: Found,
    extent: Extent,
) -> Option<ListResourceEvent> {
    let resource_object = if extent.with_state {
        Some(object.encode_state(diags, found.state)?)
    } else {
        None
    };
    Some(ListResourceEvent {
        identity: Some(object.encode_identity(diags, found.identity)?),
        display_name: found.display_name,
        resource_object,
        diagnostic: Vec::new(),
    })
}
