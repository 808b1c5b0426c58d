//! What a person works on, and who is there.

use std::sync::Arc;

use scalingo::{App, Collaborator, Email, Error, View, Who};
use tf_provider::Diagnostic;

use super::person::{Stored, Wanted};
use crate::diagnostics::{api, collaborator as messages};
use crate::seats::Seat;
use crate::session::Session;

/// What a person works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// An app: it has an owner, and can be looked up.
    App,
    /// A Dedicated Resources database: the same collaborator calls, its id or
    /// name in place of the app's.
    Database,
}

impl Host {
    /// The attribute that names it, which is also the word for it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Database => "database",
        }
    }

    /// The app, which says who owns it; none for a database, which does not.
    pub(super) async fn app(self, session: &Session, name: &str) -> Result<Option<App>, Error> {
        match self {
            Self::App => session.app(name).await.map(Some),
            Self::Database => Ok(None),
        }
    }

    /// Whether `name` means what goes by one of `known`, each an id or a name.
    ///
    /// One that does not exist means none of them, unless this run renames an
    /// app to it.
    pub(super) async fn is_one_of(
        self,
        session: &Session,
        name: &str,
        known: [Option<&str>; 2],
    ) -> Result<bool, Diagnostic> {
        let mut known = known.into_iter().flatten();
        if self == Self::Database {
            let id = self.id_of(session, name).await;
            return Ok(known.any(|known| id.as_deref() == Some(known)));
        }
        match session.app(name).await {
            Ok(app) => Ok(known.any(|known| known == app.id || known == app.name)),
            Err(Error::NotFound { .. }) => {
                let id = session.renamed_to(name);
                Ok(known.any(|known| id.as_deref() == Some(known)))
            }
            Err(error) => Err(api::failure(LOOK_UP_APP, &error)),
        }
    }

    /// The id behind an id or a name; none where it cannot be found out now,
    /// and the call that needs it says why.
    async fn id_of(self, session: &Session, name: &str) -> Option<String> {
        match self {
            Self::App => session.app(name).await.map(|app| app.id).ok(),
            Self::Database => {
                let people = session.people(name).await.ok()?;
                people.iter().next().map(|person| person.app_id.clone())
            }
        }
    }
}

/// Whether the person owns the app.
pub(super) fn is_owned_by(app: &App, email: &Email) -> bool {
    Email::as_given(&app.owner.email) == *email
}

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

    /// Everybody on the app or database, none when it is known to be gone.
    pub(super) async fn people(&self, session: &Session) -> Result<Option<Arc<View>>, Diagnostic> {
        match session.people(self.target()).await {
            Ok(view) => Ok(Some(view)),
            Err(Error::NotFound { .. }) if session.is_gone(self.target()) => Ok(None),
            Err(Error::NotFound { .. }) => Err(self.missing(session).await),
            Err(error) => Err(api::failure(READ_PEOPLE, &error)),
        }
    }

    /// The error for an app or database that does not answer: it may be gone,
    /// or belong to another account or region.
    pub(super) async fn missing(&self, session: &Session) -> Diagnostic {
        let who = session.shown(&self.email);
        let place = session.whereabouts().await;
        messages::host_missing(self.host.attribute(), self.app, self.target(), &who, &place)
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

/// What the provider was doing, in messages about failed calls.
pub(super) const READ_PEOPLE: &str = "read the collaborators";
/// The same for the owner of an app.
pub(super) const LOOK_UP_APP: &str = "look up an app";
