//! The provider itself.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::{Diagnostics, Provider};

use super::Typed;
use super::typed::Encoded;
use crate::value::Value;

/// [`Provider`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedProvider: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;
    fn meta_schema(&self, diags: &mut Diagnostics) -> Option<Schema>;
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
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema> {
        self.0.schema(diags)
    }

    fn meta_schema(&self, diags: &mut Diagnostics) -> Option<Schema> {
        self.0.meta_schema(diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = Encoded::new(diags, &config)?;
        let config = config.read(diags)?;
        self.0.validate(diags, config).await
    }

    async fn configure(
        &self,
        diags: &mut Diagnostics,
        terraform_version: String,
        config: Value,
    ) -> Option<()> {
        let config = Encoded::new(diags, &config)?;
        let config = config.read(diags)?;
        self.0.configure(diags, terraform_version, config).await
    }
}
