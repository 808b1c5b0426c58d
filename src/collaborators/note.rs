//! What one call leaves for the next in the private bytes.
//!
//! A destroy gets what its plan left; a replacement's destroy gets what the
//! plan of the new object left; creates and updates are planned again at apply
//! and get what that plan left. JSON, because the official provider reads
//! private bytes as JSON.

use plugin::PrivateBytes;
use scalingo::Email;
use serde::{Deserialize, Serialize};

use super::person::{Person, Stored, Wanted};
use crate::seats::{Nonce, fresh_nonce};

/// The content of our private bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    /// Tells this object from others of the same seat; none where another
    /// provider wrote the state.
    #[serde(rename = "scalingo_nonce", skip_serializing_if = "Option::is_none")]
    nonce: Option<Nonce>,
    /// The create of this object found the person there, so that an older
    /// object of the same seat may be on its way out.
    #[serde(
        rename = "scalingo_took_over",
        default,
        skip_serializing_if = "is_false"
    )]
    pub(super) took_over: bool,
    /// The object that is replaced, should it come to that.
    #[serde(rename = "scalingo_replaced", skip_serializing_if = "Option::is_none")]
    pub(super) replaced: Option<Person>,
    /// Whoever is to be forgotten and not removed, should it come to a destroy.
    #[serde(rename = "scalingo_forgotten", skip_serializing_if = "Option::is_none")]
    forgotten: Option<Forgotten>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Forgotten {
    app: String,
    email: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde wants"
)]
fn is_false(flag: &bool) -> bool {
    !flag
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

    /// The note as private bytes.
    ///
    /// State that has no JSON form leaves no note; states are wholly known, so
    /// there is none.
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
            forgotten: None,
            ..self
        }
    }

    /// This note with the object that is replaced, should it come to that.
    pub(super) fn replacing(self, prior: &Person) -> Self {
        Self {
            replaced: Some(prior.clone()),
            ..self
        }
    }

    /// This note of an object whose create found the person there, or not.
    pub(super) fn taking_over(self, took_over: bool) -> Self {
        Self { took_over, ..self }
    }

    /// This note, with the word that `wanted` is taken over and so not removed
    /// by the destroy that comes first.
    pub(super) fn forgetting(self, wanted: &Wanted<'_>) -> Self {
        let forgotten = Forgotten {
            app: wanted.app.to_owned(),
            email: wanted.email.to_string(),
        };
        Self {
            forgotten: Some(forgotten),
            ..self
        }
    }

    /// Whether the plan said that this person is forgotten and not removed.
    pub(super) fn forgets(&self, stored: &Stored<'_>) -> bool {
        self.forgotten.as_ref().is_some_and(|forgotten| {
            Email::as_given(&*forgotten.email) == stored.email
                && (forgotten.app == stored.app || Some(&*forgotten.app) == stored.app_id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_back_and_bytes_of_others_are_not_notes() {
        let note = Note {
            replaced: Some(Person::default()),
            ..Note::new()
        };
        assert_eq!(Note::read(&note.written()), note);
        for foreign in [
            &b""[..],
            b"null",
            b"{\"schema_version\":\"1\"}",
            &[0xc1, 0xff],
        ] {
            assert_eq!(
                Note::read(&PrivateBytes::new(foreign.to_vec())),
                Note::default()
            );
        }
    }

    #[test]
    fn plans_leave_nothing_beside_the_state_but_the_mark() {
        let note = Note {
            took_over: true,
            replaced: Some(Person::default()),
            ..Note::new()
        };
        let kept = note.clone().kept();
        assert_eq!((kept.nonce, kept.took_over), (note.nonce, true));
        assert_eq!(kept.replaced, None);
    }
}
