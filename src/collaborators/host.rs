//! What a person works on.

use std::sync::Arc;

use scalingo::{App, Email, Error, View};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::{api, collaborator as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

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

    /// The attribute that holds its id.
    pub(super) fn id_attribute(self) -> &'static str {
        match self {
            Self::App => "app_id",
            Self::Database => "database_id",
        }
    }

    /// The app, which says who owns it; none for a database, which does not.
    pub(super) async fn app(self, session: &Session, name: &str) -> Result<Option<App>, Error> {
        match self {
            Self::App => session.app(name).await.map(Some),
            Self::Database => Ok(None),
        }
    }

    /// The app, none for a database, and everybody on it; none where there is
    /// nothing by this name.
    pub(super) async fn look_up(
        self,
        session: &Session,
        name: &str,
    ) -> Result<Option<(Option<App>, Arc<View>)>, Diagnostic> {
        let app = match self.app(session, name).await {
            Ok(app) => app,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(api::failure(LOOK_UP_APP, &error)),
        };
        match session.people(name).await {
            Ok(people) => Ok(Some((app, people))),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(api::failure(READ_PEOPLE, &error)),
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
    pub(super) async fn id_of(self, session: &Session, name: &str) -> Option<String> {
        match self {
            Self::App => session.app(name).await.map(|app| app.id).ok(),
            Self::Database => {
                let people = session.people(name).await.ok()?;
                people.iter().next().map(|person| person.app_id.clone())
            }
        }
    }
}

/// An app or database as state or configuration name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedHost<'a> {
    pub(super) host: Host,
    /// Its id or name, in the user's spelling.
    pub(super) app: &'a str,
    /// Its id, which a configuration and other providers' states lack.
    pub(super) app_id: Option<&'a str>,
}

impl NamedHost<'_> {
    /// What to ask for: the id once it is known, because names change.
    pub(super) fn target(&self) -> &str {
        self.app_id.unwrap_or(self.app)
    }

    /// The names by which its seats are found: the id, or all that is written
    /// where nobody can be asked.
    pub(super) async fn seat_names(&self, cell: &SessionCell) -> Vec<String> {
        let written = [self.app_id, Some(self.app)].into_iter().flatten();
        let Ok(session) = cell.get() else {
            return written.map(str::to_owned).collect();
        };
        if let Some(id) = self.app_id {
            return vec![id.to_owned()];
        }
        let id = self.host.id_of(&session, self.app).await;
        vec![id.unwrap_or_else(|| self.app.to_owned())]
    }

    /// The app; none for a database, which is none.
    pub(super) async fn app(&self, session: &Session) -> Result<Option<App>, Diagnostic> {
        let app = self.host.app(session, self.target()).await;
        app.map_err(|error| api::failure(LOOK_UP_APP, &error))
    }

    /// The owner of the app.
    pub(super) async fn owner(&self, session: &Session) -> Result<Option<Email>, Diagnostic> {
        let app = self.app(session).await?;
        Ok(app.as_ref().map(owner_of))
    }

    /// Everybody on it, none when it is known to be gone. `who` stays in the
    /// state when it does not answer.
    pub(super) async fn people(
        &self,
        session: &Session,
        who: &str,
    ) -> Result<Option<Arc<View>>, Diagnostic> {
        match session.people(self.target()).await {
            Ok(view) => Ok(Some(view)),
            Err(Error::NotFound { .. }) if session.is_gone(self.target()) => Ok(None),
            Err(Error::NotFound { .. }) => Err(self.missing(session, who).await),
            Err(error) => Err(api::failure(READ_PEOPLE, &error)),
        }
    }

    /// The same, none also where nobody can be asked.
    pub(super) async fn people_if_ready(
        &self,
        cell: &SessionCell,
        who: &str,
    ) -> Result<Option<Arc<View>>, Diagnostic> {
        match cell.get() {
            Ok(session) => self.people(&session, who).await,
            Err(_) => Ok(None),
        }
    }

    /// The error for an app or database that does not answer: it may be gone,
    /// or belong to another account or region.
    pub(super) async fn missing(&self, session: &Session, who: &str) -> Diagnostic {
        let place = session.whereabouts().await;
        messages::host_missing(self.host.attribute(), self.app, self.target(), who, &place)
    }

    /// Whether `planned` names what the state holds, asking the API only when
    /// the spellings leave it open.
    pub(super) async fn is_named_by(
        &self,
        cell: &SessionCell,
        planned: &Value<String>,
    ) -> Result<bool, Diagnostic> {
        let Some(planned) = planned.as_deref_option() else {
            return Ok(false);
        };
        if self.app_id == Some(planned) {
            return Ok(true);
        }
        if planned == self.app {
            return self.still_goes_by(cell, planned).await;
        }
        let session = cell.get()?;
        let names = [Some(self.app), self.app_id];
        self.host.is_one_of(&session, planned, names).await
    }

    /// A name that now belongs to another app is refused: neither the people of
    /// the old app nor those of the new one are meant for sure.
    async fn still_goes_by(&self, cell: &SessionCell, name: &str) -> Result<bool, Diagnostic> {
        let (Ok(session), Some(id), Host::App) = (cell.get(), self.app_id, self.host) else {
            return Ok(true);
        };
        match session.id_behind(name, id).await {
            Some(other) if other != id && session.is_gone(id) => Ok(false),
            Some(other) if other != id => Err(messages::name_of_another(name, id, &other)),
            _ => Ok(true),
        }
    }
}

/// The owner of an app.
pub(super) fn owner_of(app: &App) -> Email {
    Email::as_given(&app.owner.email)
}

/// Whether the person owns the app.
pub(super) fn is_owned_by(app: &App, email: &Email) -> bool {
    owner_of(app) == *email
}

/// What the provider was doing, in messages about failed calls.
pub(super) const READ_PEOPLE: &str = "read the collaborators";
/// The same for the owner of an app.
pub(super) const LOOK_UP_APP: &str = "look up an app";
