//! The list of `toy_note`: as many notes as it is asked for.

use async_trait::async_trait;
use plugin::{Identity, ListResource, Listed};
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tf_provider::value::{ValueNumber, ValueString};

use super::note::Note;
use super::{error, schemas};

/// The list resource.
pub(super) struct Shelf;

/// The `config` block.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Config {
    count: ValueNumber,
    mood: ValueString<'static>,
}

#[async_trait]
impl ListResource for Shelf {
    type Config = Config;
    type State = Note<'static>;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::shelf())
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        if config.count.as_ref_option().is_some_and(|count| *count < 0) {
            diags.add_error(error("Fewer than no notes", "count"));
        }
        Some(())
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Config,
    ) -> Option<Vec<Listed<Note<'static>>>> {
        match config.mood.as_str() {
            "wary" => diags.add_warning(error("Some are old", "mood")),
            "broken" => diags.add_error(error("The shelf broke", "mood")),
            "silent" => return None,
            _ => {}
        }
        let count = config.count.unwrap_or(0).min(9);
        let notes = (1..=count).map(|number| Listed {
            display_name: format!("Note {number}"),
            identity: Identity::new([("id", number.to_string())]),
            state: Note::found(number.to_string()),
        });
        Some(notes.collect())
    }
}
