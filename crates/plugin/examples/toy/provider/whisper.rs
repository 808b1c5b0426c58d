//! `toy_whisper`: a text that is kept nowhere.

use async_trait::async_trait;
use plugin::EphemeralResource;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueString};

use super::{error, schemas};

/// The ephemeral resource.
pub(super) struct Whisper;

/// What is whispered, and what is heard.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    text: ValueString<'static>,
    heard: ValueString<'static>,
}

#[async_trait]
impl EphemeralResource for Whisper {
    type State = State;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::whisper())
    }

    async fn validate(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        if config.text.as_str() == "loud" {
            diags.add_error(error("Too loud", "text"));
        }
        Some(())
    }

    async fn open(&self, diags: &mut Diagnostics, config: State) -> Option<State> {
        let heard = match config.text.as_str() {
            "broken" => {
                diags.add_error(error("Nobody listens", "text"));
                return None;
            }
            "silent" => return None,
            "hang" => std::future::pending().await,
            "wary" => {
                diags.add_warning(error("Somebody else listens", "text"));
                Value::Null
            }
            "vague" => Value::Unknown,
            text => Value::Value(text.to_lowercase().into()),
        };
        Some(State { heard, ..config })
    }
}
