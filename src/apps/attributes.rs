//! What the resource and the data source of an app have in common.

use std::collections::BTreeMap;

use scalingo::{ExposeSecret, Variable};
use tf_provider::schema::{Attribute, AttributeType};
use tf_provider::value::Value;

use crate::schema::computed;

/// Environment variables by name. A null value means: not set.
pub(super) type Environment = BTreeMap<String, Value<String>>;

/// Variables by name.
pub(super) fn environment(variables: &[Variable]) -> Environment {
    let pair = |variable: &Variable| {
        let value = variable.value.expose_secret().to_owned();
        (variable.name.clone(), Value::Value(value))
    };
    variables.iter().map(pair).collect()
}

/// The type of an [`Environment`].
pub(super) fn environment_type() -> AttributeType {
    AttributeType::Map(Box::new(AttributeType::String))
}

/// The addresses that follow from the name.
pub(super) fn addresses() -> [(&'static str, Attribute); 3] {
    let text = |description| computed(AttributeType::String, description);
    [
        (
            "base_url",
            text("Address of the app under Scalingo's own domain."),
        ),
        ("url", text("Main address of the app.")),
        ("git_url", text("Address to push code to with Git.")),
    ]
}

/// The settings that are on or off, each made of its description.
pub(super) fn switches(
    attribute: impl Fn(&'static str) -> Attribute,
) -> [(&'static str, Attribute); 3] {
    [
        (
            "force_https",
            attribute(
                "Whether [HTTP is redirected to \
                       HTTPS](https://doc.scalingo.com/platform/networking/public/cert/force-https).",
            ),
        ),
        (
            "router_logs",
            attribute(
                "Whether router logs are included in the [app's \
                       logs](https://doc.scalingo.com/platform/app/logs).",
            ),
        ),
        (
            "sticky_session",
            attribute(
                "Whether all requests of one visitor go to the same `web` container ([sticky \
                       sessions](https://doc.scalingo.com/platform/app/sticky-sessions)).",
            ),
        ),
    ]
}
