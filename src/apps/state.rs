//! What Terraform keeps of an app.

use scalingo::{App, Variable};
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::attributes::{Environment, environment};
use crate::diagnostics::app as messages;

/// The attributes, as Terraform keeps them. No `Debug`: values of environment
/// variables are secrets.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// The app's name.
    pub(crate) name: Value<String>,
    /// The variables that are managed here.
    pub(crate) environment: Value<Environment>,
    /// All variables of the app.
    pub(crate) all_environment: Value<Environment>,
    /// Address under Scalingo's own domain.
    pub(crate) base_url: Value<String>,
    /// Main address.
    pub(crate) url: Value<String>,
    /// Where to push to.
    pub(crate) git_url: Value<String>,
    /// Whether HTTP is redirected to HTTPS.
    pub(crate) force_https: Value<bool>,
    /// Whether the router's lines stand in the log.
    pub(crate) router_logs: Value<bool>,
    /// Whether requests of one visitor go to one container.
    pub(crate) sticky_session: Value<bool>,
    /// Id of the stack; empty when the user wrote an empty text.
    pub(crate) stack_id: Value<String>,
    /// Id of the project; empty when the user wrote an empty text.
    pub(crate) project_id: Value<String>,
    /// Whether it is hosted for health data.
    pub(crate) hds_resource: Value<bool>,
    /// Opaque id, which a new name does not change.
    pub(crate) id: Value<String>,
}

impl State {
    /// An app that has just been created: no variables yet.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            environment: Value::Value(Environment::new()),
            all_environment: Value::Value(Environment::new()),
            ..Self::default()
        }
        .with_app(app)
    }

    /// The id, which every state has.
    pub(crate) fn id(&self) -> Result<&str, Diagnostic> {
        present("id", &self.id)
    }

    /// The name, which every state has.
    pub(crate) fn name(&self) -> Result<&str, Diagnostic> {
        present("name", &self.name)
    }

    /// This state with what the API says about the app.
    pub(crate) fn with_app(self, app: &App) -> Self {
        Self {
            force_https: Value::Value(app.force_https),
            router_logs: Value::Value(app.router_logs),
            sticky_session: Value::Value(app.sticky_session),
            stack_id: recorded(self.stack_id, app.stack_id.clone()),
            project_id: recorded(
                self.project_id,
                app.project.as_ref().map(|project| project.id.clone()),
            ),
            hds_resource: Value::Value(app.hds_resource),
            id: Value::Value(app.id.clone()),
            environment: self.environment,
            all_environment: self.all_environment,
            name: self.name,
            base_url: self.base_url,
            url: self.url,
            git_url: self.git_url,
        }
        .with_name(app)
    }

    /// This state with the name, and with the addresses that follow from it.
    pub(crate) fn with_name(self, app: &App) -> Self {
        Self {
            name: Value::Value(app.name.clone()),
            base_url: Value::Value(app.base_url.clone()),
            url: Value::Value(app.url.clone()),
            git_url: Value::Value(app.git_url.clone()),
            ..self
        }
    }

    /// This state with the variables the app has. Of those managed here the
    /// ones that are gone are left out, so that the next plan sets them again.
    pub(crate) fn with_variables(mut self, variables: &[Variable]) -> Self {
        let all = environment(variables);
        if let Value::Value(managed) = &mut self.environment {
            managed.retain(|name, value| value.is_null() || all.contains_key(name));
            for (name, value) in managed.iter_mut().filter(|(_, value)| !value.is_null()) {
                *value = all.get(name).cloned().unwrap_or_default();
            }
        }
        Self {
            all_environment: Value::Value(all),
            ..self
        }
    }

    /// This plan, its unknown values taken from what the app is now.
    pub(crate) fn completed_from(self, now: Self) -> Self {
        Self {
            name: known_or(self.name, now.name),
            environment: known_or(self.environment, now.environment),
            all_environment: known_or(self.all_environment, now.all_environment),
            base_url: known_or(self.base_url, now.base_url),
            url: known_or(self.url, now.url),
            git_url: known_or(self.git_url, now.git_url),
            force_https: known_or(self.force_https, now.force_https),
            router_logs: known_or(self.router_logs, now.router_logs),
            sticky_session: known_or(self.sticky_session, now.sticky_session),
            stack_id: known_or(self.stack_id, now.stack_id),
            project_id: known_or(self.project_id, now.project_id),
            hds_resource: known_or(self.hds_resource, now.hds_resource),
            id: known_or(self.id, now.id),
        }
    }
}

/// A text that chooses something; null, unknown and empty choose nothing.
pub(super) fn chosen(value: &Value<String>) -> Option<&str> {
    value.as_deref_option().filter(|text| !text.is_empty())
}

/// What the API says, unless the state holds the empty text of somebody who
/// left the choice to Scalingo: Terraform wants that back as it was.
fn recorded(kept: Value<String>, told: Option<String>) -> Value<String> {
    match told {
        Some(told) if kept.is_null() || chosen(&kept).is_some() => Value::Value(told),
        _ => kept,
    }
}

fn known_or<T>(planned: Value<T>, now: Value<T>) -> Value<T> {
    if planned.is_unknown() { now } else { planned }
}

fn present<'a>(attribute: &'static str, value: &'a Value<String>) -> Result<&'a str, Diagnostic> {
    chosen(value).ok_or_else(|| messages::incomplete_state(attribute))
}
