//! One person on an app or database: as the service keeps it, as the API and a
//! test see it.

use serde_json::{Value, json};

use super::{Place, User};
use crate::bearers::random_text;

/// Status of an invitation nobody has accepted yet.
pub(super) const PENDING: &str = "pending";
/// Status of a person who joined.
pub(super) const ACCEPTED: &str = "accepted";

/// What replies of 2020 did not have.
const NEWER_FIELDS: [&str; 4] = ["user_id", "is_limited", "tfa_status", "app_name"];

/// A collaborator as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collaborator {
    /// 24 hex digits.
    pub id: String,
    /// Address as the service keeps it.
    pub email: String,
    /// `n/a` while pending.
    pub username: String,
    /// Who accepted; `None` while pending.
    pub user_id: Option<String>,
    /// `pending`, `accepted`, or what a test has set.
    pub status: String,
    /// Limited Collaborator role.
    pub is_limited: bool,
    /// Two-factor authentication; `None` while pending.
    pub tfa_status: Option<bool>,
    /// Secret link of a pending invitation; empty otherwise.
    pub invitation_link: String,
    /// Id of the app or database.
    pub app_id: String,
    /// Name of the app or database.
    pub app_name: String,
}

impl Collaborator {
    /// The collaborator as the API shows it, or showed it when it was `old`.
    pub(crate) fn json(&self, old: bool, base_url: &str) -> Value {
        let link = match self.invitation_link.as_str() {
            "" if old => invitation_link(base_url, ""),
            link => link.to_owned(),
        };
        let mut shown = json!({
            "id": self.id, "email": self.email, "username": self.username, "user_id": self.user_id,
            "status": self.status, "is_limited": self.is_limited, "tfa_status": self.tfa_status,
            "invitation_link": link, "app_id": self.app_id, "app_name": self.app_name,
        });
        if let (true, Some(fields)) = (old, shown.as_object_mut()) {
            fields.retain(|name, _| !NEWER_FIELDS.contains(&name.as_str()));
        }
        shown
    }
}

/// An e-mail an invitation has caused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentEmail {
    /// The invited address.
    pub to: String,
    /// Name of the app or database.
    pub app: String,
    /// The secret link, as long as the invitation is pending.
    pub link: String,
}

/// A collaborator as the service keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) username: String,
    pub(crate) user_id: Option<String>,
    pub(crate) status: String,
    pub(crate) is_limited: bool,
    pub(crate) tfa_status: Option<bool>,
    pub(crate) token: String,
}

impl Row {
    pub(crate) fn pending(id: String, email: String, is_limited: bool) -> Self {
        Self {
            id,
            email,
            username: "n/a".to_owned(),
            user_id: None,
            status: PENDING.to_owned(),
            is_limited,
            tfa_status: None,
            token: random_text(40),
        }
    }

    pub(crate) fn join(&mut self, user: &User) {
        self.username.clone_from(&user.username);
        self.user_id = Some(user.id.clone());
        ACCEPTED.clone_into(&mut self.status);
        self.tfa_status = Some(user.tfa);
    }

    pub(super) fn has_joined_as(&self, user: &str) -> bool {
        self.status == ACCEPTED && self.user_id.as_deref() == Some(user)
    }

    pub(crate) fn shown(&self, place: &Place, base_url: &str) -> Collaborator {
        let link = if self.status == PENDING {
            invitation_link(base_url, &self.token)
        } else {
            String::new()
        };
        Collaborator {
            id: self.id.clone(),
            email: self.email.clone(),
            username: self.username.clone(),
            user_id: self.user_id.clone(),
            status: self.status.clone(),
            is_limited: self.is_limited,
            tfa_status: self.tfa_status,
            invitation_link: link,
            app_id: place.id.clone(),
            app_name: place.name.clone(),
        }
    }
}

fn invitation_link(base_url: &str, token: &str) -> String {
    format!("{base_url}/apps/collaboration?token={token}")
}
