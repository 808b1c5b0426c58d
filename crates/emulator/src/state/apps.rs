//! Apps: names, settings, owners.

use serde_json::{Value, json};

use super::{Kind, Model, Place, Role, Scope, User};
use crate::caller::Caller;
use crate::errors::ApiError;

const DEFAULT_STACK: &str = "5ca1126000000000000057ac";

/// An app as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// 24 hex digits.
    pub id: String,
    /// Name, unique in its region.
    pub name: String,
    /// Its one owner.
    pub owner: User,
}

/// What `PATCH /v1/apps/{app}` may change, and what creation may set.
#[expect(clippy::struct_excessive_bools, reason = "they are the API's fields")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppSettings {
    /// Whether HTTP is redirected to HTTPS.
    pub force_https: bool,
    /// Whether requests of one visitor go to one container.
    pub sticky_session: bool,
    /// Whether the router's lines stand in the log.
    pub router_logs: bool,
    /// Whether it is hosted for health data.
    pub hds_resource: bool,
    /// Id of the stack.
    pub stack_id: String,
}

/// A request for an app.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewApp {
    pub(crate) name: String,
    pub(crate) stack_id: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) hds_resource: bool,
}

/// A change of an app's settings; absent fields stay.
#[derive(Clone, Debug, Default)]
pub(crate) struct AppChange {
    pub(crate) force_https: Option<bool>,
    pub(crate) sticky_session: Option<bool>,
    pub(crate) router_logs: Option<bool>,
    pub(crate) stack_id: Option<String>,
}

impl Place {
    fn must_be_app(&self) -> Result<(), ApiError> {
        match self.kind {
            Kind::App => Ok(()),
            Kind::Database => Err(ApiError::NotFound("app")),
        }
    }
}

