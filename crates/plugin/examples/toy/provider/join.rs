//! `provider::toy::join`: joins texts.

use async_trait::async_trait;
use tf_provider::schema::FunctionSchema;
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Function};

use super::schemas;

/// The function.
pub(super) struct Join;

#[async_trait]
impl Function for Join {
    type Input<'a> = (String, Vec<String>);
    type Output<'a> = String;

    fn schema(&self, _: &mut Diagnostics) -> Option<FunctionSchema> {
        Some(schemas::join())
    }

    async fn call<'a>(
        &self,
        diags: &mut Diagnostics,
        (separator, texts): Self::Input<'a>,
    ) -> Option<String> {
        if texts.is_empty() {
            diags.add_error(Diagnostic {
                summary: "There is nothing to join".into(),
                detail: "".into(),
                attribute: AttributePath::function_argument(1),
            });
            return None;
        }
        Some(texts.join(&separator))
    }
}
