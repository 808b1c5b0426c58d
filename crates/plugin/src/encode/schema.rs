//! `GetMetadata`, `GetProviderSchema` and `GetFunctions`.

use std::collections::{BTreeMap, HashMap};

use tf_provider::Diagnostics;
use tf_provider::schema::{FunctionSchema, Parameter, Schema};

use super::Encode;
use super::block::{block, description_kind};
use super::diagnostics::diagnostics;
use crate::logic::schema::{GetFunctions, GetMetadata, GetProviderSchema};
use crate::value::{MsgpackError, Shape};
use crate::wire::tfplugin6 as wire;
use crate::wire::tfplugin6::{FunctionMetadata, TypeMetadata};

/// With the schema optional, core asks for it once instead of once per process.
/// With `plan_destroy`, it also plans removals with the provider.
const CAPABILITIES: wire::ServerCapabilities = wire::ServerCapabilities {
    plan_destroy: true,
    get_provider_schema_optional: true,
    move_resource_state: false,
    generate_resource_config: false,
};

impl Encode for GetMetadata {
    type Response = wire::GetMetadataResponse;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let types = |names: Vec<&'static str>| {
            let names = names.into_iter().map(str::to_owned);
            names.map(|type_name| TypeMetadata { type_name }).collect()
        };
        let functions = answer.functions.into_iter().map(str::to_owned);
        Ok(wire::GetMetadataResponse {
            server_capabilities: Some(CAPABILITIES),
            diagnostics: diagnostics(diags),
            data_sources: types(answer.data_sources),
            resources: types(answer.resources),
            functions: functions.map(|name| FunctionMetadata { name }).collect(),
            ..wire::GetMetadataResponse::default()
        })
    }
}

impl Encode for GetProviderSchema {
    type Response = wire::GetProviderSchemaResponse;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        let resources = answer.resources.into_iter();
        let data_sources = answer.data_sources.into_iter();
        Ok(wire::GetProviderSchemaResponse {
            // Core takes an absent provider schema for a crash.
            provider: Some(
                answer
                    .provider
                    .map_or_else(no_schema, |provider| schema(&provider, &[])),
            ),
            resource_schemas: resources
                .map(|(name, known)| (name.to_owned(), schema(&known.schema, known.write_only)))
                .collect(),
            data_source_schemas: data_sources
                .map(|(name, known)| (name.to_owned(), schema(&known, &[])))
                .collect(),
            diagnostics: diagnostics(diags),
            provider_meta: answer.meta.map(|meta| schema(&meta, &[])),
            server_capabilities: Some(CAPABILITIES),
            functions: function_map(&answer.functions),
            ..wire::GetProviderSchemaResponse::default()
        })
    }
}

impl Encode for GetFunctions {
    type Response = wire::GetFunctionsResponse;

    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        Ok(wire::GetFunctionsResponse {
            functions: function_map(&answer),
            diagnostics: diagnostics(diags),
        })
    }
}

fn schema(schema: &Schema, write_only: &[&str]) -> wire::Schema {
    let mut block = block(&schema.block);
    for attribute in &mut block.attributes {
        attribute.write_only = write_only.contains(&attribute.name.as_str());
    }
    wire::Schema {
        version: schema.version,
        block: Some(block),
    }
}

fn no_schema() -> wire::Schema {
    wire::Schema {
        version: 0,
        block: Some(wire::schema::Block::default()),
    }
}

fn function_map(
    functions: &BTreeMap<&'static str, FunctionSchema>,
) -> HashMap<String, wire::Function> {
    functions
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), function(schema)))
        .collect()
}

fn function(schema: &FunctionSchema) -> wire::Function {
    wire::Function {
        parameters: schema.parameters.iter().map(parameter).collect(),
        variadic_parameter: schema.variadic.as_ref().map(parameter),
        r#return: Some(wire::function::Return {
            r#type: Shape::from(&schema.return_type).to_json(),
        }),
        summary: schema.summary.clone(),
        description: schema.description.content.clone(),
        description_kind: description_kind(&schema.description),
        deprecation_message: schema.deprecated.clone().unwrap_or_default(),
    }
}

fn parameter(parameter: &Parameter) -> wire::function::Parameter {
    wire::function::Parameter {
        name: parameter.name.clone(),
        r#type: Shape::from(&parameter.param_type).to_json(),
        allow_null_value: parameter.allow_null,
        allow_unknown_values: parameter.allow_unknown,
        description: parameter.description.content.clone(),
        description_kind: description_kind(&parameter.description),
    }
}
