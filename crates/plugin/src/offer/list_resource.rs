//! List resources: which objects of a type there are, managed or not.

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;

use super::identity::Identity;
use super::typed::{typed, untyped};
use super::{TypeSchema, Typed};
use crate::value::Value;

/// What `terraform query` finds of one resource type (Terraform 1.14).
///
/// The type must be a managed resource too, with an identity.
#[async_trait]
pub trait ListResource: Send + Sync {
    /// What the `config` block may say.
    type Config: DeserializeOwned + Send + 'static;
    /// The state of the managed resource.
    type State: Serialize + Send + 'static;

    /// The schema of the `config` block, or [`None`] with an error in `diags`.
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;

    /// Checks a `config` block, whose values may be unknown. [`None`] means the
    /// same as an error in `diags`.
    async fn validate(&self, diags: &mut Diagnostics, config: Self::Config) -> Option<()> {
        _ = (diags, config);
        Some(())
    }

    /// Everything that `config` asks for, in a stable order: Terraform names
    /// generated blocks by the position in it. [`None`] with an error in
    /// `diags` when not everything could be found; a part would pass for the
    /// whole.
    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Self::Config,
    ) -> Option<Vec<Listed<Self::State>>>;
}

/// One object that was found.
#[derive(Clone, Debug)]
pub struct Listed<S> {
    /// What a person searches for.
    pub display_name: String,
    /// What it is imported by.
    pub identity: Identity,
    /// Its state as an import would have it; what costs a call of its own may
    /// be null.
    pub state: S,
}

/// One object over untyped values.
pub(crate) struct Found {
    pub(crate) display_name: String,
    pub(crate) identity: Value,
    /// Null unless it was asked for.
    pub(crate) state: Value,
}

/// How much of a list is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    pub(crate) limit: usize,
    pub(crate) with_state: bool,
}

/// [`ListResource`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedListResource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Value,
        extent: Extent,
    ) -> Option<Vec<Found>>;
}

#[async_trait]
impl<L: ListResource> ErasedListResource for Typed<L> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        TypeSchema::new(self.0.schema(diags)?, &[], diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Value,
        extent: Extent,
    ) -> Option<Vec<Found>> {
        let config = typed(diags, config)?;
        let listed = self.0.list(diags, config).await?.into_iter();
        let found = listed.take(extent.limit).map(|listed| {
            Some(Found {
                display_name: listed.display_name,
                identity: listed.identity.into(),
                state: if extent.with_state {
                    untyped(diags, &listed.state)?
                } else {
                    Value::Nil
                },
            })
        });
        found.collect()
    }
}
