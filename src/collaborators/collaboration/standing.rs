//! Whose account it is, and how it stands to an app.

use scalingo::{App, Collaborator, Email, Error, Status, User, View, Who};
use tf_provider::Diagnostic;

use super::super::host::{LOOK_UP_APP, READ_PEOPLE};
use super::attributes::Collaboration;
use crate::diagnostics::{api, collaboration as messages, collaborator};
use crate::session::Session;

/// How the account stands to an app.
pub(super) enum Standing {
    /// It is not on the app, or nothing by that name shows itself to it.
    Absent,
    /// It owns the app.
    Owner(App),
    /// It works on the app. The row is none where it may not see the list.
    Joined(App, Option<Collaborator>),
}

/// How new the list must be that tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// Of this walk.
    Recent,
    /// Begun now.
    Now,
}

/// The account whose token is in use; an error when Scalingo does not say.
pub(super) async fn account(session: &Session) -> Result<&User, Diagnostic> {
    let user = session.user().await;
    user.map_err(|error| api::failure("find out whose token is in use", &error))
}

/// The same, which must be the account of the state: another one that leaves
/// or joins instead is nobody's intention.
pub(super) async fn account_of<'a>(
    session: &'a Session,
    state: &Collaboration,
) -> Result<&'a User, Diagnostic> {
    let user = account(session).await?;
    match state.user_id.as_deref_option() {
        Some(id) if id != user.id => {
            let email = state.email.as_deref_option().unwrap_or_default();
            let stored = session.shown(&Email::as_given(email));
            let now = session.shown(&user.email);
            Err(messages::another_account(&now, &stored, state.at()?.app))
        }
        _ => Ok(user),
    }
}

/// How the account stands to the app with this id or name.
///
/// Who may see the app and not the list is a limited collaborator.
pub(super) async fn look(
    session: &Session,
    user: &User,
    name: &str,
    freshness: Freshness,
) -> Result<Standing, Diagnostic> {
    let app = match session.app(name).await {
        Ok(app) => app,
        Err(Error::NotFound { .. }) => return Ok(Standing::Absent),
        Err(error) => return Err(api::failure(LOOK_UP_APP, &error)),
    };
    if app.owner.id == user.id {
        return Ok(Standing::Owner(app));
    }
    let listed = match freshness {
        Freshness::Recent => session.people(&app.id).await,
        Freshness::Now => session.rosters.refreshed(&session.client(), &app.id).await,
    };
    match listed {
        Ok(people) => among(session, &people, user, app),
        Err(Error::NotFound { .. }) => Ok(Standing::Absent),
        Err(Error::Refused { status: 403, .. } | Error::Unauthorised { .. }) => {
            Ok(Standing::Joined(app, None))
        }
        Err(error) => Err(api::failure(READ_PEOPLE, &error)),
    }
}

fn among(session: &Session, people: &View, user: &User, app: App) -> Result<Standing, Diagnostic> {
    if let Some(row) = own_row(people, user) {
        return Ok(Standing::Joined(app, Some(row.clone())));
    }
    let who = Who {
        id: None,
        email: &user.email,
    };
    match people.odd_row_of(who) {
        Some(odd) => {
            let who = session.shown(&user.email);
            Err(collaborator::unreadable_row(&who, &app.name, &odd.problem))
        }
        None => Ok(Standing::Absent),
    }
}

/// The account's own row: by its id or, in old replies without, by address. A
/// pending invitation of the address is none.
pub(super) fn own_row<'a>(people: &'a View, user: &User) -> Option<&'a Collaborator> {
    let has_joined = |row: &&Collaborator| !matches!(row.status, Status::Pending);
    let is_own = |row: &&Collaborator| match &row.user_id {
        Some(id) => *id == user.id,
        None => row.email == user.email,
    };
    people.iter().filter(has_joined).find(is_own)
}
