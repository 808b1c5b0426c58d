//! Reading replies leniently, and writing requests.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use crate::text::shown;

/// A field that old replies leave out and others set to null: both give the default.
pub(crate) fn or_default<'de, D, T>(field: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(field)?.unwrap_or_default())
}

/// A text for people, without what a terminal would take for commands. Missing and null are empty.
pub(crate) fn shown_text<'de, D: Deserializer<'de>>(field: D) -> Result<String, D::Error> {
    Ok(shown(&or_default::<D, String>(field)?))
}

/// Scalingo documents an array of one where captured replies show the object itself.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T> {
    /// The array.
    Many(Vec<T>),
    /// The object.
    One(T),
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