impl Model {
    /// Apps of a region that the caller owns or has joined.
    pub(crate) fn apps_of(&self, caller: &Caller) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| {
            place.kind == Kind::App
                && place.region == caller.region
                && place.role(&caller.user_id).is_some()
        })
    }

    pub(crate) fn visible_app(&self, scope: Scope<'_>) -> Result<&Place, ApiError> {
        let (place, _) = self.visible(scope)?;
        place.must_be_app()?;
        Ok(place)
    }

    pub(crate) fn visible_app_mut(
        &mut self,
        scope: Scope<'_>,
    ) -> Result<(&mut Place, Role), ApiError> {
        let (place, role) = self.visible_mut(scope)?;
        place.must_be_app()?;
        Ok((place, role))
    }

    pub(crate) fn create_app(
        &mut self,
        caller: &Caller,
        wanted: NewApp,
    ) -> Result<String, ApiError> {
        self.check_name(&wanted.name, &caller.region)?;
        let project = self.project_for(&caller.user_id, wanted.project_id.as_deref())?;
        Ok(self.add_place(caller, project, Kind::App, wanted))
    }

    /// Adds a place without any check; returns its id.
    pub(crate) fn add_place(
        &mut self,
        owner: &Caller,
        project: String,
        kind: Kind,
        wanted: NewApp,
    ) -> String {
        let id = self.next_id();
        self.places.push(Place {
            id: id.clone(),
            name: wanted.name,
            kind,
            region: owner.region.clone(),
            owner: owner.user_id.clone(),
            project,
            settings: AppSettings {
                hds_resource: wanted.hds_resource,
                stack_id: wanted.stack_id.unwrap_or_else(|| DEFAULT_STACK.to_owned()),
                ..AppSettings::default()
            },
            rows: Vec::new(),
            variables: Vec::new(),
        });
        id
    }

    fn check_name(&self, name: &str, region: &str) -> Result<(), ApiError> {
        if !is_app_name(name) {
            return Err(ApiError::invalid("name"));
        }
        let is_taken = |place: &Place| place.region == region && place.name == name;
        if self.places.iter().any(is_taken) {
            return Err(ApiError::taken("name"));
        }
        Ok(())
    }

    fn project_for(&self, caller: &str, wanted: Option<&str>) -> Result<String, ApiError> {
        let project = match wanted {
            None => self.default_project(caller),
            Some(id) => self.project(id).filter(|project| project.owner == caller),
        };
        project
            .map(|project| project.id.clone())
            .ok_or(ApiError::NotFound("project"))
    }

    pub(crate) fn change_app(
        &mut self,
        scope: Scope<'_>,
        change: AppChange,
    ) -> Result<String, ApiError> {
        let (place, _) = self.visible_app_mut(scope)?;
        let kept = &mut place.settings;
        kept.force_https = change.force_https.unwrap_or(kept.force_https);
        kept.sticky_session = change.sticky_session.unwrap_or(kept.sticky_session);
        kept.router_logs = change.router_logs.unwrap_or(kept.router_logs);
        if let Some(stack_id) = change.stack_id {
            kept.stack_id = stack_id;
        }
        Ok(place.id.clone())
    }

    /// Moves an app between projects of its owner.
    pub(crate) fn move_app(&mut self, scope: Scope<'_>, project: &str) -> Result<String, ApiError> {
        let place = self.visible_app(scope)?;
        if place.role(scope.caller) != Some(Role::Owner) {
            return Err(ApiError::MissingRights);
        }
        let project = self.project_for(scope.caller, Some(project))?;
        let (place, _) = self.visible_app_mut(scope)?;
        place.project = project;
        Ok(place.id.clone())
    }

    pub(crate) fn rename_app(
        &mut self,
        scope: Scope<'_>,
        current: &str,
        new: &str,
    ) -> Result<String, ApiError> {
        let id = self.owned_app(scope, current)?;
        self.check_name(new, scope.region)?;
        let (place, _) = self.visible_app_mut(Scope { app: &id, ..scope })?;
        new.clone_into(&mut place.name);
        Ok(id)
    }

    pub(crate) fn delete_app(&mut self, scope: Scope<'_>, current: &str) -> Result<(), ApiError> {
        let id = self.owned_app(scope, current)?;
        self.places.retain(|place| place.id != id);
        Ok(())
    }

    /// The id of an app, if the caller owns it and knows its present name.
    fn owned_app(&self, scope: Scope<'_>, current: &str) -> Result<String, ApiError> {
        let place = self.visible_app(scope)?;
        if place.role(scope.caller) != Some(Role::Owner) {
            return Err(ApiError::MissingRights);
        }
        if place.name != current {
            return Err(ApiError::BadRequest(
                "current_name is not the app's name".to_owned(),
            ));
        }
        Ok(place.id.clone())
    }

    /// An app as the API shows it.
    pub(crate) fn app_json(&self, place: &Place) -> Value {
        let owner = self.user(&place.owner);
        let project = self.project(&place.project);
        let url = format!("https://{}.{}.example", place.name, place.region);
        json!({
            "id": place.id,
            "name": place.name,
            "owner": owner.map(|user| json!({
                "id": user.id, "username": user.username, "email": user.email,
            })),
            "status": "new",
            "region": place.region,
            "url": url,
            "base_url": url,
            "git_url": format!("git@ssh.{}.example:{}.git", place.region, place.name),
            "force_https": place.settings.force_https,
            "sticky_session": place.settings.sticky_session,
            "router_logs": place.settings.router_logs,
            "hds_resource": place.settings.hds_resource,
            "stack_id": place.settings.stack_id,
            "project": project.map(|project| json!({ "id": project.id, "name": project.name })),
        })
    }
}

/// Scalingo documents 6 to 48 lower-case letters, digits and single inner hyphens.
fn is_app_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (6..=48).contains(&name.len())
        && name.chars().all(allowed)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_documented_rule() {
        for good in ["my-app", "abcdef", "app123", &"a".repeat(48)] {
            assert!(is_app_name(good), "{good}");
        }
        for bad in [
            "short",
            "My-app",
            "my_app1",
            "-my-app",
            "my-app-",
            "my--app",
            &"a".repeat(49),
        ] {
            assert!(!is_app_name(bad), "{bad}");
        }
    }
}
