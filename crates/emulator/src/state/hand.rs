//! What happens to the state by hand: by other people, in the dashboard, or
//! by a test. No rights are asked, no e-mail is counted.

use super::apps::NewApp;
use super::collaborators::Row;
use super::{
    App, AppSettings, Collaborator, Kind, Model, Place, Project, User, Variable, variables,
};
use crate::error::EmulatorError;
use crate::settings::Settings;

type Result<T> = std::result::Result<T, EmulatorError>;

impl Model {
    pub(crate) fn place(&self, key: &str) -> Result<&Place> {
        let found = self.places.iter().find(|place| place.is(key));
        found.ok_or_else(|| EmulatorError::unknown("app", key))
    }

    fn place_mut(&mut self, key: &str) -> Result<&mut Place> {
        let found = self.places.iter_mut().find(|place| place.is(key));
        found.ok_or_else(|| EmulatorError::unknown("app", key))
    }

    fn row_mut(&mut self, key: &str, email: &str) -> Result<&mut Row> {
        let rows = &mut self.place_mut(key)?.rows;
        let found = find_row(rows, email);
        found.ok_or_else(|| EmulatorError::unknown("collaborator", email))
    }

    /// Adds an app or a database; the name rule is not applied.
    pub(crate) fn plant(&mut self, name: &str, owner: &str, kind: Kind) -> Result<App> {
        if self.places.iter().any(|place| place.is(name)) {
            return Err(EmulatorError::taken("app", name));
        }
        let project = self
            .default_project(owner)
            .map(|project| project.id.clone())
            .ok_or_else(|| EmulatorError::unknown("user", owner))?;
        let wanted = NewApp {
            name: name.to_owned(),
            ..NewApp::default()
        };
        let place = self.add_place(owner, project, kind, wanted);
        self.app(&place)
    }

    pub(crate) fn app(&self, key: &str) -> Result<App> {
        let place = self.place(key)?;
        let owner = self.user(&place.owner).cloned();
        Ok(App {
            id: place.id.clone(),
            name: place.name.clone(),
            owner: owner.ok_or_else(|| EmulatorError::unknown("user", &place.owner))?,
        })
    }

    /// Makes a user an accepted collaborator.
    pub(crate) fn share(&mut self, key: &str, user: &User, settings: &Settings) -> Result<()> {
        self.plant_invitation(key, &user.email, false, settings)?;
        self.row_mut(key, &user.email)?.join(user);
        Ok(())
    }

    pub(crate) fn plant_invitation(
        &mut self,
        key: &str,
        email: &str,
        is_limited: bool,
        settings: &Settings,
    ) -> Result<Collaborator> {
        let id = self.next_id();
        let base_url = self.base_url.clone();
        let place = self.place_mut(key)?;
        if place.has(email, settings) {
            return Err(EmulatorError::taken("collaborator", email));
        }
        let row = Row::pending(id, settings.stored_address(email), is_limited);
        place.rows.push(row.clone());
        Ok(row.shown(place, &base_url))
    }

    /// The invited person accepts; a user is made up if nobody has the address.
    pub(crate) fn accept(&mut self, key: &str, email: &str) -> Result<Collaborator> {
        self.row_mut(key, email)?;
        let known = self
            .users
            .iter()
            .find(|user| user.email.eq_ignore_ascii_case(email));
        let user = match known {
            Some(user) => user.clone(),
            None => self.add_user(&self.free_username(email), email, None)?,
        };
        let row = self.row_mut(key, email)?;
        row.join(&user);
        let row = row.clone();
        Ok(row.shown(self.place(key)?, &self.base_url))
    }

    /// The part before the @, made unlike all usernames there are.
    fn free_username(&self, email: &str) -> String {
        let stem = email.split('@').next().unwrap_or(email);
        let is_taken = |name: &str| self.users.iter().any(|user| user.username == name);
        if is_taken(stem) {
            format!("{stem}-{}", self.users.len())
        } else {
            stem.to_owned()
        }
    }

    pub(crate) fn set_status(&mut self, key: &str, email: &str, status: &str) -> Result<()> {
        status.clone_into(&mut self.row_mut(key, email)?.status);
        Ok(())
    }

