//! Messages about collaborators and their import ids.

use scalingo::{Email, EmailError, Error, InviteError};
use tf_provider::Diagnostic;

use super::{api, at, chain, whole};
use crate::import_id::{ImportId, Malformed};

/// An address that cannot be one.
pub(crate) fn not_an_address(attribute: &'static str, problem: &EmailError) -> Diagnostic {
    at(
        attribute,
        "Not an e-mail address",
        format!("{attribute} must be one address such as \"user1@example.com\": {problem}."),
    )
}

/// An app (or database) that is empty or has characters no id or name has.
pub(crate) fn not_an_app(attribute: &'static str, problem: &str) -> Diagnostic {
    at(
        attribute,
        format!("Not an id or name: {attribute}"),
        format!("{attribute} must be the id or the name of what the person works on: {problem}."),
    )
}

/// State without a value that every collaborator has.
pub(crate) fn incomplete_state(attribute: &'static str) -> Diagnostic {
    at(
        attribute,
        "Incomplete state",
        format!(
            "The state has no {attribute} for this collaborator, so nobody can be found by it. \
             Remove the entry with terraform state rm and import the collaborator again."
        ),
    )
}

/// The address is a collaborator already, outside this state.
pub(crate) fn already_there(app: &str, email: &Email) -> Diagnostic {
    let id = ImportId::build(app, email.as_str());
    at(
        "email",
        "Already a collaborator",
        format!(
            "This address is on {app:?} already (or invited), and no resource of this state \
             manages it. Nothing was sent. To manage it here, import it:\n\n  \
             import {{\n    to = <address of this resource>\n    id = {id:?}\n  }}\n\n\
             or set adopt_existing = true, which takes the person over without an e-mail and sets \
             the role as configured."
        ),
    )
}

/// Two instances want the same person on the same app.
pub(crate) fn wanted_twice(app: &str, email: &Email) -> Diagnostic {
    at(
        "email",
        "The same collaborator twice",
        format!(
            "{:?} on {app:?} is declared by more than one instance. Letter case makes no \
             difference, and an app is the same by id and by name. Keep one of them: for_each = \
             provider::scalingo::normalize_emails(local.team) makes each address one key.",
            email.as_str().to_lowercase()
        ),
    )
}

/// A person goes at one address and comes at another.
pub(crate) fn moved(app: &str) -> Diagnostic {
    whole(
        "Collaborator kept",
        format!(
            "This person on {app:?} goes here and is declared by another instance, so they keep \
             the access and get no e-mail; only the state changes. To say that the resource \
             moved, and see no change at all, add:\n\n  moved {{\n    from = <this resource>\n    \
             to   = <the other resource>\n  }}"
        ),
    )
}

/// A person goes and comes, but the removal was planned before it showed.
pub(crate) fn moved_too_late(app: &str) -> Diagnostic {
    at(
        "email",
        "Would be removed and invited again",
        format!(
            "This person on {app:?} is removed by one instance and declared by another in this \
             plan. Terraform asked for the removal first and left no room to wait, so the person would \
             lose the access and be invited again. Say that the resource moved (a moved block for \
             each person), or run Terraform with -parallelism=N, N above the number of people that \
             move."
        ),
    )
}

/// The owner cannot be invited.
pub(crate) fn owner(app: &str) -> Diagnostic {
    at(
        "email",
        "The owner is not a collaborator",
        format!(
            "This address owns {app:?}. An owner has every right already and cannot be invited. \
             Take the address out of the list for this app."
        ),
    )
}

/// A person of the state became the owner by a transfer.
pub(crate) fn became_owner(app: &str) -> Diagnostic {
    at(
        "email",
        "Collaborator became the owner",
        format!(
            "This person is not a collaborator of {app:?} any more because they own it now, \
             probably by a project transfer. Nothing is planned for them. Take the address out of \
             the list for this app: the state then forgets it, and the owner keeps the app."
        ),
    )
}

/// The token's own user would be removed.
pub(crate) fn own_removal(app: &str) -> Diagnostic {
    whole(
        "This would remove the user of the token in use",
        format!(
            "The API token belongs to this collaborator of {app:?}. Removing them would lock this \
             configuration out of the app. Use another user's token, or allow it: set \
             allow_self_removal = true on this resource and apply that first."
        ),
    )
}

