//! The calls that make an app what was planned, one thing after another.

use scalingo::{App, AppSettings, Client, Error, NewApp, SecretString};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::attributes::{Environment, environment};
use super::read::check_gone;
use super::state::{State, chosen};
use super::variables::Change;
use crate::diagnostics::{Told, app as messages};
use crate::session::Session;

/// What an app is after a change, also after one that failed half-way.
pub(super) struct Written {
    /// The app as far as it is known.
    pub(crate) state: State,
    /// What failed, if something did.
    pub(crate) problem: Option<Diagnostic>,
}

impl Written {
    /// The state, and beside it what failed.
    pub(super) fn told(self) -> Told<State> {
        let told = Told::quiet(self.state);
        match self.problem {
            Some(problem) => told.error(problem),
            None => told,
        }
    }
}

/// Creates the app, then sets what cannot be set while creating it.
///
/// The error means that there is nothing to keep. Once the app exists, a
/// failure comes with its state.
pub(super) async fn create(session: &Session, planned: State) -> Result<Told<State>, Diagnostic> {
    let client = session.client();
    let wanted = NewApp {
        name: planned.name()?.to_owned(),
        stack_id: chosen(&planned.stack_id).map(str::to_owned),
        project_id: chosen(&planned.project_id).map(str::to_owned),
        hds_resource: planned.hds_resource.as_option().filter(|hds| *hds),
    };
    let app = match client.create_app(&wanted).await {
        Ok(app) => app,
        Err(error) => return Err(not_created(&client, &wanted.name, &error).await),
    };
    let written = write(&client, State::new(&app), planned).await;
    let unfinished = |problem| messages::unfinished(&app.name, problem);
    let problem = written.problem.map(unfinished);
    Ok(Written { problem, ..written }.told())
}

/// A name that is taken may be taken by an app this token can see: then it can
/// be imported.
async fn not_created(client: &Client, name: &str, error: &Error) -> Diagnostic {
    if error.outcome_unknown() {
        return messages::creation_unknown(name, error);
    }
    let refused = matches!(error, Error::Invalid { .. } | Error::Conflict { .. });
    if refused && client.get_app(name).await.is_ok() {
        return messages::already_there(name);
    }
    messages::failure("create an app", error)
}

/// Brings the app from `now` to `planned`.
pub(super) async fn write(client: &Client, now: State, planned: State) -> Written {
    let mut now = now;
    match steps(client, &mut now, &planned).await {
        Ok(()) => Written {
            state: planned.completed_from(now),
            problem: None,
        },
        Err(problem) => Written {
            state: now,
            problem: Some(problem),
        },
    }
}

/// Each step notes in `now` what it did, so that nothing is lost when a later
/// one fails.
async fn steps(client: &Client, now: &mut State, planned: &State) -> Result<(), Diagnostic> {
    rename(client, now, planned).await?;
    move_to_project(client, now, planned).await?;
    set_variables(client, now, planned).await?;
    change_settings(client, now, planned).await
}

async fn rename(client: &Client, now: &mut State, planned: &State) -> Result<(), Diagnostic> {
    let (is, wanted) = (now.name()?, planned.name()?);
    if is == wanted {
        return Ok(());
    }
    let renamed = client.rename_app(now.id()?, is, wanted).await;
    let app = renamed.map_err(|error| messages::failure("rename an app", &error))?;
    *now = std::mem::take(now).with_name(&app);
    Ok(())
}

async fn move_to_project(
    client: &Client,
    now: &mut State,
    planned: &State,
) -> Result<(), Diagnostic> {
    let Some(project) = differing(&now.project_id, &planned.project_id) else {
        return Ok(());
    };
    let moved = client.move_app(now.id()?, project).await;
    moved.map_err(|error| messages::failure("move an app to a project", &error))?;
    now.project_id.clone_from(&planned.project_id);
    Ok(())
}