    pub(crate) fn set_limited(&mut self, key: &str, email: &str, limited: bool) -> Result<()> {
        self.row_mut(key, email)?.is_limited = limited;
        Ok(())
    }

    pub(crate) fn set_tfa(&mut self, key: &str, email: &str, tfa: Option<bool>) -> Result<()> {
        self.row_mut(key, email)?.tfa_status = tfa;
        Ok(())
    }

    pub(crate) fn set_collaborator_id(&mut self, key: &str, email: &str, id: &str) -> Result<()> {
        id.clone_into(&mut self.row_mut(key, email)?.id);
        Ok(())
    }

    pub(crate) fn link_repository(&mut self, key: &str, email: &str) -> Result<()> {
        self.row_mut(key, email)?.linked_repository = true;
        Ok(())
    }

    pub(crate) fn drop_collaborator(&mut self, key: &str, email: &str) -> Result<()> {
        let id = self.row_mut(key, email)?.id.clone();
        self.place_mut(key)?.rows.retain(|row| row.id != id);
        Ok(())
    }

    /// Removed and invited again: pending, with a new id, last in the list.
    pub(crate) fn reinvite(
        &mut self,
        key: &str,
        email: &str,
        settings: &Settings,
    ) -> Result<Collaborator> {
        let limited = self.row_mut(key, email)?.is_limited;
        self.drop_collaborator(key, email)?;
        self.plant_invitation(key, email, limited, settings)
    }

    pub(crate) fn drop_app(&mut self, key: &str) -> Result<()> {
        let id = self.place(key)?.id.clone();
        self.places.retain(|place| place.id != id);
        Ok(())
    }

    pub(crate) fn rename(&mut self, key: &str, name: &str) -> Result<()> {
        if self.places.iter().any(|place| place.is(name)) {
            return Err(EmulatorError::taken("app", name));
        }
        name.clone_into(&mut self.place_mut(key)?.name);
        Ok(())
    }

    /// As after a project transfer: the new owner leaves the list, the old
    /// owner appears in it as a collaborator.
    pub(crate) fn transfer(&mut self, key: &str, new: &User) -> Result<()> {
        let project = self
            .default_project(&new.id)
            .map(|project| project.id.clone())
            .ok_or_else(|| EmulatorError::unknown("user", &new.username))?;
        let old = self.app(key)?.owner;
        let id = self.next_id();
        let place = self.place_mut(key)?;
        place.project = project;
        place.owner.clone_from(&new.id);
        place.rows.retain(|row| {
            row.user_id.as_ref() != Some(&new.id) && !row.email.eq_ignore_ascii_case(&new.email)
        });
        let mut row = Row::pending(id, old.email.clone(), false);
        row.join(&old);
        place.rows.push(row);
        Ok(())
    }

    pub(crate) fn project_of(&self, key: &str) -> Result<&Project> {
        let id = &self.place(key)?.project;
        let found = self.projects.iter().find(|project| project.id == *id);
        found.ok_or_else(|| EmulatorError::unknown("project", id))
    }

    pub(crate) fn app_settings(&mut self, key: &str) -> Result<&mut AppSettings> {
        Ok(&mut self.place_mut(key)?.settings)
    }

    pub(crate) fn drop_variable(&mut self, key: &str, name: &str) -> Result<()> {
        let variables = &mut self.place_mut(key)?.variables;
        let position = variables.iter().position(|variable| variable.name == name);
        let position = position.ok_or_else(|| EmulatorError::unknown("variable", name))?;
        variables.remove(position);
        Ok(())
    }

    pub(crate) fn plant_variable(
        &mut self,
        key: &str,
        name: &str,
        value: &str,
    ) -> Result<Variable> {
        let id = self.next_id();
        let pair = (name.to_owned(), value.to_owned());
        Ok(variables::set(self.place_mut(key)?, id, pair))
    }
}

/// The exact address first: with distinct letter cases there may be two.
fn find_row<'rows>(rows: &'rows mut [Row], email: &str) -> Option<&'rows mut Row> {
    let exact = rows.iter().position(|row| row.email == email);
    let position = exact.or_else(|| {
        rows.iter()
            .position(|row| row.email.eq_ignore_ascii_case(email))
    })?;
    rows.get_mut(position)
}
