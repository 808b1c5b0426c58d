//! Seeding and looking: what a test does to the state by hand. An `app` is
//! the id or the name of an app or database.

use crate::emulator::Emulator;
use crate::error::EmulatorError;
use crate::state::{App, AppSettings, Collaborator, Kind, Project, Region, User, Variable};

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
    /// Both default regions point to the emulator itself.
    pub fn set_region(&self, name: &str, api: &str) {
        let regions = &mut self.shared.lock().model.regions;
        regions.retain(|region| region.name != name);
        regions.push(Region {
            name: name.to_owned(),
            api: api.to_owned(),
        });
    }

    /// Adds an app of the default user. The name rule is not applied.
    pub fn add_app(&self, name: &str) -> Result<App> {
        self.add_app_owned_by(name, &self.user)
    }

    /// Adds an app of somebody else.
    pub fn add_app_owned_by(&self, name: &str, owner: &User) -> Result<App> {
        let mut world = self.shared.lock();
        world.model.plant(name, &owner.id, Kind::App)
    }

    /// Adds a Dedicated Resources database of the default user; returns its id.
    pub fn add_database(&self, name: &str) -> Result<String> {
        let mut world = self.shared.lock();
        let database = world.model.plant(name, &self.user.id, Kind::Database)?;
        Ok(database.id)
    }

    /// The app as it is now.
    pub fn app(&self, app: &str) -> Result<App> {
        self.shared.lock().model.app(app)
    }

    /// Makes `user` an accepted collaborator with the full role.
    pub fn share(&self, app: &str, user: &User) -> Result<()> {
        let world = &mut *self.shared.lock();
        world.model.share(app, user, &world.settings)
    }

    /// Adds a pending collaborator; no e-mail is counted.
    pub fn add_collaborator(&self, app: &str, email: &str, limited: bool) -> Result<Collaborator> {
        let world = &mut *self.shared.lock();
        world
            .model
            .plant_invitation(app, email, limited, &world.settings)
    }

    /// The invited person accepts. A user is made up if nobody has the address.
    pub fn accept(&self, app: &str, email: &str) -> Result<Collaborator> {
        self.shared.lock().model.accept(app, email)
    }

    /// Sets the `status`, such as `user account deleted`.
    pub fn set_status(&self, app: &str, email: &str, status: &str) -> Result<()> {
        self.shared.lock().model.set_status(app, email, status)
    }

    /// Changes the role.
    pub fn set_limited(&self, app: &str, email: &str, limited: bool) -> Result<()> {
        self.shared.lock().model.set_limited(app, email, limited)
    }

    /// Sets `tfa_status`; `None` shows as null.
    pub fn set_tfa(&self, app: &str, email: &str, tfa: Option<bool>) -> Result<()> {
        self.shared.lock().model.set_tfa(app, email, tfa)
    }

    /// Sets the collaborator's id: one documented sample repeats an id under
    /// two apps.
    pub fn set_collaborator_id(&self, app: &str, email: &str, id: &str) -> Result<()> {
        let mut world = self.shared.lock();
        world.model.set_collaborator_id(app, email, id)
    }

    /// Makes the person the one who linked the source repository, whose role
    /// cannot be changed.
    pub fn link_repository(&self, app: &str, email: &str) -> Result<()> {
        self.shared.lock().model.link_repository(app, email)
    }

    /// Removes a person or an invitation.
    pub fn remove_collaborator(&self, app: &str, email: &str) -> Result<()> {
        self.shared.lock().model.drop_collaborator(app, email)
    }

    /// Removes and invites again: pending, with a new id, last in the list.
    pub fn reinvite_collaborator(&self, app: &str, email: &str) -> Result<Collaborator> {
        let world = &mut *self.shared.lock();
        world.model.reinvite(app, email, &world.settings)
    }

    /// Deletes an app or database with its collaborators.
    pub fn remove_app(&self, app: &str) -> Result<()> {
        self.shared.lock().model.drop_app(app)
    }

    /// Renames an app; the name rule is not applied.
    pub fn rename_app(&self, app: &str, name: &str) -> Result<()> {
        self.shared.lock().model.rename(app, name)
    }

    /// The app's settings as they are now.
    pub fn app_settings(&self, app: &str) -> Result<AppSettings> {
        self.shared.lock().model.app_settings(app).cloned()
    }

    /// The project an app belongs to.
    pub fn project_of(&self, app: &str) -> Result<Project> {
        self.shared.lock().model.project_of(app).cloned()
    }

    /// Changes an app's settings, as somebody in the dashboard does.
    pub fn change_app(&self, app: &str, change: impl FnOnce(&mut AppSettings)) -> Result<()> {
        self.shared.lock().model.app_settings(app).map(change)
    }

    /// Gives an app to `new_owner`, as a project transfer does: the new owner
    /// leaves the list, the old owner appears in it as a collaborator.
    pub fn transfer_app(&self, app: &str, new_owner: &User) -> Result<()> {
        self.shared.lock().model.transfer(app, new_owner)
    }

    /// The collaborators, in list order.
    pub fn collaborators(&self, app: &str) -> Result<Vec<Collaborator>> {
        let world = self.shared.lock();
        let place = world.model.place(app)?;
        Ok(place.shown_rows(&world.model.base_url))
    }

    /// Sets an environment variable.
    pub fn set_variable(&self, app: &str, name: &str, value: &str) -> Result<Variable> {
        let mut world = self.shared.lock();
        world.model.plant_variable(app, name, value)
    }

    /// Unsets an environment variable.
    pub fn unset_variable(&self, app: &str, name: &str) -> Result<()> {
        self.shared.lock().model.drop_variable(app, name)
    }

    /// The environment variables, in order of creation.
    pub fn variables(&self, app: &str) -> Result<Vec<Variable>> {
        let world = self.shared.lock();
        Ok(world.model.place(app)?.variables.clone())
    }
}
