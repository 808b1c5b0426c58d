//! `toy_note`: a note whose text says how it behaves.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use plugin::{Identity, IdentityAttribute, ManagedResource, PrivateBytes, Stop, UpgradeRequest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty, ValueList, ValueNumber, ValueSet, ValueString};
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::{error, schemas};

/// Panics when it is created.
const PANIC: &str = "panic";
/// Waits for a stop when it is created, and then says how far it came.
const WAIT: &str = "wait";
/// Takes a minute when it is created.
const SLOW: &str = "slow";
/// Never ends when it is looked at.
const HANG: &str = "hang";
/// Half exists: an error and a state with unknown values.
const HALF: &str = "half";
/// Gives no result and no error, whatever is asked.
const SILENT: &str = "silent";
/// Is gone at the next look.
const GONE: &str = "gone";
/// Cannot be looked at, changed or removed.
const STUBBORN: &str = "stubborn";

/// A named part of a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part<'a> {
    #[serde(borrow)]
    name: ValueString<'a>,
    #[serde(borrow)]
    checksum: ValueString<'a>,
}

/// A link of a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Link<'a> {
    #[serde(borrow)]
    url: ValueString<'a>,
}

/// A note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Note<'a> {
    #[serde(borrow)]
    id: ValueString<'a>,
    #[serde(borrow)]
    text: ValueString<'a>,
    #[serde(borrow)]
    secret: ValueString<'a>,
    size: ValueNumber,
    weight: Value<f64>,
    #[serde(borrow)]
    tags: Value<BTreeMap<Cow<'a, str>, ValueString<'a>>>,
    #[serde(borrow)]
    parts: ValueList<Part<'a>>,
    #[serde(borrow)]
    links: ValueSet<Link<'a>>,
}

impl Note<'_> {
    /// Fills what the provider computes.
    fn finish(&mut self) {
        if self.id.is_unknown() {
            self.id = Value::Value(format!("note-{}", self.text.len()).into());
        }
        if self.size.is_unknown() {
            self.size = Value::Value(i64::try_from(self.text.len()).unwrap_or(i64::MAX));
        }
        for part in self.parts.iter_mut().flatten() {
            part.checksum = Value::Value(part.name.chars().rev().collect::<String>().into());
        }
    }
}

impl Note<'static> {
    /// A note with this id and text.
    pub(super) fn found(id: String) -> Self {
        Self {
            id: Value::Value(id.clone().into()),
            text: Value::Value(id.into()),
            ..Self::default()
        }
    }
}

/// The resource.
pub(super) struct Notes {
    stop: Stop,
}

impl Notes {
    /// Notes whose waits end with `stop`.
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

#[async_trait]
impl ManagedResource for Notes {
    fn write_only(&self) -> &'static [&'static str] {
        &["secret"]
    }

    fn shorten(&self, config: &mut Note<'_>) {
        config.size = Value::Null;
    }

    fn identity_attributes(&self) -> &'static [IdentityAttribute] {
        const ID: IdentityAttribute = IdentityAttribute {
            name: "id",
            description: "The note's id.",
        };
        &[ID]
    }

    fn identity(&self, note: &Note<'_>) -> Option<Identity> {
        let id = note.id.as_deref_option()?;
        Some(Identity::new([("id", id.to_owned())]))
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        self.import(diags, identity.text("id").to_owned()).await
    }

    /// Version 0 called the text `body`.
    async fn upgrade_state(
        &self,
        _: &mut Diagnostics,
        mut request: UpgradeRequest,
    ) -> Option<Map<String, Json>> {
        if let Some(body) = request.state.remove("body") {
            request.state.insert("text".to_owned(), body);
        }
        Some(request.state)
    }
}

#[async_trait]
impl Resource for Notes {
    type State<'a> = Note<'a>;
    type PrivateState<'a> = PrivateBytes;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schemas::note())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Note<'a>) -> Option<()> {
        if config.text.as_str() == "empty" {
            diags.add_error(error("Empty note", "text"));
        }
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: Note<'a>,
        private: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        match state.text.as_str() {
            GONE => None,
            STUBBORN => {
                diags.add_error(error("Not readable", "text"));
                None
            }
            HANG => std::future::pending().await,
            _ => Some((state, private)),
        }
    }

    async fn plan_create<'a>(
        &self,
        _: &mut Diagnostics,
        proposed: Note<'a>,
        _: Note<'a>,
        _: ValueEmpty,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        match proposed.text.as_str() {
            SILENT => None,
            _ => Some((proposed, PrivateBytes::default())),
        }
    }

    async fn plan_update<'a>(
        &self,
        _: &mut Diagnostics,
        prior: Note<'a>,
        mut proposed: Note<'a>,
        _: Note<'a>,
        private: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<(Note<'a>, PrivateBytes, Vec<AttributePath>)> {
        let mut replace = Vec::new();
        if prior.tags != proposed.tags {
            replace = ["text", "tags", "text"].map(AttributePath::new).to_vec();
        }
        if prior.parts != proposed.parts {
            for part in proposed.parts.iter_mut().flatten() {
                part.checksum = Value::Unknown;
            }
        }
        Some((proposed, private, replace))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _: Note<'a>,
        private: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<PrivateBytes> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        mut planned: Note<'a>,
        _: Note<'a>,
        private: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        match planned.text.as_str() {
            #[expect(clippy::panic, reason = "a crash is what was asked for")]
            PANIC => panic!("the note says so"),
            WAIT => {
                self.stop.token().cancelled().await;
                diags.add_error(error("Interrupted half-way", "text"));
            }
            SLOW => tokio::time::sleep(Duration::from_mins(1)).await,
            HALF => {
                diags.add_error(error("Only half there", "text"));
                return Some((planned, private));
            }
            SILENT => return None,
            _ => {}
        }
        planned.finish();
        Some((planned, private))
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Note<'a>,
        mut planned: Note<'a>,
        _: Note<'a>,
        private: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        if prior.text.as_str() == STUBBORN {
            diags.add_error(error("Not changeable", "text"));
            return None;
        }
        planned.finish();
        Some((planned, private))
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Note<'a>,
        _: PrivateBytes,
        _: ValueEmpty,
    ) -> Option<()> {
        if prior.text.as_str() == STUBBORN {
            diags.add_error(error("Not removable", "text"));
        }
        Some(())
    }

    async fn import<'a>(
        &self,
        diags: &mut Diagnostics,
        id: String,
    ) -> Option<(Note<'a>, PrivateBytes)> {
        if id.is_empty() {
            diags.add_error(error("No id", "id"));
            return None;
        }
        Some((Note::found(id), PrivateBytes::new(b"imported".to_vec())))
    }
}
