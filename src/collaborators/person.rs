//! The attributes of one person on one app or database.

use scalingo::{App, Collaborator, Email};
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::host::{Host, NamedHost};
use crate::diagnostics::collaborator as messages;
use crate::seats::Written;

/// The status of an owner, whom the API lists nowhere.
const OWNER: &str = "owner";

/// One person, under the names of `scalingo_collaborator`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// The app or database, by id or by name, in the user's spelling.
    pub(super) app: Value<String>,
    /// Its id, whatever `app` says.
    pub(super) app_id: Value<String>,
    /// The address, in the user's spelling.
    pub(super) email: Value<String>,
    /// Whether the role is Limited Collaborator.
    pub(super) limited: Value<bool>,
    /// Opaque collaborator id; the user id of an owner.
    pub(super) id: Value<String>,
    /// User name, `n/a` while the invitation is pending.
    pub(super) username: Value<String>,
    /// `pending`, `accepted`, `owner`, or what else the API says.
    pub(super) status: Value<String>,
    /// Id of the user who accepted; null while pending.
    pub(super) user_id: Value<String>,
    /// Whether the person has two-factor on; null while pending.
    pub(super) tfa_status: Value<bool>,
    /// Whether somebody who is there already is taken over.
    pub(super) adopt_existing: Value<bool>,
    /// Whether the user of the token in use may be removed.
    pub(super) allow_self_removal: Value<bool>,
    /// The address as the API's list has it now; not kept in the state.
    #[serde(skip)]
    pub(super) listed_as: Option<Email>,
}

/// The same person under the names of `scalingo_database_collaborator`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DatabasePerson(#[serde(with = "DatabaseNames")] Person);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Person")]
struct DatabaseNames {
    #[serde(rename = "database")]
    app: Value<String>,
    #[serde(rename = "database_id")]
    app_id: Value<String>,
    email: Value<String>,
    #[serde(skip, default = "full_role")]
    limited: Value<bool>,
    id: Value<String>,
    username: Value<String>,
    status: Value<String>,
    user_id: Value<String>,
    tfa_status: Value<bool>,
    adopt_existing: Value<bool>,
    allow_self_removal: Value<bool>,
    #[serde(skip)]
    listed_as: Option<Email>,
}

/// Databases have the full role only.
fn full_role() -> Value<bool> {
    Value::Value(false)
}

impl From<DatabasePerson> for Person {
    fn from(person: DatabasePerson) -> Self {
        person.0
    }
}

impl From<Person> for DatabasePerson {
    fn from(person: Person) -> Self {
        Self(person)
    }
}

/// A person as the configuration wants them.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'a> {
    pub(super) host: Host,
    /// The id or name of what they work on.
    pub(super) app: &'a str,
    pub(super) email: Email,
    pub(super) is_limited: bool,
    pub(super) adopt_existing: bool,
}

/// A person as the state has them.
#[derive(Clone, Debug)]
pub(super) struct Stored<'a> {
    pub(super) host: Host,
    /// The id or name of what they work on, in the user's spelling.
    pub(super) app: &'a str,
    /// Its id, which other providers' states lack.
    pub(super) app_id: Option<&'a str>,
    pub(super) email: Email,
    /// The collaborator id.
    pub(super) id: Option<&'a str>,
    pub(super) user_id: Option<&'a str>,
    pub(super) is_owner: bool,
    pub(super) allow_self_removal: bool,
}

impl Stored<'_> {
    /// What they work on.
    pub(super) fn at(&self) -> NamedHost<'_> {
        NamedHost {
            host: self.host,
            app: self.app,
            app_id: self.app_id,
        }
    }

    /// What to ask for: the id once it is known, because names change.
    pub(super) fn target(&self) -> &str {
        self.app_id.unwrap_or(self.app)
    }
}

