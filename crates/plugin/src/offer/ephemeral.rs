//! Ephemeral resources: values for one walk, kept nowhere.

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;

use super::typed::{typed, untyped};
use super::{TypeSchema, Typed};
use crate::value::Value;

/// Values that are in no state and no plan file (Terraform 1.10).
///
/// Terraform opens them in the plan and in the apply, as soon as the
/// configuration is known: opening must change nothing. They last as long as
/// the walk; none is renewed, and none needs to be closed.
#[async_trait]
pub trait EphemeralResource: Send + Sync {
    /// The configuration, and with what is computed the result.
    type State: Serialize + DeserializeOwned + Send + 'static;

    /// The schema, or [`None`] with an error in `diags`.
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;

    /// Checks a configuration, whose values may be unknown. [`None`] means the
    /// same as an error in `diags`.
    async fn validate(&self, diags: &mut Diagnostics, config: Self::State) -> Option<()> {
        _ = (diags, config);
        Some(())
    }

    /// The configuration as it is, with everything computed filled in. [`None`]
    /// with an error in `diags` when it could not be found out.
    async fn open(&self, diags: &mut Diagnostics, config: Self::State) -> Option<Self::State>;
}

/// [`EphemeralResource`] over untyped values. Wherever [`None`] is returned,
/// `diags` should hold an error.
#[async_trait]
pub(crate) trait ErasedEphemeralResource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn open(&self, diags: &mut Diagnostics, config: Value) -> Option<Value>;
}

#[async_trait]
impl<E: EphemeralResource> ErasedEphemeralResource for Typed<E> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        TypeSchema::new(self.0.schema(diags)?, &[], diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn open(&self, diags: &mut Diagnostics, config: Value) -> Option<Value> {
        let config = typed(diags, config)?;
        let opened = self.0.open(diags, config).await?;
        untyped(diags, &opened)
    }
}
