//! The typed traits seen through object-safe ones, in one place.
//!
//! `tf-provider` has erased twins of its own, but they take a type that cannot
//! be named outside that crate. Ours take untyped [`Value`]s, and a request
//! struct wherever several of them belong together.

mod data_source;
mod function;
mod private;
mod provider;
mod resource;
mod typed;

pub(crate) use data_source::{ErasedDataSource, ReadDataSource};
pub(crate) use function::ErasedFunction;
pub(crate) use provider::ErasedProvider;
pub(crate) use resource::{
    Create, Destroy, ErasedResource, Kept, PlanCreate, PlanDestroy, PlanUpdate, Planned, Read,
    Update,
};

/// A typed implementation, to be used through an erased trait.
pub(crate) struct Typed<T>(pub(crate) T);
