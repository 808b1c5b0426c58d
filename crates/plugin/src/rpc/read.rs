//! `ReadResource`: what has become of an object.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::{Object, Offer, encode};
use crate::private::PrivateBytes;
use crate::value::{Value, or};
use crate::wire::tfplugin6::{ReadResourceRequest, ReadResourceResponse};

impl Rpc for ReadResourceRequest {
    type Response = ReadResourceResponse;
    const NAME: &'static str = "ReadResource";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    /// The object as it was known last: nothing is forgotten.
    fn unanswered(&self) -> ReadResourceResponse {
        ReadResourceResponse {
            new_state: self.current_state.clone(),
            private: self.private.clone(),
            new_identity: self.current_identity.clone(),
            ..ReadResourceResponse::default()
        }
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<ReadResourceResponse> {
        let (resource, schema) = offer.resource(diags, &self.type_name)?;
        let stored = schema.decode_identity(diags, "current_identity", self.current_identity)?;
        let current = Object {
            state: schema.decode(diags, "current_state", self.current_state)?,
            private: PrivateBytes::new(self.private),
            identity: stored.clone(),
        };
        match resource.read(diags, current).await {
            Some(object) => Some(ReadResourceResponse {
                new_state: Some(schema.encode_state(diags, object.state)?),
                private: object.private.into(),
                new_identity: schema.encode_identity(diags, or(object.identity, stored)),
                ..ReadResourceResponse::default()
            }),
            None if diags.errors.is_empty() => gone(diags),
            None => None,
        }
    }

    fn tell(response: &mut ReadResourceResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn gone(diags: &mut Diagnostics) -> Option<ReadResourceResponse> {
    Some(ReadResourceResponse {
        new_state: Some(encode(diags, &Value::Nil)?),
        ..ReadResourceResponse::default()
    })
}
