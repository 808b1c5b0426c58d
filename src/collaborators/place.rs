//! What a person works on, and whether two spellings of it are the same.

use scalingo::{App, Email, Error};
use tf_provider::Diagnostic;

use crate::diagnostics::api;
use crate::seats::Seat;
use crate::session::Session;

/// What a person works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// An app: it has an owner, and can be looked up.
    App,
    /// A Dedicated Resources database: the same collaborator calls, its id or
    /// name in place of the app's.
    Database,
}

impl Place {
    /// The attribute that names it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Database => "database",
        }
    }
}

/// A person as the configuration wants them.
#[derive(Clone, Debug)]
pub(crate) struct Wanted<'a> {
    /// What they work on.
    pub(crate) place: Place,
    /// Its id or name.
    pub(crate) app: &'a str,
    /// Their address.
    pub(crate) email: Email,
    /// Whether they become a limited collaborator.
    pub(crate) is_limited: bool,
    /// Whether somebody who is there already is taken over.
    pub(crate) adopt_existing: bool,
}

/// A person as the state has them.
#[derive(Clone, Debug)]
pub(crate) struct Stored<'a> {
    /// What they work on.
    pub(crate) place: Place,
    /// Its id or name in the user's spelling.
    pub(crate) app: &'a str,
    /// Its id, once that is known.
    pub(crate) app_id: Option<&'a str>,
    /// Their address.
    pub(crate) email: Email,
    /// Their collaborator id.
    pub(crate) id: Option<&'a str>,
    /// Their user id, once they accepted.
    pub(crate) user_id: Option<&'a str>,
    /// Whether they may be removed with their own token.
    pub(crate) allow_self_removal: bool,
}

impl Stored<'_> {
    /// What to ask for: the id once it is known, because names change.
    pub(crate) fn target(&self) -> &str {
        self.app_id.unwrap_or(self.app)
    }

    pub(super) async fn seat(&self, session: &Session) -> Seat {
        match self.app_id {
            Some(id) => Seat {
                app: id.to_owned(),
                email: self.email.clone(),
            },
            None => seat(session, self.place, self.app, &self.email).await,
        }
    }
}

/// The seat of an address, the app by its id where that can be found out.
///
/// An app that cannot be looked up now is taken by its spelling: the call that
/// needs it says what is wrong.
pub(super) async fn seat(session: &Session, place: Place, app: &str, email: &Email) -> Seat {
    let id = match place {
        Place::App => session.app(app).await.map(|app| app.id).ok(),
        Place::Database => database_id(session, app).await,
    };
    Seat {
        app: id.unwrap_or_else(|| app.to_owned()),
        email: email.clone(),
    }
}

/// The id of a database, as the collaborators on it tell it.
async fn database_id(session: &Session, database: &str) -> Option<String> {
    let people = session.rosters.people(&session.client(), database).await;
    people
        .ok()?
        .iter()
        .next()
        .map(|person| person.app_id.clone())
}

pub(super) fn is_owner(app: &App, email: &Email) -> bool {
    Email::as_given(&app.owner.email) == *email
}

/// Whether `app` goes by one of `names`, each an id or a name.
///
/// One that does not exist goes by none of them, unless this run renames an
/// app to it.
pub(crate) async fn is_named(
    session: &Session,
    place: Place,
    app: &str,
    names: [Option<&str>; 2],
) -> Result<bool, Diagnostic> {
    let mut names = names.into_iter().flatten();
    if place == Place::Database {
        let id = database_id(session, app).await;
        return Ok(names.any(|name| id.as_deref() == Some(name)));
    }
    match session.app(app).await {
        Ok(known) => Ok(names.any(|name| name == known.id || name == known.name)),
        Err(Error::NotFound { .. }) => {
            let id = session.renamed_to(app);
            Ok(names.any(|name| id.as_deref() == Some(name)))
        }
        Err(error) => Err(api::failure("look up an app", &error)),
    }
}
