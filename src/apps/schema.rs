//! The attributes of an app.

use tf_provider::schema::{Attribute, AttributeType, Schema};

use super::attributes::{addresses, environment_type, switches};
use crate::schema::{computed, optional_computed, required, schema, sensitive};

/// The official provider's attributes, at its schema version.
pub(super) fn app_schema() -> Schema {
    let attributes = configured()
        .into_iter()
        .chain(switches(switch))
        .chain(reported())
        .chain(addresses());
    schema(
        "Manages an app. Every change is made in place: this resource never replaces an app, \
         because that would destroy it. Destroying the resource deletes the app.",
        attributes,
    )
}

fn configured() -> [(&'static str, Attribute); 5] {
    [
        (
            "name",
            required(
                AttributeType::String,
                "Name of the app: 6 to 48 lower-case letters, digits and single inner hyphens. \
                 Changed in place: the ID stays, the addresses follow the name.",
            ),
        ),
        (
            "environment",
            sensitive(optional_computed(
                environment_type(),
                "[Environment variables](https://doc.scalingo.com/platform/app/environment) to \
                 manage, by name. Other variables of the app are left alone; one that is removed \
                 from here, or whose value is null, is unset. Empty by default. The app is not \
                 restarted: running containers see a change after their next restart or \
                 deployment.",
            )),
        ),
        (
            "stack_id",
            optional_computed(
                AttributeType::String,
                "ID of the [stack](https://doc.scalingo.com/platform/internals/stacks/overview) \
                 the app is built on. Chosen by Scalingo if omitted or empty; changed in place, \
                 and used from the next deployment on.",
            ),
        ),
        (
            "project_id",
            optional_computed(
                AttributeType::String,
                "ID of the [project](https://doc.scalingo.com/platform/projects/overview) the app \
                 belongs to. The account's default project if omitted or empty; omitting it later \
                 keeps the app where it is. Changed in place.",
            ),
        ),
        (
            "hds_resource",
            optional_computed(
                AttributeType::Bool,
                "Whether the app is hosted for [health data \
                 (HDS)](https://doc.scalingo.com/compliance/hds). `false` by default for a new \
                 app. Cannot be changed later: a plan that would change it is refused.",
            ),
        ),
    ]
}

fn reported() -> [(&'static str, Attribute); 2] {
    let text = |description| computed(AttributeType::String, description);
    [
        (
            "id",
            text("Opaque ID of the app; it does not change when the app is renamed."),
        ),
        (
            "all_environment",
            sensitive(computed(
                environment_type(),
                "All environment variables of the app, including those that are not managed here.",
            )),
        ),
    ]
}

fn switch(what: &str) -> Attribute {
    let description = format!("{what} `false` by default; changed in place.");
    optional_computed(AttributeType::Bool, &description)
}
