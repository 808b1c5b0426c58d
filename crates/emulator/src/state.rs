//! The model: users, projects, apps, databases, and who may see what.

mod apps;
mod collaborators;
mod person;
mod variables;

pub use apps::{App, AppSettings};
pub(crate) use apps::{AppChange, NewApp};
pub(crate) use collaborators::Invitation;
pub(crate) use person::Row;
pub use person::{Collaborator, SentEmail};
pub use variables::Variable;
pub(crate) use variables::set as set_variable;

use crate::bearers::random_text;
use crate::error::EmulatorError;
use crate::errors::ApiError;

/// The region whose API answers at the emulator's own address.
pub(crate) const DEFAULT_REGION: &str = "osc-fr1";

/// A Scalingo user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// 24 hex digits.
    pub id: String,
    /// Username, unique.
    pub username: String,
    /// Address, unique.
    pub email: String,
    /// API token (`tk-us-…`), to be exchanged for a bearer token.
    pub api_token: String,
    /// Whether two-factor authentication is on.
    pub tfa: bool,
}

/// A project; every user has a default one that new apps land in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// 24 hex digits.
    pub id: String,
    /// Name.
    pub name: String,
    pub(crate) owner: String,
}

/// A region, as the auth API lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Name, such as `osc-fr1`.
    pub name: String,
    /// Base URL of the regional API.
    pub api: String,
}

/// What has collaborators: an app or a Dedicated Resources database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    App,
    Database,
}

/// An app or a database with its people.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) region: String,
    pub(crate) owner: String,
    pub(crate) project: String,
    pub(crate) settings: AppSettings,
    pub(crate) rows: Vec<Row>,
    pub(crate) variables: Vec<Variable>,
}

/// Who asks, in which region, and about which app or database (its id or name).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'call> {
    pub(crate) caller: &'call str,
    pub(crate) region: &'call str,
    pub(crate) app: &'call str,
}

/// What a user is on a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Owner,
    Collaborator,
    Limited,
}

impl Place {
    pub(crate) fn is(&self, key: &str) -> bool {
        self.id == key || self.name == key
    }

    fn is_in(&self, scope: Scope<'_>) -> bool {
        self.region == scope.region && self.is(scope.app)
    }

    pub(crate) fn role(&self, user: &str) -> Option<Role> {
        if self.owner == user {
            return Some(Role::Owner);
        }
        let row = self.rows.iter().find(|row| row.has_joined_as(user))?;
        Some(if row.is_limited {
            Role::Limited
        } else {
            Role::Collaborator
        })
    }
}

/// Everything the service knows.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) base_url: String,
    pub(crate) users: Vec<User>,
    pub(crate) projects: Vec<Project>,
    pub(crate) places: Vec<Place>,
    pub(crate) regions: Vec<Region>,
    pub(crate) emails: Vec<SentEmail>,
    ids: u64,
}

impl Model {
    /// An empty model with the two documented regions, both served from `base_url`.
    pub(crate) fn new(base_url: &str) -> Self {
        let region = |name: &str, api: String| Region {
            name: name.to_owned(),
            api,
        };
        let other = "osc-secnum-fr1";
        Self {
            base_url: base_url.to_owned(),
            users: Vec::new(),
            projects: Vec::new(),
            places: Vec::new(),
            regions: vec![
                region(DEFAULT_REGION, base_url.to_owned()),
                region(other, format!("{base_url}/regions/{other}")),
            ],
            emails: Vec::new(),
            ids: 0,
        }
    }

    /// 24 hex digits, unlike all before, the same in every run.
    pub(crate) fn next_id(&mut self) -> String {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        self.ids += 1;
        format!("5ca11260{:016x}", self.ids.wrapping_mul(ODD))
    }

    pub(crate) fn add_user(
        &mut self,
        username: &str,
        email: &str,
        api_token: Option<String>,
    ) -> Result<User, EmulatorError> {
        let is_taken = |user: &User| user.username == username || user.email == email;
        if self.users.iter().any(is_taken) {
            return Err(EmulatorError::taken("user", username));
        }
        let user = User {
            id: self.next_id(),
            username: username.to_owned(),
            email: email.to_owned(),
            api_token: api_token.unwrap_or_else(|| format!("tk-us-{}", random_text(48))),
            tfa: false,
        };
        self.add_project(&user.id, "default");
        self.users.push(user.clone());
        Ok(user)
    }

    pub(crate) fn add_project(&mut self, owner: &str, name: &str) -> Project {
        let project = Project {
            id: self.next_id(),
            name: name.to_owned(),
            owner: owner.to_owned(),
        };
        self.projects.push(project.clone());
        project
    }

    /// The first project of a user is the default one.
    pub(crate) fn default_project(&self, user: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.owner == user)
    }

    pub(crate) fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn user_by_token(&self, api_token: &str) -> Option<&User> {
        self.users.iter().find(|user| user.api_token == api_token)
    }

    /// The app or database with this id or name, whoever asks.
    pub(crate) fn place(&self, key: &str) -> Result<&Place, EmulatorError> {
        let found = self.places.iter().find(|place| place.is(key));
        found.ok_or_else(|| EmulatorError::unknown("app", key))
    }

    pub(crate) fn place_mut(&mut self, key: &str) -> Result<&mut Place, EmulatorError> {
        let found = self.places.iter_mut().find(|place| place.is(key));
        found.ok_or_else(|| EmulatorError::unknown("app", key))
    }

    /// The same as a test sees it.
    pub(crate) fn app(&self, key: &str) -> Result<App, EmulatorError> {
        let place = self.place(key)?;
        let owner = self.user(&place.owner).cloned();
        Ok(App {
            id: place.id.clone(),
            name: place.name.clone(),
            owner: owner.ok_or_else(|| EmulatorError::unknown("user", &place.owner))?,
        })
    }

    /// A place the caller has any role on; all others answer 404 as if they
    /// did not exist.
    pub(crate) fn visible(&self, scope: Scope<'_>) -> Result<(&Place, Role), ApiError> {
        let place = self.places.iter().find(|place| place.is_in(scope));
        place
            .and_then(|place| Some((place, place.role(scope.caller)?)))
            .ok_or(ApiError::NotFound("app"))
    }

    pub(crate) fn visible_mut(&mut self, scope: Scope<'_>) -> Result<(&mut Place, Role), ApiError> {
        let place = self.places.iter_mut().find(|place| place.is_in(scope));
        place
            .and_then(|place| {
                let role = place.role(scope.caller)?;
                Some((place, role))
            })
            .ok_or(ApiError::NotFound("app"))
    }
}
