//! Finds an app, for refresh and import.

use scalingo::{App, Error};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::attributes::Environment;
use super::state::State;
use crate::app_problem::AppProblem;
use crate::diagnostics::app as messages;
use crate::session::Session;

const READ_APP: &str = "read an app";

/// The app by id; none when it is known to be gone.
///
/// Only the app's own call can say that it is missing. Variables that cannot
/// be found are an error.
pub(super) async fn read(session: &Session, state: State) -> Result<Option<State>, Diagnostic> {
    match session.client().get_app(state.id()?).await {
        Ok(app) => {
            session.note_answer(&app.id);
            refreshed(session, state, &app).await.map(Some)
        }
        Err(Error::NotFound { .. }) => check_gone(session, &state).await.map(|()| None),
        Err(error) => Err(messages::failure(READ_APP, &error)),
    }
}

/// The app by id or by name. None of its variables is managed yet.
pub(super) async fn import(session: &Session, id: &str) -> Result<State, Diagnostic> {
    if let Some(problem) = AppProblem::find(id) {
        return Err(messages::malformed_import_id(id, &problem));
    }
    let app = match session.client().get_app(id).await {
        Ok(app) => app,
        Err(Error::NotFound { .. }) => return Err(messages::import_unknown(id)),
        Err(error) => return Err(messages::failure(READ_APP, &error)),
    };
    let state = State {
        environment: Value::Value(Environment::new()),
        ..State::default()
    };
    refreshed(session, state, &app).await
}

/// Whether a missing app is known to be gone; an error where it is not, since
/// another account or region would miss it as well.
pub(super) async fn check_gone(session: &Session, state: &State) -> Result<(), Diagnostic> {
    let id = state.id()?;
    if session.is_gone(id) {
        return Ok(());
    }
    let name = state.name.as_deref_option().unwrap_or(id);
    Err(messages::missing(name, id, &session.whereabouts().await))
}

async fn refreshed(session: &Session, state: State, app: &App) -> Result<State, Diagnostic> {
    let variables = session.client().list_variables(&app.id).await;
    let variables =
        variables.map_err(|error| messages::failure("read the environment of an app", &error))?;
    Ok(state.with_app(app).with_variables(&variables))
}
