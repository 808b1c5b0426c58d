//! Collaborators: who may work on an app.

use std::fmt;
use std::time::Duration;

use http::Method;
use serde::{Deserialize, Serialize};

use crate::decode::{OneOrMany, envelope, or_default};
use crate::transport::Reply;
use crate::{Client, Email, Error};

/// An invitation is awaited a little shorter than other changes after a cancel: the rest of the time is for a look
/// at the list.
const INVITATION_GRACE: Duration = Duration::from_millis(850);

/// A person on an app. The invitation link, which lets anybody join who holds it, is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collaborator {
    /// Opaque id. Unique within one app only.
    pub id: String,
    /// The address as the API spells it.
    pub email: Email,
    /// The account's name; `n/a` while the invitation is pending.
    pub username: String,
    /// Id of the account that accepted the invitation.
    pub user_id: Option<String>,
    /// How far the invitation got.
    pub status: Status,
    /// True for the role Limited Collaborator. Old replies without the field mean false.
    pub is_limited: bool,
    /// Whether the account has two-factor authentication; none while the invitation is pending.
    pub tfa_status: Option<bool>,
    /// Id of the app; where a reply leaves it out, the best that is known: the id seen before, or what was asked for.
    pub app_id: String,
    /// Name of the app, which old replies leave out.
    pub app_name: Option<String>,
}

/// How far an invitation got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// `pending`: invited, not yet accepted.
    Pending,
    /// `accepted`.
    Accepted,
    /// `user account deleted`: accepted once, the account is gone.
    UserAccountDeleted,
    /// A word that is not documented.
    Other(String),
}

impl Status {
    /// The API's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::UserAccountDeleted => "user account deleted",
            Self::Other(word) => word,
        }
    }

    fn from_word(word: String) -> Self {
        match word.as_str() {
            "pending" => Self::Pending,
            "accepted" => Self::Accepted,
            "user account deleted" => Self::UserAccountDeleted,
            _ => Self::Other(word),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whom to invite, and in which role.
#[derive(Debug, Clone, Serialize)]
pub struct Invitation {
    /// Where the e-mail goes.
    pub email: Email,
    /// Always sent: Scalingo documents that leaving it out means true.
    pub is_limited: bool,
}

/// A row as it comes. `id` and `email` are needed, everything else may be missing or null.
#[derive(Deserialize)]
struct Row {
    id: String,
    email: String,
    #[serde(default, deserialize_with = "or_default")]
    username: String,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    is_limited: bool,
    #[serde(default)]
    tfa_status: Option<bool>,
    #[serde(default)]
    app_id: Option<String>,
    #[serde(default)]
    app_name: Option<String>,
}

#[derive(Deserialize)]
struct List {
    collaborators: Vec<Row>,
}

#[derive(Deserialize)]
struct Single {
    collaborator: OneOrMany<Row>,
}

#[derive(Serialize)]
struct RoleBody {
    is_limited: bool,
}

impl Row {
    fn is_complete(&self) -> bool {
        !self.id.is_empty() && !self.email.is_empty()
    }

    fn into_collaborator(self, app: &str) -> Collaborator {
        Collaborator {
            id: self.id,
            email: Email::as_given(self.email),
            username: self.username,
            user_id: self.user_id.filter(|id| !id.is_empty()),
            status: Status::from_word(self.status),
            is_limited: self.is_limited,
            tfa_status: self.tfa_status,
            app_id: self.app_id.unwrap_or_else(|| app.to_owned()),
            app_name: self.app_name,
        }
    }
}

impl Client {
    /// All collaborators of an app, given by id or name; the owner is not among them. One call, not paginated.
    pub async fn list_collaborators(&self, app: &str) -> Result<Vec<Collaborator>, Error> {
        let call = self
            .api_call(Method::GET, &["apps", app, "collaborators"])
            .await?;
        let rows = list(&self.perform(call).await?)?;
        self.learn_from(app, &rows);
        Ok(self.complete(app, rows))
    }

    /// The collaborators of all apps that the account owns, in one call. Apps it only works on, and apps without
    /// collaborators, do not occur.
    pub async fn list_owned_collaborators(&self) -> Result<Vec<Collaborator>, Error> {
        let call = self.api_call(Method::GET, &["collaborators"]).await?;
        let reply = self.perform(call).await?;
        let rows = list(&reply)?;
        if rows.iter().any(|row| row.app_id.is_none()) {
            return Err(reply.unexpected("a collaborator without an app"));
        }
        let people: Vec<_> = rows
            .into_iter()
            .map(|row| row.into_collaborator(""))
            .collect();
        for person in &people {
            self.names().learn(
                person.app_name.as_deref().unwrap_or_default(),
                &person.app_id,
            );
        }
        Ok(people)
    }

    /// Invites somebody; Scalingo sends an e-mail. Made again only after a refusal by the rate limit and when no
    /// connection could be made. To be sure of one e-mail per person use [`Rosters::invite`](crate::Rosters::invite).
    pub async fn invite(&self, app: &str, invitation: &Invitation) -> Result<Collaborator, Error> {
        let call = self
            .api_call(Method::POST, &["apps", app, "collaborators"])
            .await?;
        let call = call
            .json(&envelope("collaborator", invitation))?
            .grace(INVITATION_GRACE);
        self.single(app, &self.perform(call).await?)
    }

    /// Changes the role, the only thing that can change about a collaborator.
    pub async fn change_role(
        &self,
        app: &str,
        id: &str,
        is_limited: bool,
    ) -> Result<Collaborator, Error> {
        let call = self
            .api_call(Method::PATCH, &["apps", app, "collaborators", id])
            .await?;
        let call = call.json(&envelope("collaborator", RoleBody { is_limited }))?;
        self.single(app, &self.perform(call).await?)
    }

    /// Removes somebody, or takes back a pending invitation. Somebody who is gone already is [`Error::NotFound`].
    pub async fn remove(&self, app: &str, id: &str) -> Result<(), Error> {
        let call = self
            .api_call(Method::DELETE, &["apps", app, "collaborators", id])
            .await?;
        self.perform(call).await?;
        Ok(())
    }

    fn single(&self, app: &str, reply: &Reply) -> Result<Collaborator, Error> {
        let single: Single = reply.json("a collaborator")?;
        let row = single.collaborator.only().filter(Row::is_complete);
        let row = row.ok_or_else(|| reply.unexpected("a collaborator without id or address"))?;
        self.learn_from(app, std::slice::from_ref(&row));
        Ok(row.into_collaborator(&self.names().key(app)))
    }

    fn complete(&self, app: &str, rows: Vec<Row>) -> Vec<Collaborator> {
        let app = self.names().key(app);
        rows.into_iter()
            .map(|row| row.into_collaborator(&app))
            .collect()
    }

    /// All rows of one app must agree on its id, or they say nothing about it.
    fn learn_from(&self, app: &str, rows: &[Row]) {
        let Some(id) = rows.first().and_then(|row| row.app_id.as_deref()) else {
            return;
        };
        if rows.iter().any(|row| row.app_id.as_deref() != Some(id)) {
            return;
        }
        self.names().learn(app, id);
        for name in rows
            .iter()
            .filter_map(|row| row.app_name.as_deref())
            .take(1)
        {
            self.names().learn(name, id);
        }
    }
}

fn list(reply: &Reply) -> Result<Vec<Row>, Error> {
    let list: List = reply.json("a list of collaborators")?;
    if list.collaborators.iter().all(Row::is_complete) {
        return Ok(list.collaborators);
    }
    Err(reply.unexpected("a collaborator without id or address"))
}
