//! The provider with what it offers, and the shapes its schemas give.

use std::sync::OnceLock;

use tf_provider::schema::Schema;
use tf_provider::{Diagnostic, Diagnostics};

use super::problems;
use crate::catalogue::{Catalogue, Registry};
use crate::erased::{ErasedDataSource, ErasedFunction, ErasedProvider, ErasedResource, Typed};
use crate::value::Shape;

/// Everything a call may need.
pub(crate) struct Offer {
    pub(super) provider: Entry<dyn ErasedProvider>,
    pub(super) registry: Registry,
    meta: OnceLock<Result<Known, Diagnostics>>,
}

impl Offer {
    /// The offer of `provider`. No schema is asked for yet: many processes
    /// never need most of them.
    pub(crate) fn new<P: Catalogue>(provider: P) -> Self {
        let mut registry = Registry::default();
        provider.register(&mut registry);
        Self {
            provider: Entry::new(Box::new(Typed(provider))),
            registry,
            meta: OnceLock::new(),
        }
    }

    /// The provider; [`None`] comes with an error in `diags`.
    pub(super) fn provider(
        &self,
        diags: &mut Diagnostics,
    ) -> Option<(&dyn ErasedProvider, &Known)> {
        let known = self.provider.known(ErasedProvider::schema);
        Some((&*self.provider.inner, accept(diags, known)?))
    }

    /// The schema of module metadata; [`None`] comes with an error in `diags`.
    pub(super) fn meta(&self, diags: &mut Diagnostics) -> Option<&Known> {
        let known = self
            .meta
            .get_or_init(|| Known::new(|diags| self.provider.inner.meta_schema(diags)));
        accept(diags, known)
    }

    /// The resource of that type; [`None`] comes with an error in `diags`.
    pub(super) fn resource(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedResource, &Known)> {
        let Some(entry) = self.registry.resources.get(type_name) else {
            diags.add_error(problems::not_offered("resource type", type_name));
            return None;
        };
        Some((&*entry.inner, accept(diags, entry.resource())?))
    }

    /// The data source of that type; [`None`] comes with an error in `diags`.
    pub(super) fn data_source(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedDataSource, &Known)> {
        let Some(entry) = self.registry.data_sources.get(type_name) else {
            diags.add_error(problems::not_offered("data source", type_name));
            return None;
        };
        Some((&*entry.inner, accept(diags, entry.data_source())?))
    }

    /// The function of that name; [`None`] comes with an error in `diags`.
    pub(super) fn function(
        &self,
        diags: &mut Diagnostics,
        name: &str,
    ) -> Option<&dyn ErasedFunction> {
        let function = self.registry.functions.get(name);
        if function.is_none() {
            diags.add_error(problems::not_offered("function", name));
        }
        function.map(AsRef::as_ref)
    }
}

fn accept<'a>(diags: &mut Diagnostics, known: &'a Result<Known, Diagnostics>) -> Option<&'a Known> {
    known
        .as_ref()
        .map_err(|errors| diags.add_diagnostics(errors.clone()))
        .ok()
}

/// Something offered, with its schema once somebody asked.
pub(crate) struct Entry<T: ?Sized> {
    inner: Box<T>,
    known: OnceLock<Result<Known, Diagnostics>>,
}

impl<T: ?Sized> Entry<T> {
    /// An entry whose schema nobody asked for yet.
    pub(crate) fn new(inner: Box<T>) -> Self {
        Self {
            inner,
            known: OnceLock::new(),
        }
    }

    fn known(
        &self,
        schema: impl FnOnce(&T, &mut Diagnostics) -> Option<Schema>,
    ) -> &Result<Known, Diagnostics> {
        self.known
            .get_or_init(|| Known::new(|diags| schema(&self.inner, diags)))
    }
}

impl Entry<dyn ErasedResource> {
    /// The schema, in which every write-only attribute must be found.
    pub(super) fn resource(&self) -> &Result<Known, Diagnostics> {
        self.known.get_or_init(|| {
            let known = Known::new(|diags| self.inner.schema(diags))?;
            let names = self.inner.write_only();
            let foreign = names
                .iter()
                .find(|name| !known.schema.block.attributes.contains_key(**name));
            match foreign {
                None => Ok(Known {
                    write_only: names,
                    ..known
                }),
                Some(name) => Err(problems::alone(problems::write_only_not_in_schema(name))),
            }
        })
    }
}

impl Entry<dyn ErasedDataSource> {
    /// The schema.
    pub(super) fn data_source(&self) -> &Result<Known, Diagnostics> {
        self.known(ErasedDataSource::schema)
    }
}

/// A schema and what follows from it.
pub(crate) struct Known {
    pub(crate) schema: Schema,
    pub(super) shape: Shape,
    /// Names of write-only attributes on the top level.
    pub(crate) write_only: &'static [&'static str],
    /// What was remarked while the schema was made.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Known {
    fn new(schema: impl FnOnce(&mut Diagnostics) -> Option<Schema>) -> Result<Self, Diagnostics> {
        let mut diags = Diagnostics::default();
        match schema(&mut diags) {
            Some(schema) if diags.errors.is_empty() => Ok(Self {
                shape: Shape::from(&schema),
                schema,
                write_only: &[],
                warnings: diags.warnings,
            }),
            _ => Err(problems::with_error(diags, "schema")),
        }
    }
}
