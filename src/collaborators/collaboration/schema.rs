//! The schema of `scalingo_collaboration`.

use tf_provider::schema::{AttributeType, Schema};

use crate::schema::{computed, optional, required, schema, sensitive};

/// The schema of `scalingo_collaboration`.
pub(super) fn collaboration() -> Schema {
    schema(
        "Makes the token's own user a collaborator of an app that somebody else owns: creating \
         this resource accepts an invitation, and destroying it leaves the app. It manages nobody \
         else, and can be used together with the resource that invites the user. Anything else \
         that uses this token on the app should depend on it.",
        [
            (
                "app",
                required(
                    AttributeType::String,
                    "The app, by ID or by name. Another app means another collaboration: the user \
                     leaves the old app and joins the new one.",
                ),
            ),
            (
                "invitation_link_wo",
                sensitive(optional(
                    AttributeType::String,
                    "The link of the invitation, which is a secret: anybody who has it can join. \
                     It is needed only when an apply makes the user join; it may be null for a \
                     user who is already on the app, and a different link later changes nothing. \
                     It is never stored, so it may come from an ephemeral value, such as the \
                     `link` of `scalingo_invitation`. Needs Terraform 1.11 or OpenTofu 1.11.",
                )),
            ),
            (
                "app_id",
                computed(
                    AttributeType::String,
                    "ID of the app, also where `app` is its name.",
                ),
            ),
            (
                "email",
                computed(AttributeType::String, "Address of the user."),
            ),
            (
                "id",
                computed(
                    AttributeType::String,
                    "Opaque ID of the collaborator. Null if Scalingo does not let a limited \
                     collaborator see the list.",
                ),
            ),
            (
                "limited",
                computed(
                    AttributeType::Bool,
                    "Whether the user is a limited collaborator. Null if `id` is.",
                ),
            ),
            (
                "user_id",
                computed(AttributeType::String, "ID of the user."),
            ),
            (
                "username",
                computed(AttributeType::String, "Name of the user."),
            ),
        ],
    )
}
