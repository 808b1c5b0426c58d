//! The toy provider: notes that exist only in Terraform's state.
//!
//! What a note's `text` says decides how it behaves, so that every path of the
//! server can be walked.

mod bell;
mod echo;
mod join;
mod note;
mod schemas;
mod shelf;
mod whisper;

use async_trait::async_trait;
use plugin::{Catalogue, Registry, Stop};
use serde::{Deserialize, Serialize};
use tf_provider::schema::Schema;
use tf_provider::value::{ValueEmpty, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Provider};

/// The provider block.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Config<'a> {
    #[serde(borrow)]
    greeting: ValueString<'a>,
}

/// A provider of notes.
pub(crate) struct Toy {
    stop: Stop,
}

impl Toy {
    /// A provider whose waits end with `stop`.
    pub(crate) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

#[async_trait]
impl Provider for Toy {
    type Config<'a> = Config<'a>;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::provider())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Config<'a>) -> Option<()> {
        if config.greeting.as_str() == "rude" {
            diags.add_error(error("Rude greeting", "greeting"));
        }
        Some(())
    }
}

impl Catalogue for Toy {
    fn register(&self, registry: &mut Registry) {
        registry.resource("toy_note", note::Notes::new(self.stop.clone()));
        registry.list_resource("toy_note", shelf::Shelf);
        registry.data_source("toy_echo", echo::Echo);
        registry.ephemeral_resource("toy_whisper", whisper::Whisper);
        registry.action("toy_ring", bell::Bell::new(self.stop.clone()));
        registry.function("join", join::Join);
    }
}

/// An error at an attribute, without the backtrace that `Diagnostic::new` adds.
fn error(summary: &'static str, attribute: &'static str) -> Diagnostic {
    Diagnostic {
        summary: summary.into(),
        detail: "The toy provider was asked for it.".into(),
        attribute: AttributePath::new(attribute),
    }
}
