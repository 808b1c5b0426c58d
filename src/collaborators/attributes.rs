//! The attributes that people on apps and on databases have in common.

use tf_provider::schema::{Attribute, AttributeType};

use crate::schema::{computed, optional, required};

/// The address, what the API says of the person, and what the user may allow.
pub(super) fn shared_attributes() -> [(&'static str, Attribute); 8] {
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
            computed(AttributeType::String, "Opaque id of the collaborator."),
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
                "`pending` until the person accepts, then `accepted`; `user account deleted` when the \
                         account was closed since. Other words of Scalingo's are passed on.",
            ),
        ),
        (
            "user_id",
            computed(
                AttributeType::String,
                "Id of the user who accepted; null while the invitation is pending.",
            ),
        ),
        (
            "tfa_status",
            computed(
                AttributeType::Bool,
                "Whether the person has two-factor authentication on; null while the \
                         invitation is pending.",
            ),
        ),
        (
            "adopt_existing",
            optional(
                AttributeType::Bool,
                "Whether somebody who is there already, outside this state, is taken over \
                         with the role set as configured and without an e-mail. `false` by default: \
                         then it is an error that shows the `import` block to add.",
            ),
        ),
        (
            "allow_self_removal",
            optional(
                AttributeType::Bool,
                "Whether the user whose API token is in use may be removed by \
                         this resource. `false` by default: then it is an error. Must be applied \
                         before the removal.",
            ),
        ),
    ]
}
