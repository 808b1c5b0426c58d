//! Reading replies leniently, and writing requests.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

/// A field that old replies leave out and others set to null: both give the default.
pub(crate) fn or_default<'de, D, T>(field: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(field)?.unwrap_or_default())
}

/// Scalingo documents an array of one where captured replies show the object itself.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T> {
    /// The object.
    One(T),
    /// The array.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The only item; none for an empty array or one with more items.
    pub(crate) fn only(self) -> Option<T> {
        match self {
            Self::One(item) => Some(item),
            Self::Many(items) => {
                let mut items = items.into_iter();
                let first = items.next();
                if items.next().is_some() { None } else { first }
            }
        }
    }
}

/// `{"<name>": <content>}`, the form of nearly every request.
pub(crate) fn envelope(name: &str, content: impl Serialize) -> impl Serialize {
    std::collections::BTreeMap::from([(name.to_owned(), content)])
}