/// Sets before it unsets: a variable under a new name is there before the old
/// one is gone.
async fn set_variables(
    client: &Client,
    now: &mut State,
    planned: &State,
) -> Result<(), Diagnostic> {
    let app = now.id()?.to_owned();
    let Some(wanted) = planned.environment.as_ref_option() else {
        return Ok(());
    };
    let mut managed = now.environment.take().unwrap_or_default();
    let mut all = now.all_environment.take().unwrap_or_default();
    let change = Change::between(&managed, &all, wanted);
    let outcome = async {
        set(client, &app, change.set, [&mut managed, &mut all]).await?;
        unset(client, &app, &change.unset, &mut managed, &mut all).await?;
        managed.clone_from(wanted);
        Ok(())
    }
    .await;
    now.environment = Value::Value(managed);
    now.all_environment = Value::Value(all);
    outcome
}

async fn set(
    client: &Client,
    app: &str,
    variables: Vec<(String, String)>,
    noted: [&mut Environment; 2],
) -> Result<(), Diagnostic> {
    if variables.is_empty() {
        return Ok(());
    }
    let secret =
        |(name, value): &(String, String)| (name.clone(), SecretString::from(value.as_str()));
    let pairs: Vec<_> = variables.iter().map(secret).collect();
    let outcome = client.set_variables(app, &pairs).await;
    outcome.map_err(|error| messages::failure("set environment variables", &error))?;
    for environment in noted {
        let new = variables.iter().cloned();
        environment.extend(new.map(|(name, value)| (name, Value::Value(value))));
    }
    Ok(())
}

/// Unsetting goes by id, so the list is read; it also shows what else is there.
async fn unset(
    client: &Client,
    app: &str,
    names: &[String],
    managed: &mut Environment,
    all: &mut Environment,
) -> Result<(), Diagnostic> {
    const DOING: &str = "unset environment variables";
    if names.is_empty() {
        return Ok(());
    }
    let listed = client.list_variables(app).await;
    let listed = listed.map_err(|error| messages::failure(DOING, &error))?;
    *all = environment(&listed);
    for variable in listed.iter().filter(|one| names.contains(&one.name)) {
        match client.unset_variable(app, &variable.id).await {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(messages::failure(DOING, &error)),
        }
        managed.remove(&variable.name);
        all.remove(&variable.name);
    }
    Ok(())
}

/// All settings that differ, in one call.
async fn change_settings(
    client: &Client,
    now: &mut State,
    planned: &State,
) -> Result<(), Diagnostic> {
    let switch = |is: Value<bool>, wanted: Value<bool>| wanted.as_option().filter(|_| is != wanted);
    let settings = AppSettings {
        force_https: switch(now.force_https, planned.force_https),
        sticky_session: switch(now.sticky_session, planned.sticky_session),
        router_logs: switch(now.router_logs, planned.router_logs),
        stack_id: differing(&now.stack_id, &planned.stack_id).map(str::to_owned),
    };
    if settings.is_empty() {
        return Ok(());
    }
    let changed = client.update_app(now.id()?, &settings).await;
    let app: App = changed.map_err(|error| messages::failure("change an app", &error))?;
    *now = std::mem::take(now).with_app(&app);
    Ok(())
}

/// What `wanted` chooses, if it is something else.
fn differing<'a>(is: &Value<String>, wanted: &'a Value<String>) -> Option<&'a str> {
    chosen(wanted).filter(|_| is != wanted)
}

/// Deletes the app. It is looked up first: Scalingo wants its present name, and
/// one that is missing may be gone, or hidden from this token.
pub(super) async fn delete(session: &Session, prior: &State) -> Result<(), Diagnostic> {
    const DOING: &str = "delete an app";
    let (client, id) = (session.client(), prior.id()?);
    let app = match client.get_app(id).await {
        Ok(app) => app,
        Err(Error::NotFound { .. }) => return check_gone(session, prior).await,
        Err(error) => return Err(messages::failure(DOING, &error)),
    };
    match client.delete_app(id, &app.name).await {
        Ok(()) | Err(Error::NotFound { .. }) => {
            session.note_deletion(id);
            Ok(())
        }
        Err(error) => Err(messages::failure(DOING, &error)),
    }
}
