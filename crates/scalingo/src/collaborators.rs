//! Collaborators: who may work on an app.

mod acceptance;
mod link;
mod rows;

use std::fmt;

use http::Method;
use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::decode::{OneOrMany, envelope};
use crate::transport::Reply;
use crate::{Client, Email, Error};
pub use link::Invited;
use rows::Row;
pub use rows::{Listed, OddRow};

/// A person on an app. The invitation link, which lets anybody join who holds it, is never kept;
/// see [`Invited`].
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

#[derive(Deserialize)]
struct List {
    collaborators: Listed,
}

#[derive(Deserialize)]
struct Single {
    collaborator: OneOrMany<Row>,
}

#[derive(Serialize)]
struct RoleBody {
    is_limited: bool,
}

impl Client {
    /// All collaborators of an app, given by id or name; the owner is not among them. One call, not paginated.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] when the account has no such app.
    pub async fn list_collaborators(&self, app: &str) -> Result<Listed, Error> {
        let call = self.api_call(Method::GET, &list_call(app)).await?;
        let reply = self.perform(call).await?;
        self.listed(app, &reply)
    }

    /// The people in the list of one app.
    fn listed(&self, app: &str, reply: &Reply) -> Result<Listed, Error> {
        let mut listed = list(reply)?;
        self.learn_from(app, reply, &listed.people)?;
        let key = self.names().key(app);
        for person in &mut listed.people {
            fill(&mut person.app_id, &key);
        }
        Ok(listed)
    }

    /// The collaborators of all apps that the account owns, in one call. Apps it only works on, and apps without
    /// collaborators, do not occur.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call).
    pub async fn list_owned_collaborators(&self) -> Result<Listed, Error> {
        let call = self.api_call(Method::GET, &["collaborators"]).await?;
        let reply = self.perform(call).await?;
        let listed = list(&reply)?;
        let lost = listed.odd.iter().any(|row| row.app_id.is_none());
        if lost || listed.people.iter().any(|row| row.app_id.is_empty()) {
            return Err(reply.unexpected("a collaborator without an app"));
        }
        for person in &listed.people {
            let name = person.app_name.as_deref().unwrap_or_default();
            self.names().learn(name, &person.app_id);
        }
        Ok(listed)
    }

    /// Invites somebody; Scalingo sends an e-mail. Made again only after a refusal by the rate limit and when no
    /// connection could be made. To be sure of one e-mail per person use [`Rosters::invite`](crate::Rosters::invite).
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] when the account has no such app, and
    /// [`Error::Invalid`] or [`Error::Conflict`] when the address is not accepted or is there already.
    pub async fn invite(&self, app: &str, invitation: &Invitation) -> Result<Collaborator, Error> {
        let call = self.api_call(Method::POST, &list_call(app)).await?;
        let call = call.json(&envelope("collaborator", invitation))?;
        let reply = self.perform(call).await?;
        let invited = self.single(app, &reply, invitation.is_limited)?;
        if invited.email == invitation.email {
            return Ok(invited);
        }
        Err(reply.unexpected("the reply is about another address"))
    }

    /// Changes the role, the only thing that can change about a collaborator.
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), [`Error::NotFound`] when the app or the person is not there, and
    /// [`Error::Refused`] also for whoever linked the source repository.
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
        let reply = self.perform(call).await?;
        let changed = self.single(app, &reply, is_limited)?;
        if changed.id == id {
            return Ok(changed);
        }
        Err(reply.unexpected("the reply is about another collaborator"))
    }

    /// Removes somebody, or takes back a pending invitation. Somebody who is gone already is [`Error::NotFound`], and a
    /// success that Scalingo does not document is [`Error::Unexpected`]: only a list can tell then, see
    /// [`Rosters::remove`](crate::Rosters::remove).
    ///
    /// # Errors
    ///
    /// [The usual ones](Client#errors-of-every-call), and [`Error::NotFound`] when the app or the person is not there.
    pub async fn remove(&self, app: &str, id: &str) -> Result<(), Error> {
        let call = self
            .api_call(Method::DELETE, &["apps", app, "collaborators", id])
            .await?;
        self.perform(call).await?.confirms_removal()
    }

    /// The only person of a reply, who has the role that was asked for.
    fn single(&self, app: &str, reply: &Reply, is_limited: bool) -> Result<Collaborator, Error> {
        let single: Single = reply.json("a collaborator")?;
        let row = single.collaborator.only();
        let row = row.ok_or_else(|| reply.unexpected("the reply is not about one collaborator"))?;
        let tells_role = row.tells_role();
        let mut person = row
            .read()
            .map_err(|odd| reply.unexpected(format!("the collaborator: {}", odd.problem)))?;
        if tells_role && person.is_limited != is_limited {
            return Err(reply.unexpected("the reply shows another role"));
        }
        self.learn_from(app, reply, std::slice::from_ref(&person))?;
        fill(&mut person.app_id, &self.names().key(app));
        Ok(person)
    }

    /// Learns which app the rows of `app` are about. They are all of one app, and of no other than asked for.
    fn learn_from(&self, app: &str, reply: &Reply, people: &[Collaborator]) -> Result<(), Error> {
        let mut told = people.iter().filter(|person| !person.app_id.is_empty());
        let Some(first) = told.next() else {
            return Ok(());
        };
        let other = self.names().id(app).is_some_and(|id| id != first.app_id);
        let guessed =
            is_like_an_id(app) && app != first.app_id && first.app_name.as_deref() != Some(app);
        if other || guessed || told.any(|person| person.app_id != first.app_id) {
            return Err(reply.unexpected("the reply has collaborators of another app"));
        }
        self.names().learn(app, &first.app_id);
        let name = first.app_name.as_deref().unwrap_or_default();
        self.names().learn(name, &first.app_id);
        Ok(())
    }
}

/// The path of the list of one app.
fn list_call(app: &str) -> [&str; 3] {
    ["apps", app, "collaborators"]
}

fn fill(app_id: &mut String, key: &str) {
    if app_id.is_empty() {
        key.clone_into(app_id);
    }
}

/// Ids of apps are 24 hex digits in every captured reply.
fn is_like_an_id(app: &str) -> bool {
    app.len() == 24 && app.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn list(reply: &Reply) -> Result<Listed, Error> {
    let List { collaborators } = reply.json("a list of collaborators")?;
    if let Some(first) = collaborators.odd.first() {
        if collaborators.is_about_nobody() {
            return Err(reply.unexpected(format!("no row is a collaborator: {}", first.problem)));
        }
        let (rows, path) = (collaborators.odd.len(), reply.call.path());
        warn!(
            rows,
            path,
            problem = first.problem,
            "left rows out that cannot be read"
        );
    }
    Ok(collaborators)
}
