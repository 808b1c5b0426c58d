//! Data sources.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::{DataSource, Diagnostics};

use super::Typed;
use super::typed::{Encoded, untyped};
use crate::value::Value;

/// What a data source reads from.
pub(crate) struct ReadDataSource {
    pub(crate) config: Value,
    pub(crate) meta: Value,
}

/// [`DataSource`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedDataSource: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema>;
    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()>;
    async fn read(&self, diags: &mut Diagnostics, request: ReadDataSource) -> Option<Value>;
}

#[async_trait]
impl<D: DataSource> ErasedDataSource for Typed<D> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<Schema> {
        self.0.schema(diags)
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Value) -> Option<()> {
        let config = Encoded::new(diags, &config)?;
        let config = config.read(diags)?;
        self.0.validate(diags, config).await
    }

    async fn read(&self, diags: &mut Diagnostics, request: ReadDataSource) -> Option<Value> {
        let config = Encoded::new(diags, &request.config)?;
        let meta = Encoded::new(diags, &request.meta)?;
        let (config, meta) = (config.read(diags)?, meta.read(diags)?);
        let state = self.0.read(diags, config, meta).await?;
        untyped(diags, &state)
    }
}
