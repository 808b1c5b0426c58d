//! Reading replies leniently, and saying what is wrong with one without showing any of it.

use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::Error;
use crate::transport::{Call, Reply};

/// Reads a reply's body; `what` names the documented content for the error.
pub(crate) fn json<T: DeserializeOwned>(
    call: &Call,
    reply: &Reply,
    what: &str,
) -> Result<T, Error> {
    serde_json::from_slice(&reply.body)
        .map_err(|fault| unexpected(call, reply, problem(reply, &fault, what)))
}

/// A reply that was read but is not what is documented.
pub(crate) fn unexpected(call: &Call, reply: &Reply, problem: impl Into<String>) -> Error {
    Error::Unexpected {
        call: call.name.clone(),
        status: reply.status.as_u16(),
        problem: problem.into(),
        // The parser's own words can quote the reply.
        source: None,
    }
}

fn problem(reply: &Reply, fault: &serde_json::Error, what: &str) -> String {
    if reply.body.trim_ascii().is_empty() {
        return format!("the reply is empty instead of {what}");
    }
    if reply.is_html() {
        return format!("the reply is an HTML page instead of {what}");
    }
    let (line, column) = (fault.line(), fault.column());
    match fault.classify() {
        Category::Data => {
            format!("the reply is JSON but not {what} (line {line}, column {column})")
        }
        Category::Eof => {
            format!("the reply ends too early for {what} (line {line}, column {column})")
        }
        Category::Syntax | Category::Io => {
            format!("the reply is not JSON (line {line}, column {column})")
        }
    }
}

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