/// Somebody whose account is gone is still in the list.
pub(crate) fn account_deleted(app: &str) -> Diagnostic {
    at(
        "email",
        "User account deleted",
        format!(
            "Scalingo lists this collaborator of {app:?} as \"user account deleted\": the person \
             accepted once and has closed the account since, so nobody can sign in as them. \
             Nothing is planned. Take the address out of the list to clean up."
        ),
    )
}

/// The person's row in Scalingo's list cannot be read.
pub(crate) fn unreadable_row(app: &str, problem: &str) -> Diagnostic {
    at(
        "email",
        "Unreadable row of a collaborator",
        format!(
            "Scalingo's list of the collaborators of {app:?} has a row that is this person's or \
             may be it, and it cannot be read: {problem}. So it is not known whether the person \
             still has access; nothing is changed for them. Everybody else is not affected. If \
             the row stays like this, tell Scalingo's support."
        ),
    )
}

/// The app is not there at plan; something may make it before the apply.
pub(crate) fn app_not_there_yet(app: &str) -> Diagnostic {
    at(
        "app",
        "No such app yet",
        format!(
            "There is no app {app:?} yet that this token may see. Unless something makes it before \
             the invitation, the apply will fail. To invite to an app of this configuration, refer \
             to it (app = scalingo_app.<name>.id)."
        ),
    )
}

/// The invitation may stand or not, and nobody could look.
pub(crate) fn invitation_unknown(app: &str, error: &InviteError) -> Diagnostic {
    at(
        "email",
        "Invitation without an answer",
        format!(
            "The invitation to {app:?} was sent, but its answer was lost and the list of \
             collaborators could not be read afterwards. Run terraform plan again: if the person \
             is there, it says how to go on; nobody is invited twice.\n\nCause: {}",
            chain(error)
        ),
    )
}

/// The role could not be changed because the person is gone.
pub(crate) fn gone_before_role_change(app: &str) -> Diagnostic {
    whole(
        "Collaborator is gone",
        format!(
            "The role was not changed: this collaborator is not on {app:?} any more. Run terraform \
             plan again; it plans a new invitation."
        ),
    )
}

/// A removal failed. Terraform names no resource with the errors of a removal,
/// so this one says whom it is about.
pub(crate) fn not_removed(app: &str, email: &Email, error: &Error) -> Diagnostic {
    let failure = api::failure("remove a collaborator", error);
    Diagnostic {
        detail: format!(
            "This is about {} on {app:?}, who is kept in the state. {}",
            email.as_str(),
            failure.detail
        )
        .into(),
        ..failure
    }
}

/// A text that is no import id.
pub(crate) fn malformed_import_id(id: &str, problem: Malformed) -> Diagnostic {
    let what = match problem {
        Malformed::NoColon => "there is no \":\" in it",
        Malformed::NoApp => "there is nothing before the \":\"",
        Malformed::NoPerson => "there is nothing after the \":\"",
        Malformed::Blanks => "there are blanks in it",
        Malformed::NotAnAddress => "what follows the \":\" is not an e-mail address",
    };
    whole(
        "Not an import id",
        format!("{id:?} cannot be imported: {what}. {SHAPE}"),
    )
}

/// The app of an import id does not exist here.
pub(crate) fn import_app_unknown(place: &str, app: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the {place} {app:?} in the configured region and found none that this token \
             may see. Check its spelling and the provider's region. {SHAPE}"
        ),
    )
}

/// The person of an import id is not on that app.
///
/// `looked_for` is what the user typed; other people's addresses are not shown,
/// because pipeline logs are public.
pub(crate) fn import_person_unknown(app: &str, looked_for: &str, people: usize) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for {looked_for:?} among the {people} collaborators of {app:?} and found \
             nobody by that address or collaborator id. The owner of an app is not one of its \
             collaborators. {SHAPE}"
        ),
    )
}

const SHAPE: &str = "An import id is \"app:email\" or \"app:collaborator_id\", the app by id or \
                     by name, such as \"my-app:user1@example.com\" or \
                     \"my-app:5343eccd646aa30012620000\".";