impl Person {
    /// The person as the state has them; an error when the state lacks what
    /// somebody is found by.
    pub(super) fn stored(&self, host: Host) -> Result<Stored<'_>, Diagnostic> {
        Ok(Stored {
            host,
            app: present(host.attribute(), &self.app)?,
            app_id: self.app_id.as_deref_option(),
            email: Email::as_given(present("email", &self.email)?),
            id: self.id.as_deref_option(),
            user_id: self.user_id.as_deref_option(),
            is_owner: self.is_owner(),
            allow_self_removal: self.allow_self_removal.unwrap_or(false),
        })
    }

    /// The person as a plan wants them; none while app or address are unknown.
    pub(super) fn wanted(&self, host: Host) -> Option<Wanted<'_>> {
        Some(Wanted {
            host,
            app: self.app.as_deref_option()?,
            email: Email::as_given(self.email.as_deref_option()?),
            is_limited: self.limited.unwrap_or(false),
            adopt_existing: self.adopt_existing.unwrap_or(false),
        })
    }

    /// What the configuration says of who is where, as far as it is known.
    pub(super) fn written(&self) -> Written {
        let address = self.email.as_deref_option().map(str::to_ascii_lowercase);
        Written(vec![self.app.as_deref_option().map(str::to_owned), address])
    }

    /// Whether the state says that the person owns the app.
    pub(super) fn is_owner(&self) -> bool {
        self.status.as_deref_option() == Some(OWNER)
    }

    /// The person of a row as an import by identity has them.
    pub(super) fn imported(row: &Collaborator) -> Self {
        let state = Self {
            app: Value::Value(row.app_id.clone()),
            email: Value::Value(row.email.as_str().to_ascii_lowercase()),
            ..Self::default()
        };
        state.with(row)
    }

    /// This state with what the API says; `app` and `email` keep the user's
    /// spelling.
    pub(super) fn with(self, row: &Collaborator) -> Self {
        Self {
            limited: Value::Value(row.is_limited),
            id: Value::Value(row.id.clone()),
            app_id: Value::Value(row.app_id.clone()),
            username: Value::Value(row.username.clone()),
            status: Value::Value(row.status.as_str().to_owned()),
            user_id: row.user_id.clone().into(),
            tfa_status: row.tfa_status.into(),
            listed_as: Some(row.email.clone()),
            ..self
        }
    }

    /// This state for somebody who owns the app.
    pub(super) fn owning(self, app: &App) -> Self {
        Self {
            limited: Value::Value(false),
            id: Value::Value(app.owner.id.clone()),
            app_id: Value::Value(app.id.clone()),
            username: Value::Value(app.owner.username.clone()),
            status: Value::Value(OWNER.to_owned()),
            user_id: Value::Value(app.owner.id.clone()),
            tfa_status: Value::Null,
            ..self
        }
    }

    /// The role as configured, full when it is not, and what is allowed.
    pub(super) fn planned(self, config: &Self) -> Self {
        Self {
            adopt_existing: config.adopt_existing,
            allow_self_removal: config.allow_self_removal,
            limited: if config.limited.is_null() {
                full_role()
            } else {
                self.limited
            },
            ..self
        }
    }

    /// What the API says of the person, not known before the apply.
    pub(super) fn with_unknown_facts(self) -> Self {
        Self {
            app_id: Value::Unknown,
            id: Value::Unknown,
            username: Value::Unknown,
            status: Value::Unknown,
            user_id: Value::Unknown,
            tfa_status: Value::Unknown,
            ..self
        }
    }

    /// The same, with what is unknown taken from `prior`.
    pub(super) fn filled_from(self, prior: Self) -> Self {
        Self {
            app_id: known_or(self.app_id, prior.app_id),
            id: known_or(self.id, prior.id),
            username: known_or(self.username, prior.username),
            status: known_or(self.status, prior.status),
            user_id: known_or(self.user_id, prior.user_id),
            tfa_status: known_or(self.tfa_status, prior.tfa_status),
            ..self
        }
    }
}

fn known_or<T>(value: Value<T>, prior: Value<T>) -> Value<T> {
    if value.is_unknown() { prior } else { value }
}

/// A value that every object in the state has.
pub(super) fn present<'a>(
    attribute: &'static str,
    value: &'a Value<String>,
) -> Result<&'a str, Diagnostic> {
    value
        .as_deref_option()
        .ok_or_else(|| messages::incomplete_state(attribute))
}
