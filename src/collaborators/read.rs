//! Find somebody, for refresh and import.

use scalingo::{Collaborator, Error, Status, View, Who};
use tf_provider::Diagnostic;

use super::place::{Place, Stored, is_owner};
use crate::diagnostics::{api, collaborator as messages};
use crate::import_id::{ImportId, Person};
use crate::session::Session;

/// What a refresh found.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// The person, and a warning where there is one.
    There(Box<Collaborator>, Option<Diagnostic>),
    /// Not in the list because they own the app now; the state stays as it is.
    OwnsIt(Diagnostic),
    /// Nobody: removed by hand, or the app is gone.
    Gone,
}

/// Looks for the person by address, else by collaborator id.
///
/// The address goes first: an invitation renewed by hand has a new id.
pub(crate) async fn find(session: &Session, stored: &Stored<'_>) -> Result<Found, Diagnostic> {
    let view = match session
        .rosters
        .people(&session.client(), stored.target())
        .await
    {
        Ok(view) => view,
        Err(Error::NotFound { .. }) => return Ok(Found::Gone),
        Err(error) => return Err(api::failure("read the collaborators", &error)),
    };
    if let Some(person) = by_email_or_id(&view, stored) {
        let warning = (person.status == Status::UserAccountDeleted)
            .then(|| messages::account_deleted(stored.app));
        return Ok(Found::There(Box::new(person.clone()), warning));
    }
    let who = Who {
        id: stored.id,
        email: &stored.email,
    };
    if let Some(odd) = view.odd_row_of(who) {
        return Err(messages::unreadable_row(stored.app, &odd.problem));
    }
    if owns(session, stored).await? {
        return Ok(Found::OwnsIt(messages::became_owner(stored.app)));
    }
    Ok(Found::Gone)
}

fn by_email_or_id<'a>(view: &'a View, stored: &Stored<'_>) -> Option<&'a Collaborator> {
    view.by_email(&stored.email)
        .or_else(|| view.by_id(stored.id?))
}

async fn owns(session: &Session, stored: &Stored<'_>) -> Result<bool, Diagnostic> {
    if stored.place == Place::Database {
        return Ok(false);
    }
    match session.app(stored.target()).await {
        Ok(app) => Ok(is_owner(&app, &stored.email)),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(api::failure("look up the owner of an app", &error)),
    }
}

/// The person an import id names, or what was looked for and where.
pub(crate) async fn look_up(
    session: &Session,
    place: Place,
    wanted: &ImportId,
) -> Result<Collaborator, Diagnostic> {
    let people = session.rosters.people(&session.client(), &wanted.app).await;
    let view = match people {
        Ok(view) => view,
        Err(Error::NotFound { .. }) => {
            return Err(messages::import_app_unknown(place.attribute(), &wanted.app));
        }
        Err(error) => return Err(api::failure("read the collaborators", &error)),
    };
    let (found, looked_for) = match &wanted.person {
        Person::Email(email) => (view.by_email(email), email.as_str()),
        Person::Id(id) => (view.by_id(id), id.as_str()),
    };
    found
        .cloned()
        .ok_or_else(|| messages::import_person_unknown(&wanted.app, looked_for, view.len()))
}
