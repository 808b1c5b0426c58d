//! Notes that a plan leaves in the private bytes for the calls that follow.
//!
//! They are never stored: what is created or updated starts with none. JSON,
//! because the official provider reads private bytes as JSON.

use plugin::PrivateBytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;

use super::plan::Going;

#[derive(Serialize, Deserialize)]
enum Note<S> {
    /// The person is kept, only the state forgets them.
    #[serde(rename = "scalingo_kept")]
    Kept,
    /// The object that is replaced, should it come to that.
    #[serde(rename = "scalingo_replaced")]
    Replaced(S),
}

/// What the plan of a removal leaves for the apply; a warning goes to `diags`.
pub(super) fn left_for_apply(diags: &mut Diagnostics, going: Going) -> PrivateBytes {
    match going {
        Going::Removed => PrivateBytes::default(),
        Going::Kept(warning) => {
            diags.warnings.push(warning);
            written(&Note::<()>::Kept)
        }
    }
}

/// Whether the plan said that the person is kept.
pub(super) fn is_kept(private: &PrivateBytes) -> bool {
    let note: Result<Note<serde_json::Value>, _> = serde_json::from_slice(private.as_slice());
    matches!(note, Ok(Note::Kept))
}

/// What the plan of a change leaves for the plan of a replacement.
pub(super) fn replacing<S: Serialize>(prior: &S) -> PrivateBytes {
    written(&Note::Replaced(prior))
}

/// The object that is replaced, if the plan of a change left it.
pub(super) fn replaced<S: DeserializeOwned>(private: &PrivateBytes) -> Option<S> {
    match serde_json::from_slice(private.as_slice()) {
        Ok(Note::Replaced(prior)) => Some(prior),
        _ => None,
    }
}

/// A note as bytes. State that has no JSON form leaves no note; states are
/// wholly known, so there is none.
fn written<S: Serialize>(note: &Note<S>) -> PrivateBytes {
    PrivateBytes::new(serde_json::to_vec(note).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_back_and_bytes_of_others_are_not_notes() {
        let replaced_note = replacing(&"me");
        assert_eq!(replaced::<String>(&replaced_note).as_deref(), Some("me"));
        assert!(!is_kept(&replaced_note));
        assert!(is_kept(&written(&Note::<()>::Kept)));
        for foreign in [
            &b""[..],
            b"null",
            b"{\"schema_version\":\"1\"}",
            &[0xc1, 0xff],
        ] {
            let foreign = PrivateBytes::new(foreign.to_vec());
            assert!(!is_kept(&foreign));
            assert_eq!(replaced::<String>(&foreign), None);
        }
    }
}
