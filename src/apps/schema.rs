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
        "An app. Every change is made in place: nothing in this resource replaces an app, because \
         that would destroy it. Destroying the resource deletes the app.",
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
                 Changed in place; the id stays, the addresses follow the name.",
            ),
        ),
        (
            "environment",
            sensitive(optional_computed(
                environment_type(),
                "Environment variables to manage, by name. Variables that are not named here are \
                 left alone; one that is removed from here, or whose value is null, is unset. \
                 Empty by default. The app is not restarted: running containers see a change \
                 after their next restart or deployment.",
            )),
        ),
        (
            "stack_id",
            optional_computed(
                AttributeType::String,
                "Id of the stack the app is built on. Chosen by Scalingo when left out or empty; \
                 changed in place, and used from the next deployment on.",
            ),
        ),
        (
            "project_id",
            optional_computed(
                AttributeType::String,
                "Id of the project the app belongs to. The default project of the account when \
                 left out or empty; later, leaving it out keeps the app where it is. Changed in \
                 place.",
            ),
        ),
        (
            "hds_resource",
            optional_computed(
                AttributeType::Bool,
                "Whether the app is hosted for health data (HDS). `false` by default for a new \
                 app. Cannot be changed later: a plan that would is refused.",
            ),
        ),
    ]
}

fn reported() -> [(&'static str, Attribute); 2] {
    let text = |description| computed(AttributeType::String, description);
    [
        (
            "id",
            text("Opaque id of the app. It stays when the app gets another name."),
        ),
        (
            "all_environment",
            sensitive(computed(
                environment_type(),
                "All environment variables of the app, those that are not managed here included.",
            )),
        ),
    ]
}

fn switch(what: &str) -> Attribute {
    let description = format!("{what} `false` by default; changed in place.");
    optional_computed(AttributeType::Bool, &description)
}
