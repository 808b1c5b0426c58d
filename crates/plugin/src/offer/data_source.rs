//! Data sources.

use async_trait::async_trait;
use tf_provider::value::ValueEmpty;
use tf_provider::{DataSource, Diagnostics};

use super::typed::{typed, untyped};
use super::{TypeSchema, Typed};
use crate::value::Value;

/// [`DataSource`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedDataSource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn read(&self, diags: &mut Diagnostics, config: Value) -> Option<Value>;
}

#[async_trait]
impl<D> ErasedDataSource for Typed<D>
where
    D: for<'a> DataSource<ProviderMetaState<'a> = ValueEmpty>,
{
    fn schema(&self, diags: &mut Diagnostics) -> Option<TypeSchema> {
        TypeSchema::new(self.0.schema(diags)?, &[], diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = typed(diags, config)?;
        self.0.validate(diags, config).await
    }

    async fn read(&self, diags: &mut Diagnostics, config: Value) -> Option<Value> {
        let config = typed(diags, config)?;
        let state = self.0.read(diags, config, ValueEmpty::Null).await?;
        untyped(diags, &state)
    }
}
