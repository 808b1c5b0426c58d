//! The schema of one person, on an app and on a database.

use tf_provider::schema::{Attribute, AttributeType, Schema};

use crate::schema::{computed, optional, optional_computed, required, schema};

/// The schema of `scalingo_collaborator`.
pub(super) fn on_app() -> Schema {
    schema(
        "One person who may work on one app, a \
         [collaborator](https://doc.scalingo.com/platform/user-management/teamwork/managing). \
         Creating it sends an invitation by e-mail; destroying it removes the person, or cancels \
         the invitation while it is pending. The owner of an app counts as present and is never \
         invited or removed.",
        [
            (
                "app",
                required(
                    AttributeType::String,
                    "The app, by ID or by name. Another app means another collaborator: the person \
                     is removed from the old one and invited to the new one.",
                ),
            ),
            (
                "limited",
                optional_computed(
                    AttributeType::Bool,
                    "Whether the role is [Limited \
                     Collaborator](https://doc.scalingo.com/platform/user-management/teamwork/roles), \
                     who, among other restrictions, may not manage collaborators. `false` by \
                     default; changed in place.",
                ),
            ),
            (
                "app_id",
                computed(
                    AttributeType::String,
                    "ID of the app, also where `app` is its name.",
                ),
            ),
        ]
        .into_iter()
        .chain(shared_attributes()),
    )
}

/// The schema of `scalingo_database_collaborator`.
pub(super) fn on_database() -> Schema {
    schema(
        "One person who may work on one [Dedicated Resources \
         database](https://doc.scalingo.com/databases/postgresql/dedicated-resources/guides/managing-collaborators). \
         Creating it sends an invitation by e-mail; destroying it removes the person, or cancels \
         the invitation while it is pending. Everybody has the full role: databases have no \
         limited collaborators.",
        [
            (
                "database",
                required(
                    AttributeType::String,
                    "The database, by ID or by name. Another database means another collaborator: \
                     the person is removed from the old one and invited to the new one.",
                ),
            ),
            (
                "database_id",
                computed(
                    AttributeType::String,
                    "ID of the database, also where `database` is its name.",
                ),
            ),
        ]
        .into_iter()
        .chain(shared_attributes()),
    )
}

/// The `config` block of the list of `scalingo_collaborator`.
pub(super) fn list_on_apps() -> Schema {
    schema(
        "Finds the people on one app, or on all apps that the token's user owns, ordered by the \
         name of the app and the address. Apps shared with that user are found when they are \
         named. The owner of an app is not among its collaborators.",
        [
            (
                "app",
                optional(
                    AttributeType::String,
                    "The app, by ID or by name. All apps owned by the token's user by default.",
                ),
            ),
            (
                "limited",
                optional(
                    AttributeType::Bool,
                    "Only limited collaborators when `true`, only full ones when `false`. Both by \
                     default.",
                ),
            ),
            ("status", status_filter()),
        ],
    )
}

/// The `config` block of the list of `scalingo_database_collaborator`.
pub(super) fn list_on_database() -> Schema {
    schema(
        "Finds the people on one Dedicated Resources database, ordered by address.",
        [
            (
                "database",
                required(AttributeType::String, "The database, by ID or by name."),
            ),
            ("status", status_filter()),
        ],
    )
}

fn status_filter() -> Attribute {
    optional(
        AttributeType::String,
        "Only people with exactly this status, such as `pending` or `accepted`. All by default.",
    )
}

fn shared_attributes() -> impl Iterator<Item = (&'static str, Attribute)> {
    facts().into_iter().chain(permissions())
}

/// The address, and what the API says of the person.
fn facts() -> [(&'static str, Attribute); 6] {
    [
        (
            "email",
            required(
                AttributeType::String,
                "The address to invite. Letter case does not matter. Another address means \
                         another person: the old one is removed and the new one invited.",
            ),
        ),
        (
            "id",
            computed(AttributeType::String, "Opaque ID of the collaborator."),
        ),
        (
            "username",
            computed(
                AttributeType::String,
                "User name of the person; `n/a` while the invitation is pending.",
            ),
        ),
        (
            "status",
            computed(
                AttributeType::String,
                "`pending` until the person accepts, then `accepted`; `owner` for the owner of the \
                 app; `user account deleted` if the account was closed later. Other values are \
                 passed through unchanged.",
            ),
        ),
        (
            "user_id",
            computed(
                AttributeType::String,
                "ID of the user who accepted; null while the invitation is pending.",
            ),
        ),
        (
            "tfa_status",
            computed(
                AttributeType::Bool,
                "Whether the person has [two-factor \
                 authentication](https://doc.scalingo.com/platform/user-management/scalingo-account/2fa) \
                 on; null while the invitation is pending.",
            ),
        ),
    ]
}

/// What the user may allow. Computed only so that generated configuration
/// leaves it out: nothing but the configuration sets it.
fn permissions() -> [(&'static str, Attribute); 2] {
    [
        (
            "adopt_existing",
            optional_computed(
                AttributeType::Bool,
                "Whether somebody who is already on the app is taken over, with the configured \
                 role and without an e-mail. `false` by default: then only a pending invitation in \
                 the configured role is taken over, and anybody else is an error that shows the \
                 `import` block to add.",
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
