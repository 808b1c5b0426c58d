//! Which apps are read, and with how few calls.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use scalingo::{App, Error, View};
use tf_provider::Diagnostic;

use super::host::{LOOK_UP_APP, READ_PEOPLE};
use crate::diagnostics::{api, collaborators as messages};
use crate::session::Session;

/// From this many apps on one list of all apps is cheaper than a look at each.
const MANY_APPS: usize = 3;

/// An app and the people on it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) app: App,
    pub(super) people: Arc<View>,
}

/// The app named by the attribute `app`.
pub(super) async fn one(session: &Session, name: &str) -> Result<Place, Diagnostic> {
    let app = look_up(session, "app", name).await?;
    with_people(session, "app", app).await
}

/// The apps named by the attribute `apps`; one that is named twice, by id and
/// by name, is there once.
pub(super) async fn several(
    session: &Session,
    names: &BTreeSet<&str>,
) -> Result<Vec<Place>, Diagnostic> {
    let apps = apps_named(session, names).await?;
    session.rosters.announce(apps.keys().map(String::as_str));
    let mut places = Vec::with_capacity(apps.len());
    for app in apps.into_values() {
        places.push(with_people(session, "apps", app).await?);
    }
    Ok(places)
}

/// All apps that the token's user owns, also those with nobody on them.
pub(super) async fn owned(session: &Session) -> Result<Vec<Place>, Diagnostic> {
    let user = session.user().await;
    let user = user.map_err(|error| api::failure("find out whose token this is", &error))?;
    let mut apps = session.all_apps().await?;
    if let Some(app) = apps.iter().find(|app| app.owner.id.is_empty()) {
        return Err(messages::owner_untold(&app.name));
    }
    apps.retain(|app| app.owner.id == user.id);
    let ids: Vec<&str> = apps.iter().map(|app| app.id.as_str()).collect();
    let views = session
        .rosters
        .people_of_owned(&session.client(), &ids)
        .await
        .map_err(|error| api::failure(READ_PEOPLE, &error))?;
    let places = apps.into_iter().zip(views);
    Ok(places.map(|(app, people)| Place { app, people }).collect())
}

/// The apps behind the names, by id.
async fn apps_named(
    session: &Session,
    names: &BTreeSet<&str>,
) -> Result<BTreeMap<String, App>, Diagnostic> {
    let listed = if names.len() >= MANY_APPS {
        session.all_apps().await?
    } else {
        Vec::new()
    };
    let mut apps = BTreeMap::new();
    for name in names {
        let known = listed
            .iter()
            .find(|app| app.id == *name || app.name == *name);
        let app = match known {
            Some(app) => app.clone(),
            None => look_up(session, "apps", name).await?,
        };
        apps.insert(app.id.clone(), app);
    }
    Ok(apps)
}

/// The app named by an attribute.
pub(super) async fn look_up(
    session: &Session,
    attribute: &'static str,
    name: &str,
) -> Result<App, Diagnostic> {
    let found = session.app(name).await;
    found.map_err(|error| failed(attribute, name, LOOK_UP_APP, &error))
}

async fn with_people(
    session: &Session,
    attribute: &'static str,
    app: App,
) -> Result<Place, Diagnostic> {
    match session.people(&app.id).await {
        Ok(people) => Ok(Place { app, people }),
        Err(error) => Err(failed(attribute, &app.name, READ_PEOPLE, &error)),
    }
}

/// The error of a call about an app that an attribute names.
pub(super) fn failed(
    attribute: &'static str,
    name: &str,
    doing: &str,
    error: &Error,
) -> Diagnostic {
    match error {
        Error::NotFound { .. } => api::app_unknown(attribute, name),
        error => api::failure(doing, error),
    }
}
