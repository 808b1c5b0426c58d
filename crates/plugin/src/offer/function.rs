//! Functions.

use async_trait::async_trait;
use tf_provider::schema::FunctionSchema;
use tf_provider::{Diagnostics, Function};

use super::Typed;
use super::typed::{typed, untyped};
use crate::value::Value;

/// [`Function`] over untyped values. Wherever [`None`] is returned, `diags`
/// should hold an error.
#[async_trait]
pub(crate) trait ErasedFunction: Send + Sync {
    fn schema(&self, diags: &mut Diagnostics) -> Option<FunctionSchema>;
    /// `arguments` are the positional ones, variadic ones flattened behind
    /// them.
    async fn call(&self, diags: &mut Diagnostics, arguments: Vec<Value>) -> Option<Value>;
}

#[async_trait]
impl<F: Function> ErasedFunction for Typed<F> {
    fn schema(&self, diags: &mut Diagnostics) -> Option<FunctionSchema> {
        self.0.schema(diags)
    }

    async fn call(&self, diags: &mut Diagnostics, arguments: Vec<Value>) -> Option<Value> {
        let input = typed(diags, Value::Array(arguments))?;
        let output = self.0.call(diags, input).await?;
        untyped(diags, &output)
    }
}
