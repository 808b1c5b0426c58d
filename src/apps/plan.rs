//! What an app will be: decided without the API.

use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::attributes::Environment;
use super::name;
use super::state::State;
use crate::diagnostics::app as messages;

/// Checks what can be wrong in a configuration whatever the app is.
pub(super) fn validate(config: &State) -> Vec<Diagnostic> {
    let names = config.environment.as_ref_option();
    let nameless = names.is_some_and(|names| names.contains_key(""));
    nameless
        .then(messages::nameless_variable)
        .into_iter()
        .collect()
}

/// A new app. What Scalingo chooses is unknown in `proposed`.
pub(super) fn create(proposed: State, config: &State) -> Result<State, Diagnostic> {
    check_name(&config.name)?;
    Ok(State {
        hds_resource: config.hds_resource.or(Value::Value(false)),
        ..with_defaults(proposed, config)
    })
}

/// The app that `prior` describes, changed in place.
pub(super) fn update(prior: &State, proposed: State, config: &State) -> Result<State, Diagnostic> {
    check_hosting(prior, config)?;
    let mut planned = with_defaults(proposed, config);
    planned.stack_id = or_prior(planned.stack_id, &prior.stack_id);
    planned.project_id = or_prior(planned.project_id, &prior.project_id);
    if planned.name != prior.name {
        check_name(&planned.name)?;
        planned.base_url = Value::Unknown;
        planned.url = Value::Unknown;
        planned.git_url = Value::Unknown;
    }
    if planned.environment != prior.environment {
        planned.all_environment = Value::Unknown;
    }
    Ok(planned)
}

/// The official provider's defaults. `environment` becomes an empty map, so
/// that leaving it out unsets what was managed before.
fn with_defaults(proposed: State, config: &State) -> State {
    let no = Value::Value(false);
    State {
        environment: config
            .environment
            .clone()
            .or(Value::Value(Environment::new())),
        force_https: config.force_https.or(no),
        router_logs: config.router_logs.or(no),
        sticky_session: config.sticky_session.or(no),
        ..proposed
    }
}

/// Leaves out what a new app has by default, and what Scalingo chose for it.
pub(super) fn shorten(config: &mut State) {
    for switch in [
        &mut config.force_https,
        &mut config.router_logs,
        &mut config.sticky_session,
        &mut config.hds_resource,
    ] {
        if *switch == Value::Value(false) {
            *switch = Value::Null;
        }
    }
    if config
        .environment
        .as_ref_option()
        .is_some_and(Environment::is_empty)
    {
        config.environment = Value::Null;
    }
    config.stack_id = Value::Null;
    config.project_id = Value::Null;
}

/// An empty text chooses nothing: what there is stays.
fn or_prior(planned: Value<String>, prior: &Value<String>) -> Value<String> {
    if planned.as_deref_option() == Some("") && !prior.is_null() {
        prior.clone()
    } else {
        planned
    }
}

/// Only for a name that is new: an older app may have one outside the rule.
fn check_name(name: &Value<String>) -> Result<(), Diagnostic> {
    match name.as_deref_option().and_then(name::problem) {
        Some(problem) => Err(messages::invalid_name(problem)),
        None => Ok(()),
    }
}

/// Where an app is hosted is chosen when it is created, and a replacement would
/// destroy the app.
fn check_hosting(prior: &State, config: &State) -> Result<(), Diagnostic> {
    match (prior.hds_resource, config.hds_resource) {
        (Value::Value(is), Value::Value(wanted)) if is != wanted => {
            Err(messages::hosting_is_fixed(is))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value<String> {
        Value::Value(text.to_owned())
    }

    fn prior() -> State {
        State {
            name: text("my-app"),
            environment: Value::Value(Environment::new()),
            all_environment: Value::Value(Environment::new()),
            url: text("https://my-app.example"),
            force_https: Value::Value(true),
            project_id: text("default"),
            hds_resource: Value::Value(true),
            id: text("0a"),
            ..State::default()
        }
    }

    fn config(name: &str) -> State {
        State {
            name: text(name),
            ..State::default()
        }
    }

    fn updated(config: &State) -> Result<State, Diagnostic> {
        let proposed = State {
            name: config.name.clone(),
            project_id: config.project_id.clone().or(prior().project_id),
            hds_resource: config.hds_resource.or(prior().hds_resource),
            ..prior()
        };
        update(&prior(), proposed, config)
    }

    #[test]
    fn what_is_left_out_gets_the_default_or_stays_as_it_is() -> Result<(), Diagnostic> {
        let planned = updated(&config("my-app"))?;
        assert_eq!(planned.force_https, Value::Value(false));
        assert_eq!(planned.project_id, text("default"));
        assert_eq!(planned.hds_resource, Value::Value(true));
        assert_eq!(planned.url, prior().url);
        Ok(())
    }

    #[test]
    fn empty_project_stays_where_the_app_is() -> Result<(), Diagnostic> {
        let config = State {
            project_id: text(""),
            ..config("my-app")
        };
        assert_eq!(updated(&config)?.project_id, text("default"));
        Ok(())
    }

    #[test]
    fn new_name_makes_the_addresses_unknown_and_nothing_else() -> Result<(), Diagnostic> {
        let planned = updated(&config("our-app"))?;
        assert!(planned.url.is_unknown() && planned.git_url.is_unknown());
        assert_eq!(planned.id, text("0a"));
        assert!(planned.all_environment.is_value());
        Ok(())
    }

    #[test]
    fn old_name_outside_the_rule_is_kept_and_a_new_one_is_refused() {
        let short = State {
            name: text("old"),
            ..prior()
        };
        assert!(update(&short, short.clone(), &config("old")).is_ok());
        assert!(updated(&config("old")).is_err());
        assert!(create(config("old"), &config("old")).is_err());
    }

    #[test]
    fn hosting_that_is_not_known_yet_passes() {
        let config = State {
            hds_resource: Value::Unknown,
            ..config("my-app")
        };
        assert!(updated(&config).is_ok());
    }
}
