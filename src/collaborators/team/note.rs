//! What one call leaves for the next in the private bytes of a team, as
//! `../note.rs` does for one person.

use std::collections::{BTreeMap, BTreeSet};

use plugin::PrivateBytes;
use scalingo::{Email, View};
use serde::{Deserialize, Serialize};

use super::super::host::{Host, NamedHost};
use super::attributes::{Members, Team};
use crate::seats::{Nonce, fresh_nonce};

/// The content of a team's private bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    /// Tells this object from others of the same app.
    #[serde(rename = "scalingo_nonce")]
    nonce: Option<Nonce>,
    /// The create of this object found people there, so that an older object
    /// of the same app may be on its way out.
    #[serde(rename = "scalingo_took_over", default)]
    pub(super) took_over: bool,
    /// The collaborator id of each member: addresses change, and stay the same
    /// person's.
    #[serde(rename = "scalingo_ids", default)]
    ids: BTreeMap<String, String>,
    /// What is replaced, should it come to that.
    #[serde(rename = "scalingo_replaced", skip_serializing_if = "Option::is_none")]
    pub(super) replaced: Option<Replaced>,
    /// Members are to be forgotten and not removed, should it come to a destroy.
    #[serde(rename = "scalingo_forgets", default)]
    pub(super) forgets: bool,
}

/// The team that is replaced; its people are those with a collaborator id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Replaced {
    app: String,
    app_id: Option<String>,
    pub(super) allow_self_removal: bool,
}

impl Replaced {
    /// What the team works on.
    pub(super) fn at(&self, host: Host) -> NamedHost<'_> {
        NamedHost {
            host,
            app: &self.app,
            app_id: self.app_id.as_deref(),
        }
    }
}

impl Note {
    /// The note of an object that did not exist before.
    pub(super) fn new() -> Self {
        Self::of(fresh_nonce())
    }

    /// The same with this mark.
    pub(super) fn of(nonce: Nonce) -> Self {
        Self {
            nonce: Some(nonce),
            ..Self::default()
        }
    }

    /// Reads private bytes. Those of others are no note.
    pub(super) fn read(private: &PrivateBytes) -> Self {
        serde_json::from_slice(private.as_slice()).unwrap_or_default()
    }

    /// The note as private bytes. It has a JSON form whatever is in it.
    pub(super) fn written(&self) -> PrivateBytes {
        PrivateBytes::new(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The object's mark, where the state has one.
    pub(super) fn nonce(&self) -> Option<&Nonce> {
        self.nonce.as_ref()
    }

    /// This note with a mark, a fresh one where the state has none.
    pub(super) fn marked(self) -> (Self, Nonce) {
        let nonce = self.nonce.unwrap_or_else(fresh_nonce);
        let note = Self {
            nonce: Some(nonce.clone()),
            ..self
        };
        (note, nonce)
    }

    /// What stays beside the state.
    pub(super) fn kept(self) -> Self {
        Self {
            replaced: None,
            forgets: false,
            ..self
        }
    }

    /// This note with the team that is replaced, should it come to that.
    pub(super) fn replacing(self, prior: &Team, at: NamedHost<'_>) -> Self {
        let replaced = Replaced {
            app: at.app.to_owned(),
            app_id: at.app_id.map(str::to_owned),
            allow_self_removal: prior.allow_self_removal.unwrap_or(false),
        };
        Self {
            replaced: Some(replaced),
            ..self
        }
    }

    /// This note of an object whose create found people there, or not.
    pub(super) fn taking_over(self, took_over: bool) -> Self {
        Self { took_over, ..self }
    }

    /// This note, with the word whether a destroy that comes first forgets the
    /// team and removes nobody.
    pub(super) fn forgetting(self, forgets: bool) -> Self {
        Self { forgets, ..self }
    }

    /// This note with these collaborator ids.
    pub(super) fn with_ids<'a>(self, ids: impl Iterator<Item = (&'a Email, &'a str)>) -> Self {
        let ids = ids.map(|(email, id)| (email.to_string(), id.to_owned()));
        Self {
            ids: ids.collect(),
            ..self
        }
    }

    /// The collaborator id of a member.
    pub(super) fn id_of(&self, email: &Email) -> Option<String> {
        self.ids.get(email.as_str()).cloned()
    }

    /// The collaborator ids by address.
    pub(super) fn ids(&self) -> BTreeMap<Email, &str> {
        let ids = self.ids.iter();
        ids.map(|(email, id)| (Email::as_given(email), &**id))
            .collect()
    }

    /// The address of the state for each address that is new in the
    /// configuration and, by the collaborator id, belongs to a member.
    pub(super) fn renamed(
        &self,
        people: &View,
        before: &Members,
        after: &Members,
    ) -> BTreeMap<Email, Email> {
        let (ids, taken): (_, BTreeSet<&Email>) = (self.ids(), before.keys().collect());
        let lacking = before.keys().filter(|email| !after.contains_key(*email));
        let pairs = lacking.filter_map(|old| {
            let row = people.by_id(ids.get(old)?)?;
            let (new, _) = after.get_key_value(&row.email)?;
            (!taken.contains(new)).then(|| (new.clone(), old.clone()))
        });
        pairs.collect()
    }
}
