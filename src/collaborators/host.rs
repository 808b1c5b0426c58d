//! What a person works on.

use scalingo::{App, Email, Error};
use tf_provider::Diagnostic;

use crate::diagnostics::api;
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

/// Whether the person owns the app.
pub(super) fn is_owned_by(app: &App, email: &Email) -> bool {
    Email::as_given(&app.owner.email) == *email
}

/// What the provider was doing, in messages about failed calls.
pub(super) const READ_PEOPLE: &str = "read the collaborators";
/// The same for the owner of an app.
pub(super) const LOOK_UP_APP: &str = "look up an app";
