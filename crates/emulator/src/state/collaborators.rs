//! Collaborators: invitations, roles, removals, and the e-mails they cause.

use serde_json::{Map, Value, json};

use super::{Kind, Model, Place, Role, Scope};
use crate::bearers::random_text;
use crate::caller::Caller;
use crate::errors::ApiError;

/// Status of an invitation nobody has accepted yet.
pub(super) const PENDING: &str = "pending";
/// Status of a person who joined.
pub(super) const ACCEPTED: &str = "accepted";

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
    /// The collaborator as the API shows it; `old` leaves out what replies of
    /// 2020 did not have.
    pub(crate) fn json(&self, old: bool, base_url: &str) -> Value {
        let mut fields = Map::from_iter([
            ("id".to_owned(), json!(self.id)),
            ("email".to_owned(), json!(self.email)),
            ("username".to_owned(), json!(self.username)),
            ("status".to_owned(), json!(self.status)),
            ("app_id".to_owned(), json!(self.app_id)),
        ]);
        let empty_link = old && self.invitation_link.is_empty();
        let link = if empty_link {
            invitation_link(base_url, "")
        } else {
            self.invitation_link.clone()
        };
        fields.insert("invitation_link".to_owned(), json!(link));
        if !old {
            fields.insert("user_id".to_owned(), json!(self.user_id));
            fields.insert("is_limited".to_owned(), json!(self.is_limited));
            fields.insert("tfa_status".to_owned(), json!(self.tfa_status));
            fields.insert("app_name".to_owned(), json!(self.app_name));
        }
        Value::Object(fields)
    }
}

/// An e-mail an invitation has caused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentEmail {
    /// The invited address.
    pub to: String,
    /// Name of the app or database.
    pub app: String,
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

    pub(crate) fn join(&mut self, user: &super::User) {
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

/// A request to invite somebody.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) email: String,
    pub(crate) is_limited: bool,
}

impl Place {
    /// Whether the address belongs to a collaborator, invited ones included.
    pub(crate) fn has(&self, email: &str) -> bool {
        self.rows
            .iter()
            .any(|row| row.email.eq_ignore_ascii_case(email))
    }

    pub(crate) fn shown_rows(&self, base_url: &str) -> Vec<Collaborator> {
        self.rows
            .iter()
            .map(|row| row.shown(self, base_url))
            .collect()
    }

    /// Databases know no Limited Collaborator.
    fn check_role(&self, is_limited: bool) -> Result<(), ApiError> {
        if is_limited && self.kind == Kind::Database {
            return Err(ApiError::invalid("is_limited"));
        }
        Ok(())
    }
}

impl Model {
    pub(crate) fn list_collaborators(
        &self,
        scope: Scope<'_>,
    ) -> Result<Vec<Collaborator>, ApiError> {
        let (place, role) = self.visible(scope)?;
        if role == Role::Limited {
            return Err(ApiError::MissingRights);
        }
        Ok(place.shown_rows(&self.base_url))
    }

    /// Collaborators of everything the caller owns in the region.
    pub(crate) fn all_collaborators(&self, caller: &Caller) -> Vec<Collaborator> {
        self.places
            .iter()
            .filter(|place| place.owner == caller.user_id && place.region == caller.region)
            .flat_map(|place| place.shown_rows(&self.base_url))
            .collect()
    }

    /// A place whose collaborators the caller may change.
    fn managed(&mut self, scope: Scope<'_>) -> Result<&mut Place, ApiError> {
        let (place, role) = self.visible_mut(scope)?;
        if role == Role::Limited {
            return Err(ApiError::MissingRights);
        }
        Ok(place)
    }

    pub(crate) fn invite(
        &mut self,
        scope: Scope<'_>,
        wanted: Invitation,
    ) -> Result<Collaborator, ApiError> {
        let id = self.next_id();
        let owner = self.visible(scope)?.0.owner.clone();
        let owner_email = self.user(&owner).map(|user| user.email.clone());
        let base_url = self.base_url.clone();
        let place = self.managed(scope)?;
        place.check_role(wanted.is_limited)?;
        let is_owner =
            owner_email.is_some_and(|address| address.eq_ignore_ascii_case(&wanted.email));
        if is_owner || place.has(&wanted.email) {
            return Err(ApiError::AlreadyThere);
        }
        place
            .rows
            .push(Row::pending(id, wanted.email, wanted.is_limited));
        let last = place.rows.last();
        let shown = last.map(|row| row.shown(place, &base_url));
        let collaborator = shown.ok_or(ApiError::NotFound("collaborator"))?;
        self.emails.push(SentEmail {
            to: collaborator.email.clone(),
            app: collaborator.app_name.clone(),
        });
        Ok(collaborator)
    }

    /// Changes the role; `None` changes nothing, as nothing else may change.
    pub(crate) fn change_role(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        is_limited: Option<bool>,
    ) -> Result<Collaborator, ApiError> {
        let base_url = self.base_url.clone();
        let place = self.managed(scope)?;
        place.check_role(is_limited == Some(true))?;
        let found = place.rows.iter_mut().find(|row| row.id == id);
        let row = found.ok_or(ApiError::NotFound("collaborator"))?;
        row.is_limited = is_limited.unwrap_or(row.is_limited);
        let row = row.clone();
        Ok(row.shown(place, &base_url))
    }

    /// Removes a person or cancels an invitation. Limited Collaborators may
    /// remove themselves only.
    pub(crate) fn remove_collaborator(
        &mut self,
        scope: Scope<'_>,
        id: &str,
    ) -> Result<(), ApiError> {
        let (place, role) = self.visible_mut(scope)?;
        let is_self = |row: &Row| row.id == id && row.has_joined_as(scope.caller);
        if role == Role::Limited && !place.rows.iter().any(is_self) {
            return Err(ApiError::MissingRights);
        }
        let before = place.rows.len();
        place.rows.retain(|row| row.id != id);
        if place.rows.len() == before {
            return Err(ApiError::NotFound("collaborator"));
        }
        Ok(())
    }

    /// The caller joins by the token of an invitation, whoever it was for.
    /// Returns the app.
    pub(crate) fn accept_invitation(
        &mut self,
        caller: &Caller,
        token: &str,
    ) -> Result<Place, ApiError> {
        const UNKNOWN: ApiError = ApiError::NotFound("collaborator");
        let user = self.user(&caller.user_id).cloned().ok_or(UNKNOWN)?;
        let is_invited = |row: &Row| row.status == PENDING && row.token == token;
        let mut places = self.places.iter_mut();
        let place = places
            .find(|place| place.region == caller.region && place.rows.iter().any(is_invited))
            .ok_or(UNKNOWN)?;
        if place.role(&user.id).is_some() {
            return Err(ApiError::AlreadyCollaborator);
        }
        if let Some(row) = place.rows.iter_mut().find(|row| is_invited(row)) {
            row.join(&user);
        }
        Ok(place.clone())
    }
}
