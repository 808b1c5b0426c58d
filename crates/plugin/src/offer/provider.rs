//! The provider itself.

use async_trait::async_trait;
use tf_provider::{Diagnostics, Provider};

use super::typed::typed;
use super::{TypeSchema, Typed};
use crate::value::Value;

/// [`Provider`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedProvider: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn configure(
        &self,
        diags: &mut Diagnostics,
        terraform_version: String,
        config: Value,
    ) -> Option<()>;
}

#[async_trait]
impl<P: Provider> ErasedProvider for Typed<P> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        TypeSchema::new(self.0.schema(diags)?, &[], diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn configure(
        &self,
        diags: &mut Diagnostics,
        terraform_version: String,
        config: Value,
    ) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.configure(diags, terraform_version, config).await
    }
}
