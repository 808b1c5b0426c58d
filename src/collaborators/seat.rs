//! A person's seat, and who is on the app or database.

use std::sync::Arc;

use scalingo::{Collaborator, View, Who};
use tf_provider::Diagnostic;

use super::person::{Stored, Wanted};
use crate::diagnostics::{access, team};
use crate::seats::{Seat, Verdict};
use crate::session::Session;
use crate::session::cell::SessionCell;

impl Wanted<'_> {
    /// The person's seat, matched by `id` too where somebody is there already.
    pub(super) async fn seat(&self, session: &Session, id: Option<&str>) -> Seat {
        let app = self.host.id_of(session, self.app).await;
        Seat {
            apps: vec![app.unwrap_or_else(|| self.app.to_owned())],
            email: self.email.clone(),
            id: id.map(str::to_owned),
        }
    }

    /// The seat by what the configuration says, where nobody can be asked.
    pub(super) fn seat_as_written(&self) -> Seat {
        Seat {
            apps: vec![self.app.to_owned()],
            email: self.email.clone(),
            id: None,
        }
    }
}

impl Stored<'_> {
    /// The person's seat.
    pub(super) async fn seat(&self, session: &Session) -> Seat {
        let app = match self.app_id {
            Some(id) => id.to_owned(),
            None => self
                .host
                .id_of(session, self.app)
                .await
                .unwrap_or_else(|| self.app.to_owned()),
        };
        Seat {
            apps: vec![app],
            email: self.email.clone(),
            id: self.id.map(str::to_owned),
        }
    }

    /// The seat by what the state says, where nobody can be asked.
    pub(super) fn seat_as_written(&self) -> Seat {
        let apps = [self.app_id, Some(self.app)];
        Seat {
            apps: apps.into_iter().flatten().map(str::to_owned).collect(),
            email: self.email.clone(),
            id: self.id.map(str::to_owned),
        }
    }

    /// The seat by what the API says, or as it is written where nobody can be
    /// asked.
    pub(super) async fn seat_or_as_written(&self, cell: &SessionCell) -> Seat {
        match cell.get() {
            Ok(session) => self.seat(&session).await,
            Err(_) => self.seat_as_written(),
        }
    }

    /// Everybody on the app or database, none when it is known to be gone.
    pub(super) async fn people(&self, session: &Session) -> Result<Option<Arc<View>>, Diagnostic> {
        let who = session.shown(&self.email);
        self.at().people(session, &who).await
    }

    /// What the person's rows are found by.
    pub(super) fn who(&self) -> Who<'_> {
        Who {
            id: self.id,
            email: &self.email,
        }
    }

    /// The person among `people`: by address, else by collaborator id.
    ///
    /// The address goes first, because an invitation renewed by hand has a new
    /// id.
    pub(super) fn among<'a>(&self, people: &'a View) -> Option<&'a Collaborator> {
        people
            .by_email(&self.email)
            .or_else(|| people.by_id(self.id?))
    }
}

/// The error for a seat that somebody else has a part in.
pub(super) fn refused(verdict: Verdict, who: &str, app: &str) -> Result<(), Diagnostic> {
    match verdict {
        Verdict::Free => Ok(()),
        Verdict::HeldTwice => Err(access::duplicate(who, app)),
        Verdict::HeldAndLeft => Err(access::kept_and_removed(who, app)),
        Verdict::BesideTeam => Err(team::beside_single(who, app)),
    }
}
