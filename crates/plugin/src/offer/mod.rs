//! What a provider offers, seen through object-safe traits, and the shapes its
//! schemas give.
//!
//! `tf-provider` has erased twins of its own traits, but they take a type that
//! cannot be named outside that crate. Ours take untyped
//! [`Value`](crate::value::Value)s.

pub(crate) mod action;
pub(crate) mod catalogue;
mod data_source;
pub(crate) mod ephemeral;
mod function;
pub(crate) mod identity;
pub(crate) mod list_resource;
mod provider;
mod resource;
mod type_schema;
mod typed;

pub(crate) use action::ErasedAction;
pub(crate) use data_source::ErasedDataSource;
pub(crate) use ephemeral::ErasedEphemeralResource;
pub(crate) use function::ErasedFunction;

pub(crate) use list_resource::{ErasedListResource, Extent, Found};
pub(crate) use provider::ErasedProvider;
pub(crate) use resource::{ErasedResource, Object, Plan};
pub(crate) use type_schema::{TypeSchema, decode, encode};

use std::sync::OnceLock;

use tf_provider::Diagnostics;

use crate::problems;
use catalogue::{Catalogue, Registry};

/// A typed implementation, to be used through an erased trait.
struct Typed<T>(T);

/// Everything a call may need.
pub(crate) struct Offer {
    provider: Offered<dyn ErasedProvider>,
    pub(crate) registry: Registry,
}

/// Wherever [`None`] is returned, an error is in `diags`.
impl Offer {
    /// The offer of `provider`. No schema is asked for yet: many processes
    /// never need most of them.
    pub(crate) fn new<P: Catalogue>(provider: P) -> Self {
        let mut registry = Registry::default();
        provider.register(&mut registry);
        Self {
            provider: Offered::new(Box::new(Typed(provider))),
            registry,
        }
    }

    /// The provider.
    pub(crate) fn provider(
        &self,
        diags: &mut Diagnostics,
    ) -> Option<(&dyn ErasedProvider, &TypeSchema)> {
        self.provider.get(diags, ErasedProvider::schema)
    }

    /// The resource of that type.
    pub(crate) fn resource(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedResource, &TypeSchema)> {
        let offered = self.registry.resources.get(type_name);
        found(diags, "resource type", type_name, offered)?.get(diags, ErasedResource::schema)
    }

    /// The data source of that type.
    pub(crate) fn data_source(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedDataSource, &TypeSchema)> {
        let offered = self.registry.data_sources.get(type_name);
        found(diags, "data source", type_name, offered)?.get(diags, ErasedDataSource::schema)
    }

    /// The list resource of that type.
    pub(crate) fn list_resource(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedListResource, &TypeSchema)> {
        let offered = self.registry.list_resources.get(type_name);
        found(diags, "list resource", type_name, offered)?.get(diags, ErasedListResource::schema)
    }

    /// The ephemeral resource of that type.
    pub(crate) fn ephemeral_resource(
        &self,
        diags: &mut Diagnostics,
        type_name: &str,
    ) -> Option<(&dyn ErasedEphemeralResource, &TypeSchema)> {
        let offered = self.registry.ephemeral_resources.get(type_name);
        found(diags, "ephemeral resource", type_name, offered)?
            .get(diags, ErasedEphemeralResource::schema)
    }

    /// The action of that type.
    pub(crate) fn action(
        &self,
        diags: &mut Diagnostics,
        action_type: &str,
    ) -> Option<(&dyn ErasedAction, &TypeSchema)> {
        let offered = self.registry.actions.get(action_type);
        found(diags, "action", action_type, offered)?.get(diags, ErasedAction::schema)
    }

    /// The function of that name.
    pub(crate) fn function(
        &self,
        diags: &mut Diagnostics,
        name: &str,
    ) -> Option<&dyn ErasedFunction> {
        let offered = self.registry.functions.get(name);
        found(diags, "function", name, offered).map(AsRef::as_ref)
    }
}

fn found<T>(diags: &mut Diagnostics, kind: &str, name: &str, offered: Option<T>) -> Option<T> {
    if offered.is_none() {
        diags.add_error(problems::not_offered(kind, name));
    }
    offered
}

/// Something offered, with its schema once somebody asked.
pub(crate) struct Offered<T: ?Sized> {
    inner: Box<T>,
    schema: OnceLock<Result<TypeSchema, Diagnostics>>,
}

impl<T: ?Sized> Offered<T> {
    fn new(inner: Box<T>) -> Self {
        Self {
            inner,
            schema: OnceLock::new(),
        }
    }

    /// It and its schema; [`None`] comes with an error in `diags`.
    fn get(
        &self,
        diags: &mut Diagnostics,
        schema: impl FnOnce(&T, &mut Diagnostics) -> Option<TypeSchema>,
    ) -> Option<(&T, &TypeSchema)> {
        let schema = self.schema.get_or_init(|| {
            let mut own = Diagnostics::default();
            match schema(&self.inner, &mut own) {
                Some(schema) if own.errors.is_empty() => Ok(schema),
                _ => Err(problems::with_error(own, "schema")),
            }
        });
        match schema {
            Ok(schema) => Some((&*self.inner, schema)),
            Err(errors) => {
                diags.add_diagnostics(errors.clone());
                None
            }
        }
    }
}
