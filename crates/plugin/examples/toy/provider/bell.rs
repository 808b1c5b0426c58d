//! `toy_ring`: an action that rings a bell, as often as it is asked for.

use std::time::Duration;

use async_trait::async_trait;
use plugin::{Action, Progress, Stop};
use serde::Deserialize;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tf_provider::value::{ValueNumber, ValueString};

use super::{error, schemas};

/// The action.
pub(super) struct Bell {
    stop: Stop,
}

impl Bell {
    /// A bell whose waits end with `stop`.
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

/// The `config` block.
#[derive(Debug, Deserialize)]
pub(crate) struct Config {
    times: ValueNumber,
    mood: ValueString<'static>,
    secret: ValueString<'static>,
}

#[async_trait]
impl Action for Bell {
    type Config = Config;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::bell())
    }

    fn write_only(&self) -> &'static [&'static str] {
        &["secret"]
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        if config.times.as_ref_option().is_some_and(|times| *times < 0) {
            diags.add_error(error("Fewer than no times", "times"));
        }
        if config.mood.as_str() == "wary" {
            diags.add_warning(error("It is late", "mood"));
        }
        Some(())
    }

    async fn invoke(
        &self,
        diags: &mut Diagnostics,
        config: Config,
        progress: &Progress,
    ) -> Option<()> {
        for time in 1..=config.times.unwrap_or(0) {
            progress.say(format!("ring {time}"));
        }
        match config.mood.as_str() {
            #[expect(clippy::panic, reason = "a crash is what was asked for")]
            "panic" => panic!("the bell fell down"),
            "broken" => diags.add_error(error("The bell broke", "mood")),
            "silent" => return None,
            "slow" => tokio::time::sleep(Duration::from_mins(1)).await,
            "wait" => {
                self.stop.token().cancelled().await;
                progress.say("stopped");
                diags.add_error(error("Interrupted half-way", "mood"));
            }
            _ => {}
        }
        if let Some(secret) = config.secret.as_deref_option() {
            progress.say(format!("{} letters", secret.len()));
        }
        Some(())
    }
}
