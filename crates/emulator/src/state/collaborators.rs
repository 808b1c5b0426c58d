//! Collaborators: invitations, roles, removals, and the e-mails they cause.

use super::person::{Collaborator, PENDING, Row, SentEmail};
use super::{Kind, Model, Place, Role, Scope};
use crate::caller::Caller;
use crate::errors::ApiError;

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
            link: collaborator.invitation_link.clone(),
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
