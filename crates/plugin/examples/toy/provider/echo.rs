//! `toy_echo`: repeats its configuration.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty, ValueNumber, ValueString};
use tf_provider::{DataSource, Diagnostics};

use super::{error, schemas};

/// A text and its length.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State<'a> {
    #[serde(borrow)]
    text: ValueString<'a>,
    length: ValueNumber,
}

/// The data source.
pub(super) struct Echo;

#[async_trait]
impl DataSource for Echo {
    type State<'a> = State<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::echo())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        if config.text.as_str() == "silence" {
            diags.add_warning(error("Nothing to repeat", "text"));
        }
        Some(())
    }

    async fn read<'a>(
        &self,
        _: &mut Diagnostics,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<State<'a>> {
        let length = i64::try_from(config.text.len()).ok()?;
        Some(State {
            length: Value::Value(length),
            ..config
        })
    }
}
