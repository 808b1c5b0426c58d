//! `GetResourceIdentitySchemas` and `UpgradeResourceIdentity`: what tells one
//! object from all others. Terraform before 1.12 asks for neither.

use std::collections::HashMap;

use serde_json::Value as Json;
use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::identity::Identity;
use crate::offer::{Offer, TypeSchema};
use crate::problems;
use crate::value::{Direction, Shape, conform, from_json};
use crate::wire::tfplugin6 as wire;

/// Identities that Terraform stores before a type has any count as this
/// version, too, so it must not be raised while their shape stays.
const VERSION: i64 = 0;

impl Rpc for wire::GetResourceIdentitySchemasRequest {
    type Response = wire::GetResourceIdentitySchemasResponse;
    const NAME: &'static str = "GetResourceIdentitySchemas";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let mut identity_schemas = HashMap::new();
        for name in offer.registry.resources.keys() {
            if let Some((_, known)) = offer.resource(diags, name)
                && !known.identity.is_empty()
            {
                identity_schemas.insert((*name).to_owned(), schema(known));
            }
        }
        Some(wire::GetResourceIdentitySchemasResponse {
            identity_schemas,
            ..wire::GetResourceIdentitySchemasResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn schema(known: &TypeSchema) -> wire::ResourceIdentitySchema {
    let attributes =
        known.identity.iter().map(
            |attribute| wire::resource_identity_schema::IdentityAttribute {
                name: attribute.name.to_owned(),
                r#type: Shape::String.to_json(),
                required_for_import: true,
                optional_for_import: false,
                description: attribute.description.to_owned(),
            },
        );
    wire::ResourceIdentitySchema {
        version: VERSION,
        identity_attributes: attributes.collect(),
    }
}

impl Rpc for wire::UpgradeResourceIdentityRequest {
    type Response = wire::UpgradeResourceIdentityResponse;
    const NAME: &'static str = "UpgradeResourceIdentity";

    fn subject(&self) -> Subject<'_> {
        Subject::Resource(&self.type_name)
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let (_, known) = offer.resource(diags, &self.type_name)?;
        if self.version > VERSION {
            diags.add_error(problems::newer_identity(self.version, VERSION));
            return None;
        }
        let upgraded = upgrade(diags, known, &self.raw_identity.unwrap_or_default().json)?;
        Some(wire::UpgradeResourceIdentityResponse {
            upgraded_identity: Some(upgraded),
            ..wire::UpgradeResourceIdentityResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn upgrade(
    diags: &mut Diagnostics,
    known: &TypeSchema,
    stored: &[u8],
) -> Option<wire::ResourceIdentityData> {
    let json = serde_json::from_slice::<Json>(stored)
        .map_err(|error| diags.add_error(problems::unreadable_identity(&error)))
        .ok()?;
    let shape = known.identity_shape();
    let identity = conform(from_json(json), &shape, Direction::FromState)
        .map_err(|mismatch| diags.add_error(problems::unfit_state(mismatch)))
        .ok()?;
    if Identity::read(&identity).is_none() {
        diags.add_error(problems::incomplete_identity());
        return None;
    }
    known.encode_identity(diags, identity)
}
