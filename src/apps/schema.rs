//! The attributes of an app.

use tf_provider::schema::{Attribute, AttributeType, Schema};

use crate::schema::{computed, optional_computed, required, schema, sensitive};

/// The official provider's attributes, at its schema version.
pub(super) fn app_schema() -> Schema {
    let mut schema = schema(
        "An app. Every change is made in place: nothing in this resource replaces an app, because \
         that would destroy it. Destroying the resource deletes the app.",
        chosen(),
    );
    let told = told().map(|(name, attribute)| (name.to_owned(), attribute));
    schema.block.attributes.extend(told);
    schema
}

fn chosen() -> [(&'static str, Attribute); 8] {
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
                texts(),
                "Environment variables to manage, by name. Variables that are not named here are \
                 left alone; one that is removed from here, or whose value is null, is unset. \
                 Empty by default. The app is not restarted: running containers see a change \
                 after their next restart or deployment.",
            )),
        ),
        (
            "force_https",
            switch("Whether HTTP is redirected to HTTPS."),
        ),
        (
            "router_logs",
            switch("Whether the router's lines stand in the app's log."),
        ),
        (
            "sticky_session",
            switch("Whether all requests of one visitor go to the same `web` container."),
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

fn told() -> [(&'static str, Attribute); 5] {
    let text = |description| computed(AttributeType::String, description);
    [
        (
            "id",
            text("Opaque id of the app. It stays when the app gets another name."),
        ),
        (
            "all_environment",
            sensitive(computed(
                texts(),
                "All environment variables of the app, those that are not managed here included.",
            )),
        ),
        (
            "base_url",
            text("Address of the app under Scalingo's own domain."),
        ),
        ("url", text("Main address of the app.")),
        ("git_url", text("Address to push code to with Git.")),
    ]
}

fn switch(what: &str) -> Attribute {
    let description = format!("{what} `false` by default; changed in place.");
    optional_computed(AttributeType::Bool, &description)
}

/// A map of texts.
pub(crate) fn texts() -> AttributeType {
    AttributeType::Map(Box::new(AttributeType::String))
}
