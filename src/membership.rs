//! What resources do with one person on one app: find, invite, change the role,
//! remove. Client errors leave here as diagnostics.

use scalingo::{Collaborator, Email, Error, Invitation, InviteError, Removal, View};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::{api, collaborator as messages};
use crate::import_id::{ImportId, Person};
use crate::session::Session;

/// Checks an address at plan; null and unknown pass.
pub fn check_email(attribute: &'static str, value: &Value<String>) -> Result<(), Diagnostic> {
    let Some(text) = value.as_deref_option() else {
        return Ok(());
    };
    Email::parse(text)
        .map(drop)
        .map_err(|problem| messages::not_an_address(attribute, &problem))
}

/// Checks an app (or database) id or name at plan; null and unknown pass.
pub fn check_app(attribute: &'static str, value: &Value<String>) -> Result<(), Diagnostic> {
    let problem = match value.as_deref_option() {
        Some("") => "it is empty",
        Some(text) if text.contains(char::is_whitespace) => "there are blanks in it",
        Some(text) if text.contains(['/', ':', '@']) => "ids and names hold no '/', ':' or '@'",
        _ => return Ok(()),
    };
    Err(messages::not_an_app(attribute, problem))
}

/// Whether two addresses are the same person's: known, and equal without case.
pub fn same_email(a: &Value<String>, b: &Value<String>) -> bool {
    match (a.as_deref_option(), b.as_deref_option()) {
        (Some(a), Some(b)) => Email::as_given(a) == Email::as_given(b),
        _ => false,
    }
}

/// Whether `app` is one of `names`, each an app's id or name.
///
/// An app that does not exist is none of them.
pub async fn names_app(
    session: &Session,
    app: &str,
    names: [Option<&str>; 2],
) -> Result<bool, Diagnostic> {
    let mut names = names.into_iter().flatten();
    match session.app(app).await {
        Ok(known) => Ok(names.any(|name| name == known.id || name == known.name)),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(api::failure("look up an app", &error)),
    }
}

/// The person by address, else by collaborator id; none when gone, and when
/// the app itself is gone.
///
/// The address goes first: an invitation renewed by hand has a new id.
pub async fn find(
    session: &Session,
    app: &str,
    email: &Email,
    id: Option<&str>,
) -> Result<Option<Collaborator>, Diagnostic> {
    match session.rosters.people(&session.client(), app).await {
        Ok(view) => Ok(by_email_or_id(&view, email, id).cloned()),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(api::failure("read the collaborators of an app", &error)),
    }
}

fn by_email_or_id<'a>(view: &'a View, email: &Email, id: Option<&str>) -> Option<&'a Collaborator> {
    view.by_email(email).or_else(|| view.by_id(id?))
}

/// Sends one invitation, or says that the person is there already.
pub async fn invite(
    session: &Session,
    app: &str,
    invitation: &Invitation,
) -> Result<Collaborator, Diagnostic> {
    let outcome = session
        .rosters
        .invite(&session.client(), app, invitation)
        .await;
    outcome.map_err(|error| match error {
        InviteError::AlreadyThere { .. } => {
            let id = ImportId::build(app, invitation.email.as_str());
            messages::already_there(app, &id)
        }
        InviteError::Failed(Error::NotFound { .. }) => api::app_unknown("app", app),
        InviteError::Failed(error) => api::failure("invite a collaborator", &error),
        other => messages::invitation_unknown(app, &other),
    })
}

/// Makes the person a limited collaborator, or a full one again.
pub async fn change_role(
    session: &Session,
    app: &str,
    id: &str,
    is_limited: bool,
) -> Result<(), Diagnostic> {
    let outcome = session
        .rosters
        .change_role(&session.client(), app, id, is_limited)
        .await;
    match outcome {
        Ok(_) => Ok(()),
        Err(Error::NotFound { .. }) => Err(messages::gone_before_role_change(app)),
        Err(error) => Err(api::failure("change the role of a collaborator", &error)),
    }
}

/// Removes the person; somebody already gone is done.
///
/// A collaborator whose id is gone may have been invited anew by hand: the
/// address decides, from a fresh list.
pub async fn remove(
    session: &Session,
    app: &str,
    email: &Email,
    id: Option<&str>,
) -> Result<(), Diagnostic> {
    if let Some(id) = id
        && remove_id(session, app, id).await? == Removal::Removed
    {
        return Ok(());
    }
    let view = match session.rosters.refreshed(&session.client(), app).await {
        Ok(view) => view,
        Err(Error::NotFound { .. }) => return Ok(()),
        Err(error) => return Err(api::failure("remove a collaborator", &error)),
    };
    match view.by_email(email) {
        Some(renewed) => remove_id(session, app, &renewed.id).await.map(drop),
        None => Ok(()),
    }
}

async fn remove_id(session: &Session, app: &str, id: &str) -> Result<Removal, Diagnostic> {
    let outcome = session.rosters.remove(&session.client(), app, id).await;
    outcome.map_err(|error| api::failure("remove a collaborator", &error))
}

/// The person an import id names, or what was looked for and where.
pub async fn look_up(session: &Session, wanted: &ImportId) -> Result<Collaborator, Diagnostic> {
    let view = match session.rosters.people(&session.client(), &wanted.app).await {
        Ok(view) => view,
        Err(Error::NotFound { .. }) => return Err(messages::import_app_unknown(&wanted.app)),
        Err(error) => return Err(api::failure("read the collaborators of an app", &error)),
    };
    let (found, looked_for) = match &wanted.person {
        Person::Email(email) => (view.by_email(email), email.as_str()),
        Person::Id(id) => (view.by_id(id), id.as_str()),
    };
    found
        .cloned()
        .ok_or_else(|| messages::import_person_unknown(&wanted.app, looked_for, view.len()))
}
