//! The people on an app or database. An address is found in any letter case.

use super::Result;
use crate::emulator::Emulator;
use crate::error::EmulatorError;
use crate::state::{Collaborator, Model, Row, User};

impl Emulator {
    /// The collaborators, in list order.
    pub fn collaborators(&self, app: &str) -> Result<Vec<Collaborator>> {
        let model = &self.shared.lock().model;
        Ok(model.place(app)?.shown_rows(&model.base_url))
    }

    /// Makes `user` an accepted collaborator with the full role.
    pub fn share(&self, app: &str, user: &User) -> Result<()> {
        self.add_collaborator(app, &user.email, false)?;
        self.change_row(app, &user.email, |row| row.join(user))
    }

    /// Adds a pending collaborator; no e-mail is counted.
    pub fn add_collaborator(&self, app: &str, email: &str, limited: bool) -> Result<Collaborator> {
        let world = &mut *self.shared.lock();
        let email = world.settings.stored_address(email);
        world.model.add_row(app, &email, limited)
    }

    /// The invited person accepts. A user is made up if nobody has the address.
    pub fn accept(&self, app: &str, email: &str) -> Result<Collaborator> {
        let model = &mut self.shared.lock().model;
        model.row_mut(app, email)?;
        let has_address = |user: &&User| user.email.eq_ignore_ascii_case(email);
        let user = match model.users.iter().find(has_address) {
            Some(user) => user.clone(),
            None => model.add_user(&free_username(model, email), email, None)?,
        };
        model.row_mut(app, email)?.join(&user);
        model.shown(app, email)
    }

    /// Removes a person or an invitation.
    pub fn remove_collaborator(&self, app: &str, email: &str) -> Result<()> {
        let model = &mut self.shared.lock().model;
        let id = model.row_mut(app, email)?.id.clone();
        model.place_mut(app)?.rows.retain(|row| row.id != id);
        Ok(())
    }

    /// Removes and invites again: pending, with a new id, last in the list.
    pub fn reinvite_collaborator(&self, app: &str, email: &str) -> Result<Collaborator> {
        let limited = self.shared.lock().model.row_mut(app, email)?.is_limited;
        self.remove_collaborator(app, email)?;
        self.add_collaborator(app, email, limited)
    }

    /// Sets the `status`, such as `user account deleted`.
    pub fn set_status(&self, app: &str, email: &str, status: &str) -> Result<()> {
        self.change_row(app, email, |row| status.clone_into(&mut row.status))
    }

    /// Changes the role.
    pub fn set_limited(&self, app: &str, email: &str, limited: bool) -> Result<()> {
        self.change_row(app, email, |row| row.is_limited = limited)
    }

    /// Sets `tfa_status`; `None` shows as null.
    pub fn set_tfa(&self, app: &str, email: &str, tfa: Option<bool>) -> Result<()> {
        self.change_row(app, email, |row| row.tfa_status = tfa)
    }

    /// Sets the collaborator's id: one documented sample repeats an id under
    /// two apps.
    pub fn set_collaborator_id(&self, app: &str, email: &str, id: &str) -> Result<()> {
        self.change_row(app, email, |row| id.clone_into(&mut row.id))
    }

    /// Changes the address of somebody who is on the app: the same collaborator
    /// with the same id.
    pub fn change_address(&self, app: &str, email: &str, new: &str) -> Result<()> {
        self.change_row(app, email, |row| new.clone_into(&mut row.email))
    }

    fn change_row(&self, app: &str, email: &str, change: impl FnOnce(&mut Row)) -> Result<()> {
        change(self.shared.lock().model.row_mut(app, email)?);
        Ok(())
    }
}

impl Model {
    pub(super) fn row_mut(&mut self, app: &str, email: &str) -> Result<&mut Row> {
        let mut rows = self.place_mut(app)?.rows.iter_mut();
        let found = rows.find(|row| row.email.eq_ignore_ascii_case(email));
        found.ok_or_else(|| EmulatorError::unknown("collaborator", email))
    }

    pub(super) fn add_row(
        &mut self,
        app: &str,
        email: &str,
        limited: bool,
    ) -> Result<Collaborator> {
        let id = self.next_id();
        let place = self.place_mut(app)?;
        if place.has(email) {
            return Err(EmulatorError::taken("collaborator", email));
        }
        place.rows.push(Row::pending(id, email.to_owned(), limited));
        self.shown(app, email)
    }

    fn shown(&mut self, app: &str, email: &str) -> Result<Collaborator> {
        let row = self.row_mut(app, email)?.clone();
        Ok(row.shown(self.place(app)?, &self.base_url))
    }
}

/// The part before the @, made unlike all usernames there are.
fn free_username(model: &Model, email: &str) -> String {
    let stem = email.split('@').next().unwrap_or(email);
    if model.users.iter().any(|user| user.username == stem) {
        format!("{stem}-{}", model.users.len())
    } else {
        stem.to_owned()
    }
}
