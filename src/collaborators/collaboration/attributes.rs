//! The attributes of a collaboration.

use scalingo::{Collaborator, User};
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::{Host, NamedHost};
use super::super::person::present;

/// The attributes. No `Debug`: the link lets anybody join.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Collaboration {
    /// The app, by id or by name, in the user's spelling.
    pub(super) app: Value<String>,
    /// Its id, whatever `app` says.
    pub(super) app_id: Value<String>,
    /// Address of the account.
    pub(super) email: Value<String>,
    /// Collaborator id; null where Scalingo does not show the list.
    pub(super) id: Value<String>,
    /// The link of the invitation: only ever in the configuration.
    pub(super) invitation_link_wo: Value<String>,
    /// Whether the role is Limited Collaborator; null like `id`.
    pub(super) limited: Value<bool>,
    /// Id of the account.
    pub(super) user_id: Value<String>,
    /// User name of the account.
    pub(super) username: Value<String>,
}

impl Collaboration {
    /// The app; an error when the state lacks it.
    pub(super) fn at(&self) -> Result<NamedHost<'_>, Diagnostic> {
        Ok(NamedHost {
            host: Host::App,
            app: present("app", &self.app)?,
            app_id: self.app_id.as_deref_option(),
        })
    }

    /// This state of an account that is on the app, with its row where the list
    /// can be read.
    pub(super) fn with(self, user: &User, app_id: &str, row: Option<&Collaborator>) -> Self {
        Self {
            app: self.app,
            app_id: Value::Value(app_id.to_owned()),
            email: Value::Value(user.email.to_string()),
            id: row.map(|row| row.id.clone()).into(),
            invitation_link_wo: Value::Null,
            limited: row.map(|row| row.is_limited).into(),
            user_id: Value::Value(user.id.clone()),
            username: Value::Value(user.username.clone()),
        }
    }

    /// The same with all that the API says unknown.
    pub(super) fn with_unknown_facts(self) -> Self {
        Self {
            app: self.app,
            app_id: Value::Unknown,
            email: Value::Unknown,
            id: Value::Unknown,
            invitation_link_wo: Value::Null,
            limited: Value::Unknown,
            user_id: Value::Unknown,
            username: Value::Unknown,
        }
    }
}
