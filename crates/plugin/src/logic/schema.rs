//! `GetMetadata`, `GetProviderSchema` and `GetFunctions`: what there is.

use std::collections::BTreeMap;

use tf_provider::Diagnostics;
use tf_provider::schema::{FunctionSchema, Schema};

use super::offer::Known;
use super::{Call, Offer, Subject, problems};

/// Asks for the names of everything.
pub(crate) struct GetMetadata;

/// Names of everything that is offered.
#[derive(Default)]
pub(crate) struct Metadata {
    pub(crate) resources: Vec<&'static str>,
    pub(crate) data_sources: Vec<&'static str>,
    pub(crate) functions: Vec<&'static str>,
}

impl Call for GetMetadata {
    type Answer = Metadata;
    const RPC: &'static str = "GetMetadata";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn run(self, offer: &Offer, _: &mut Diagnostics) -> Option<Metadata> {
        Some(Metadata {
            resources: offer.registry.resources.keys().copied().collect(),
            data_sources: offer.registry.data_sources.keys().copied().collect(),
            functions: offer.registry.functions.keys().copied().collect(),
        })
    }
}

/// Asks for every schema.
pub(crate) struct GetProviderSchema;

/// A resource's schema, with what [`Schema`] cannot say.
#[derive(Clone)]
pub(crate) struct ResourceSchema {
    pub(crate) schema: Schema,
    pub(crate) write_only: &'static [&'static str],
}

/// Every schema by name. One that could not be made is left out, with the
/// reason in the diagnostics.
#[derive(Default)]
pub(crate) struct Schemas {
    pub(crate) provider: Option<Schema>,
    /// Absent unless modules can pass metadata.
    pub(crate) meta: Option<Schema>,
    pub(crate) resources: BTreeMap<&'static str, ResourceSchema>,
    pub(crate) data_sources: BTreeMap<&'static str, Schema>,
    pub(crate) functions: BTreeMap<&'static str, FunctionSchema>,
}

impl Call for GetProviderSchema {
    type Answer = Schemas;
    const RPC: &'static str = "GetProviderSchema";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Schemas> {
        Some(Schemas {
            provider: offer.provider(diags).map(|(_, known)| known.schema.clone()),
            meta: meta(offer, diags),
            resources: resources(offer, diags),
            data_sources: data_sources(offer, diags),
            functions: functions(offer, diags),
        })
    }
}

/// An empty schema, which is what [`tf_provider::Provider`] has by default,
/// means that there is no metadata.
fn meta(offer: &Offer, diags: &mut Diagnostics) -> Option<Schema> {
    let schema = &offer.meta(diags)?.schema;
    let empty = schema.block.attributes.is_empty() && schema.block.blocks.is_empty();
    (!empty).then(|| schema.clone())
}

fn resources(offer: &Offer, diags: &mut Diagnostics) -> BTreeMap<&'static str, ResourceSchema> {
    let entries = offer.registry.resources.iter();
    entries
        .filter_map(|(name, entry)| {
            let known = known(entry.resource(), diags)?;
            let schema = ResourceSchema {
                schema: known.schema.clone(),
                write_only: known.write_only,
            };
            Some((*name, schema))
        })
        .collect()
}

fn data_sources(offer: &Offer, diags: &mut Diagnostics) -> BTreeMap<&'static str, Schema> {
    let entries = offer.registry.data_sources.iter();
    entries
        .filter_map(|(name, entry)| {
            Some((*name, known(entry.data_source(), diags)?.schema.clone()))
        })
        .collect()
}

fn known<'a>(known: &'a Result<Known, Diagnostics>, diags: &mut Diagnostics) -> Option<&'a Known> {
    match known {
        Ok(known) => {
            diags.warnings.extend(known.warnings.iter().cloned());
            Some(known)
        }
        Err(errors) => {
            diags.add_diagnostics(errors.clone());
            None
        }
    }
}

fn functions(offer: &Offer, diags: &mut Diagnostics) -> BTreeMap<&'static str, FunctionSchema> {
    let entries = offer.registry.functions.iter();
    entries
        .filter_map(|(name, function)| {
            let mut own = Diagnostics::default();
            let schema = function.schema(&mut own);
            if schema.is_none() {
                own = problems::with_error(own, name);
            }
            diags.add_diagnostics(own);
            Some((*name, schema?))
        })
        .collect()
}

/// Asks for the functions alone.
pub(crate) struct GetFunctions;

impl Call for GetFunctions {
    type Answer = BTreeMap<&'static str, FunctionSchema>;
    const RPC: &'static str = "GetFunctions";

    fn subject(&self) -> Subject<'_> {
        Subject::Provider
    }

    async fn run(self, offer: &Offer, diags: &mut Diagnostics) -> Option<Self::Answer> {
        Some(functions(offer, diags))
    }
}
