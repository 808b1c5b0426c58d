//! Rows of the API read leniently: one that cannot be understood is left out
//! and remembered, so that everybody else is not affected by it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use super::{Collaborator, Status};
use crate::Email;
use crate::text::{check_segment, is_harmless, shown};

/// A list of collaborators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The people, in the order of the reply.
    pub people: Vec<Collaborator>,
    /// The rows that could not be read.
    pub odd: Vec<OddRow>,
}

/// A row that could not be read, so that it is not known who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddRow {
    /// Collaborator id, where it can be read.
    pub id: Option<String>,
    /// Address, where it can be read.
    pub email: Option<Email>,
    /// Id of the app, where it can be read.
    pub app_id: Option<String>,
    /// What is wrong; it completes "a row cannot be read: …".
    pub problem: String,
}

impl Listed {
    /// Whether not a single row tells an id or an address, so that this is a list of something else.
    pub(super) fn is_about_nobody(&self) -> bool {
        self.people.is_empty() && self.odd.iter().all(OddRow::is_nameless)
    }
}

impl OddRow {
    /// A row whose id another one has already.
    pub(crate) fn repeated(row: Collaborator) -> Self {
        Self {
            id: None,
            email: Some(row.email),
            app_id: Some(row.app_id),
            problem: "its id is the one of another row".to_owned(),
        }
    }

    /// Whether it tells neither id nor address.
    pub(crate) fn is_nameless(&self) -> bool {
        self.id.is_none() && self.email.is_none()
    }
}

/// A value of the documented type, or any other.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Loose<T> {
    Plain(T),
    Odd(IgnoredAny),
}

/// One row as it comes: an object, or anything else.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Row(Loose<Fields>);

/// `id` and `email` are needed, everything else may be missing or null.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Fields {
    id: Loose<Option<String>>,
    email: Loose<Option<String>>,
    username: Loose<Option<String>>,
    user_id: Loose<Option<String>>,
    status: Loose<Option<String>>,
    is_limited: Loose<Option<bool>>,
    tfa_status: Loose<Option<bool>>,
    app_id: Loose<Option<String>>,
    app_name: Loose<Option<String>>,
}

impl<T: Default> Default for Loose<T> {
    fn default() -> Self {
        Self::Plain(T::default())
    }
}

impl<T> Loose<T> {
    /// The value, if it has the documented type.
    pub(super) fn plain(self) -> Option<T> {
        match self {
            Self::Plain(value) => Some(value),
            Self::Odd(_) => None,
        }
    }
}

impl<T> Loose<Option<T>> {
    pub(super) fn get(self) -> Option<T> {
        self.plain().flatten()
    }

    fn is_odd(&self) -> bool {
        matches!(self, Self::Odd(_))
    }
}

impl Loose<Option<String>> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Plain(Some(text)) => text,
            _ => "",
        }
    }

    /// The text, cleaned; none when there is nothing in it.
    fn shown(self) -> Option<String> {
        let text = self.get()?;
        let text = if is_harmless(&text) {
            text
        } else {
            shown(&text)
        };
        (!text.is_empty()).then_some(text)
    }
}

impl Row {
    /// The person, whose `app_id` stays empty where the row does not tell it.
    pub(super) fn read(self) -> Result<Collaborator, OddRow> {
        let Loose::Plain(fields) = self.0 else {
            return Err(OddRow {
                id: None,
                email: None,
                app_id: None,
                problem: "it is no object".to_owned(),
            });
        };
        match fields.problem() {
            None => Ok(fields.into_collaborator()),
            Some(problem) => Err(fields.into_odd(problem)),
        }
    }

    /// Whether the row says its role, which old replies leave out.
    pub(super) fn tells_role(&self) -> bool {
        matches!(&self.0, Loose::Plain(fields) if matches!(fields.is_limited, Loose::Plain(Some(_))))
    }
}

impl Fields {
    fn problem(&self) -> Option<String> {
        let odd = [
            ("id", self.id.is_odd()),
            ("email", self.email.is_odd()),
            ("username", self.username.is_odd()),
            ("user_id", self.user_id.is_odd()),
            ("status", self.status.is_odd()),
            ("is_limited", self.is_limited.is_odd()),
            ("tfa_status", self.tfa_status.is_odd()),
            ("app_id", self.app_id.is_odd()),
            ("app_name", self.app_name.is_odd()),
        ];
        if let Some((field, _)) = odd.into_iter().find(|(_, is_odd)| *is_odd) {
            return Some(format!("its {field} is of another type than documented"));
        }
        if let Err(problem) = check_segment(self.id.text()) {
            return Some(format!("its id {problem}"));
        }
        let email = self.email.text();
        if email.is_empty() || !is_harmless(email) {
            return Some("its email is empty or cannot be shown".to_owned());
        }
        let app_id = self.app_id.text();
        let app_id_is_bad = !app_id.is_empty() && check_segment(app_id).is_err();
        app_id_is_bad.then(|| "its app_id is no id".to_owned())
    }

    fn into_collaborator(self) -> Collaborator {
        Collaborator {
            id: self.id.get().unwrap_or_default(),
            email: Email::as_given(self.email.get().unwrap_or_default()),
            username: self.username.shown().unwrap_or_default(),
            user_id: self.user_id.shown(),
            status: Status::from_word(self.status.shown().unwrap_or_default()),
            is_limited: self.is_limited.get().unwrap_or_default(),
            tfa_status: self.tfa_status.get(),
            app_id: self.app_id.get().unwrap_or_default(),
            app_name: self.app_name.shown(),
        }
    }

    fn into_odd(self, problem: String) -> OddRow {
        OddRow {
            id: self.id.shown(),
            email: self.email.shown().map(Email::as_given),
            app_id: self.app_id.shown(),
            problem,
        }
    }
}

/// Sorts the rows while they are read, so that a long list is in memory once.
impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(rows: D) -> Result<Self, D::Error> {
        rows.deserialize_seq(Rows)
    }
}

struct Rows;

impl<'de> Visitor<'de> for Rows {
    type Value = Listed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of collaborators")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Listed, A::Error> {
        let mut listed = Listed::default();
        while let Some(row) = rows.next_element::<Row>()? {
            match row.read() {
                Ok(person) => listed.people.push(person),
                Err(odd) => listed.odd.push(odd),
            }
        }
        Ok(listed)
    }
}
