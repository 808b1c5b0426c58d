//! The schema of a team, on an app and on a database.

use tf_provider::schema::{Attribute, AttributeType, Schema};

use crate::schema::{computed, optional_computed, required, schema};

/// The schema of `scalingo_collaborators`.
pub(super) fn on_app() -> Schema {
    let own = [
        (
            "app",
            required(
                AttributeType::String,
                "The app, by ID or by name. Another app means another team: everybody is removed \
                 from the old one.",
            ),
        ),
        (
            "app_id",
            computed(
                AttributeType::String,
                "ID of the app, also where `app` is its name.",
            ),
        ),
        (
            "limited_collaborators",
            optional_computed(
                addresses(),
                "Addresses of everybody with the role [Limited \
                 Collaborator](https://doc.scalingo.com/platform/user-management/teamwork/roles). \
                 Moving somebody from one set to the other changes their role in place.",
            ),
        ),
    ];
    schema(
        "Everybody who may work on one app, as one resource. It is authoritative: the plan removes \
         people who are on the app but not in the team, except for the owner and whoever is \
         `ignored`. Creating it removes nobody. A plan of a thousand people costs one list call. \
         To manage people one by one, use `scalingo_collaborator`.",
        own.into_iter().chain(shared()),
    )
}

/// The schema of `scalingo_database_collaborators`.
pub(super) fn on_database() -> Schema {
    let own = [
        (
            "database",
            required(
                AttributeType::String,
                "The database, by ID or by name. Another database means another team: everybody is \
                 removed from the old one.",
            ),
        ),
        (
            "database_id",
            computed(
                AttributeType::String,
                "ID of the database, also where `database` is its name; null while nobody is on \
                 it.",
            ),
        ),
    ];
    schema(
        "Everybody who may work on one [Dedicated Resources \
         database](https://doc.scalingo.com/databases/postgresql/dedicated-resources/guides/managing-collaborators), \
         as one resource. It is authoritative: the plan removes people who are on the database but \
         not in the team, except for whoever is `ignored`. Creating it removes nobody. Everybody \
         has the full role.",
        own.into_iter().chain(shared()),
    )
}

fn addresses() -> AttributeType {
    AttributeType::Set(Box::new(AttributeType::String))
}

fn shared() -> impl Iterator<Item = (&'static str, Attribute)> {
    people().into_iter().chain(permissions())
}

/// Who is on the team, and what the API says of them.
fn people() -> [(&'static str, Attribute); 4] {
    [
        (
            "collaborators",
            required(
                addresses(),
                "Addresses of everybody with the full role; may be empty. Letter case does not \
                 matter. The owner may be listed, and is left alone.",
            ),
        ),
        (
            "ignored",
            optional_computed(
                addresses(),
                "Addresses of people who are never changed and never shown, such as those that a \
                 `scalingo_collaborator` manages.",
            ),
        ),
        (
            "pending",
            computed(
                addresses(),
                "Addresses of the people of the team who have not accepted their invitation yet.",
            ),
        ),
        (
            "removals",
            computed(
                AttributeType::Number,
                "How many people lose access: in a plan, those whom it removes; in the state, \
                 those whom the last change removed. Policies can read it from a plan. Unknown \
                 where the whole team is replaced.",
            ),
        ),
    ]
}

/// What the user may allow.
fn permissions() -> [(&'static str, Attribute); 3] {
    [
        (
            "max_removals",
            optional_computed(
                AttributeType::Number,
                "How many people one plan may remove; a plan that removes more is an error. \
                 Pending invitations count. There is no limit by default, and never one for a \
                 destroy.",
            ),
        ),
        (
            "adopt_existing",
            optional_computed(
                AttributeType::Bool,
                "Whether people of the team who are already there are taken over, with the \
                 configured role and without an e-mail. `false` by default: then only pending \
                 invitations in the configured role are taken over, and anybody else is an error \
                 that shows the `import` block to add.",
            ),
        ),
        (
            "allow_self_removal",
            optional_computed(
                AttributeType::Bool,
                "Whether this resource may remove the user whose API token is in use. By default \
                 it may not, and trying to is an error. Must be applied before the removal.",
            ),
        ),
    ]
}
