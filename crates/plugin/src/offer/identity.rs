//! What tells one object from all others, whatever else of it changes.

use std::collections::BTreeMap;

use crate::value::Value;

/// One attribute of an identity: a text, which an import by identity must name.
#[derive(Clone, Copy, Debug)]
pub struct IdentityAttribute {
    /// Its name.
    pub name: &'static str,
    /// What it is, as plain text.
    pub description: &'static str,
}

/// The identity of one object, which Terraform keeps beside the state: a text
/// for each [`IdentityAttribute`] of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity(BTreeMap<String, String>);

impl Identity {
    /// The identity of these texts by name.
    pub fn new<const N: usize>(texts: [(&'static str, String); N]) -> Self {
        Self(
            texts
                .map(|(name, text)| (name.to_owned(), text))
                .into_iter()
                .collect(),
        )
    }

    /// The text of that name; empty for one that the type does not have.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Reads a whole identity; none where a text is missing.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let members = value.as_map().filter(|members| !members.is_empty())?;
        let texts = members.iter().map(|(name, text)| {
            let (name, text) = (name.as_str()?, text.as_str()?);
            Some((name.to_owned(), text.to_owned()))
        });
        texts.collect::<Option<_>>().map(Self)
    }
}

impl From<Identity> for Value {
    fn from(identity: Identity) -> Self {
        let members = identity.0.into_iter();
        Self::Map(
            members
                .map(|(name, text)| (name.into(), text.into()))
                .collect(),
        )
    }
}
