//! What happens to the state by hand: by other people, in the dashboard, or
//! by a test. No rights are asked, no e-mail is counted. An `app` is the id or
//! the name of an app or database; where two regions have the name, the one
//! that was added first.

mod people;

use crate::caller::Caller;
use crate::emulator::Emulator;
use crate::error::EmulatorError;
use crate::state::{
    App, AppSettings, DEFAULT_REGION, Kind, Model, NewApp, Place, Project, Region, User, Variable,
    set_variable,
};

type Result<T> = std::result::Result<T, EmulatorError>;

impl Emulator {
    /// Adds a user with a random API token and a default project.
    pub fn add_user(&self, username: &str, email: &str) -> Result<User> {
        self.shared.lock().model.add_user(username, email, None)
    }

    /// Adds a project that new apps of `owner` may name.
    pub fn add_project(&self, owner: &User, name: &str) -> Project {
        self.shared.lock().model.add_project(&owner.id, name)
    }

    /// Adds a region to the list, or changes the API address of one there is.
    /// What the address should be is told by [`region_url`](Self::region_url).
    pub fn set_region(&self, name: &str, api: &str) {
        let regions = &mut self.shared.lock().model.regions;
        regions.retain(|region| region.name != name);
        regions.push(Region {
            name: name.to_owned(),
            api: api.to_owned(),
        });
    }

    /// Where the emulator serves the API of a region, which has apps of its own
    /// and the same users. The default one, `osc-fr1`, is at [`url`](Self::url).
    pub fn region_url(&self, name: &str) -> String {
        format!("{}/regions/{name}", self.url())
    }

    /// Adds an app of the default user. The name rule is not applied.
    pub fn add_app(&self, name: &str) -> Result<App> {
        self.plant(name, DEFAULT_REGION, self.user(), Kind::App)
    }

    /// Adds an app of the default user in another region.
    pub fn add_app_in(&self, region: &str, name: &str) -> Result<App> {
        self.plant(name, region, self.user(), Kind::App)
    }

    /// Adds an app of somebody else.
    pub fn add_app_owned_by(&self, name: &str, owner: &User) -> Result<App> {
        self.plant(name, DEFAULT_REGION, owner, Kind::App)
    }

    /// Adds a Dedicated Resources database of the default user; returns its id.
    pub fn add_database(&self, name: &str) -> Result<String> {
        let database = self.plant(name, DEFAULT_REGION, self.user(), Kind::Database)?;
        Ok(database.id)
    }

    fn plant(&self, name: &str, region: &str, owner: &User, kind: Kind) -> Result<App> {
        let model = &mut self.shared.lock().model;
        let is_taken = |place: &Place| place.region == region && place.is(name);
        if model.places.iter().any(is_taken) {
            return Err(EmulatorError::taken("app", name));
        }
        let project = default_project(model, owner)?;
        let owner = Caller {
            user_id: owner.id.clone(),
            region: region.to_owned(),
        };
        let wanted = NewApp {
            name: name.to_owned(),
            ..NewApp::default()
        };
        let id = model.add_place(&owner, project, kind, wanted);
        model.app(&id)
    }

    /// The app as it is now.
    pub fn app(&self, app: &str) -> Result<App> {
        self.shared.lock().model.app(app)
    }

    /// Deletes an app or database with its collaborators.
    pub fn remove_app(&self, app: &str) -> Result<()> {
        let model = &mut self.shared.lock().model;
        let id = model.place(app)?.id.clone();
        model.places.retain(|place| place.id != id);
        Ok(())
    }

    /// Renames an app; the name rule is not applied.
    pub fn rename_app(&self, app: &str, name: &str) -> Result<()> {
        let model = &mut self.shared.lock().model;
        if model.places.iter().any(|place| place.is(name)) {
            return Err(EmulatorError::taken("app", name));
        }
        name.clone_into(&mut model.place_mut(app)?.name);
        Ok(())
    }

    /// Gives each of two apps the name of the other.
    pub fn swap_names(&self, one: &str, other: &str) -> Result<()> {
        let model = &mut self.shared.lock().model;
        let (one, other) = (model.app(one)?, model.app(other)?);
        model.place_mut(&one.id)?.name.clone_from(&other.name);
        model.place_mut(&other.id)?.name = one.name;
        Ok(())
    }

    /// Gives an app to `new_owner`, as a project transfer does: the new owner
    /// leaves the list, the old owner appears in it as a collaborator.
    pub fn transfer_app(&self, app: &str, new_owner: &User) -> Result<()> {
        let model = &mut self.shared.lock().model;
        let project = default_project(model, new_owner)?;
        let old = model.app(app)?.owner;
        let place = model.place_mut(app)?;
        place.project = project;
        place.owner.clone_from(&new_owner.id);
        place.rows.retain(|row| {
            row.user_id.as_ref() != Some(&new_owner.id)
                && !row.email.eq_ignore_ascii_case(&new_owner.email)
        });
        model.add_row(app, &old.email, false)?;
        model.row_mut(app, &old.email)?.join(&old);
        Ok(())
    }

    /// The app's settings as they are now.
    pub fn app_settings(&self, app: &str) -> Result<AppSettings> {
        Ok(self.shared.lock().model.place(app)?.settings.clone())
    }

    /// Changes an app's settings, as somebody in the dashboard does.
    pub fn change_app(&self, app: &str, change: impl FnOnce(&mut AppSettings)) -> Result<()> {
        change(&mut self.shared.lock().model.place_mut(app)?.settings);
        Ok(())
    }

    /// The project an app belongs to.
    pub fn project_of(&self, app: &str) -> Result<Project> {
        let model = &self.shared.lock().model;
        let id = &model.place(app)?.project;
        let project = model.project(id).cloned();
        project.ok_or_else(|| EmulatorError::unknown("project", id))
    }

    /// Sets an environment variable.
    pub fn set_variable(&self, app: &str, name: &str, value: &str) -> Result<Variable> {
        let model = &mut self.shared.lock().model;
        let id = model.next_id();
        let pair = (name.to_owned(), value.to_owned());
        Ok(set_variable(model.place_mut(app)?, id, pair))
    }

    /// Unsets an environment variable.
    pub fn unset_variable(&self, app: &str, name: &str) -> Result<()> {
        let model = &mut self.shared.lock().model;
        let variables = &mut model.place_mut(app)?.variables;
        let position = variables.iter().position(|variable| variable.name == name);
        let position = position.ok_or_else(|| EmulatorError::unknown("variable", name))?;
        variables.remove(position);
        Ok(())
    }

    /// The environment variables, in order of creation.
    pub fn variables(&self, app: &str) -> Result<Vec<Variable>> {
        Ok(self.shared.lock().model.place(app)?.variables.clone())
    }
}

fn default_project(model: &Model, user: &User) -> Result<String> {
    let project = model.default_project(&user.id);
    project
        .map(|project| project.id.clone())
        .ok_or_else(|| EmulatorError::unknown("user", &user.username))
}
