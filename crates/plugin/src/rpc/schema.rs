//! `GetMetadata`, `GetProviderSchema` and `GetFunctions`: what there is.

use std::collections::HashMap;

use tf_provider::Diagnostics;
use tf_provider::schema::{FunctionSchema, Parameter, Type};

use super::block::{block, description_kind};
use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::{Offer, TypeSchema};
use crate::problems;
use crate::value::Shape;
use crate::wire::tfplugin6 as wire;

/// With the schema optional, core asks for it once instead of once per process.
/// With `plan_destroy`, it also plans removals with the provider.
const CAPABILITIES: wire::ServerCapabilities = wire::ServerCapabilities {
    plan_destroy: true,
    get_provider_schema_optional: true,
    move_resource_state: false,
    generate_resource_config: true,
};

impl Rpc for wire::GetMetadataRequest {
    type Response = wire::GetMetadataResponse;
    const NAME: &'static str = "GetMetadata";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn answer(self, offer: &Offer, _: &mut Diagnostics) -> Option<Self::Response> {
        let registry = &offer.registry;
        let functions = registry.functions.keys().copied().map(str::to_owned);
        Some(wire::GetMetadataResponse {
            server_capabilities: Some(CAPABILITIES),
            data_sources: types(registry.data_sources.keys()),
            resources: types(registry.resources.keys()),
            list_resources: types(registry.list_resources.keys()),
            ephemeral_resources: types(registry.ephemeral_resources.keys()),
            actions: types(registry.actions.keys()),
            functions: functions
                .map(|name| wire::FunctionMetadata { name })
                .collect(),
            ..wire::GetMetadataResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn types<'a>(names: impl Iterator<Item = &'a &'static str>) -> Vec<wire::TypeMetadata> {
    let names = names.copied().map(str::to_owned);
    names
        .map(|type_name| wire::TypeMetadata { type_name })
        .collect()
}

impl Rpc for wire::GetProviderSchemaRequest {
    type Response = wire::GetProviderSchemaResponse;
    const NAME: &'static str = "GetProviderSchema";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    /// Core takes an absent provider schema for a crash.
    fn unanswered(&self) -> Self::Response {
        wire::GetProviderSchemaResponse {
            provider: Some(no_schema()),
            ..wire::GetProviderSchemaResponse::default()
        }
    }

    /// A schema that cannot be made is left out, with the reason in the
    /// diagnostics.
    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        let provider = offer.provider(diags).map(|(_, known)| schema(known));
        let registry = &offer.registry;
        let resource_schemas = schemas(registry.resources.keys(), |name| {
            Some(offer.resource(diags, name)?.1)
        });
        let data_source_schemas = schemas(registry.data_sources.keys(), |name| {
            Some(offer.data_source(diags, name)?.1)
        });
        let list_resource_schemas = schemas(registry.list_resources.keys(), |name| {
            Some(offer.list_resource(diags, name)?.1)
        });
        let ephemeral_resource_schemas = schemas(registry.ephemeral_resources.keys(), |name| {
            Some(offer.ephemeral_resource(diags, name)?.1)
        });
        let action_schemas = schemas(registry.actions.keys(), |name| {
            Some(offer.action(diags, name)?.1)
        });
        Some(wire::GetProviderSchemaResponse {
            provider: Some(provider.unwrap_or_else(no_schema)),
            resource_schemas,
            data_source_schemas,
            list_resource_schemas,
            ephemeral_resource_schemas,
            action_schemas: action_schemas
                .into_iter()
                .map(|(name, schema)| {
                    (
                        name,
                        wire::ActionSchema {
                            schema: Some(schema),
                        },
                    )
                })
                .collect(),
            server_capabilities: Some(CAPABILITIES),
            functions: functions(offer, diags),
            ..wire::GetProviderSchemaResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

/// The schemas that can be made, by name.
fn schemas<'a>(
    names: impl Iterator<Item = &'a &'static str>,
    mut known: impl FnMut(&str) -> Option<&'a TypeSchema>,
) -> HashMap<String, wire::Schema> {
    names
        .filter_map(|name| Some(((*name).to_owned(), schema(known(name)?))))
        .collect()
}

fn schema(known: &TypeSchema) -> wire::Schema {
    let mut block = block(&known.schema.block);
    for attribute in &mut block.attributes {
        attribute.write_only = known.write_only.contains(&attribute.name.as_str());
    }
    wire::Schema {
        version: known.schema.version,
        block: Some(block),
    }
}

fn no_schema() -> wire::Schema {
    wire::Schema {
        version: 0,
        block: Some(wire::schema::Block::default()),
    }
}

impl Rpc for wire::GetFunctionsRequest {
    type Response = wire::GetFunctionsResponse;
    const NAME: &'static str = "GetFunctions";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn answer(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Response> {
        Some(wire::GetFunctionsResponse {
            functions: functions(offer, diags),
            ..wire::GetFunctionsResponse::default()
        })
    }

    fn tell(response: &mut Self::Response, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

fn functions(offer: &Offer, diags: &mut Diagnostics) -> HashMap<String, wire::Function> {
    let mut functions = HashMap::new();
    for (name, offered) in &offer.registry.functions {
        let mut own = Diagnostics::default();
        match offered.schema(&mut own).as_ref().and_then(function) {
            Some(function) => drop(functions.insert((*name).to_owned(), function)),
            None if own.errors.is_empty() => own.add_error(problems::unsupported_schema()),
            None => {}
        }
        diags.add_diagnostics(own);
    }
    functions
}

fn function(schema: &FunctionSchema) -> Option<wire::Function> {
    let parameters = schema.parameters.iter().map(parameter);
    Some(wire::Function {
        parameters: parameters.collect::<Option<_>>()?,
        variadic_parameter: match &schema.variadic {
            Some(variadic) => Some(parameter(variadic)?),
            None => None,
        },
        r#return: Some(wire::function::Return {
            r#type: type_json(&schema.return_type)?,
        }),
        summary: schema.summary.clone(),
        description: schema.description.content.clone(),
        description_kind: description_kind(&schema.description),
        deprecation_message: schema.deprecated.clone().unwrap_or_default(),
    })
}

fn parameter(parameter: &Parameter) -> Option<wire::function::Parameter> {
    Some(wire::function::Parameter {
        name: parameter.name.clone(),
        r#type: type_json(&parameter.param_type)?,
        allow_null_value: parameter.allow_null,
        allow_unknown_values: parameter.allow_unknown,
        description: parameter.description.content.clone(),
        description_kind: description_kind(&parameter.description),
    })
}

fn type_json(of: &Type) -> Option<Vec<u8>> {
    Shape::of_type(of).map(|shape| shape.to_json())
}
