//! Messages about collaborators and their import ids.

use scalingo::{EmailError, InviteError};
use tf_provider::Diagnostic;

use super::{at, chain, whole};
use crate::import_id::Malformed;

/// An address that cannot be one.
pub fn not_an_address(attribute: &'static str, problem: &EmailError) -> Diagnostic {
    at(
        attribute,
        "Not an e-mail address",
        format!("{attribute} must be one address such as \"user1@example.com\": {problem}."),
    )
}

/// An app (or database) that is empty or has characters no id or name has.
pub fn not_an_app(attribute: &'static str, problem: &str) -> Diagnostic {
    at(
        attribute,
        format!("Not an id or name: {attribute}"),
        format!("{attribute} must be the id or the name of what the person works on: {problem}."),
    )
}

/// State without a value that every collaborator has.
pub fn incomplete_state(attribute: &'static str) -> Diagnostic {
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
pub fn already_there(app: &str, import_id: &str) -> Diagnostic {
    at(
        "email",
        "Already a collaborator",
        format!(
            "This address is a collaborator of {app:?} already (or is invited), but not through \
             this resource. No invitation was sent. To manage it here, import it:\n\n  \
             import {{\n    to = <address of this resource>\n    id = {import_id:?}\n  }}"
        ),
    )
}

/// The invitation may stand or not, and nobody could look.
pub fn invitation_unknown(app: &str, error: &InviteError) -> Diagnostic {
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
pub fn gone_before_role_change(app: &str) -> Diagnostic {
    whole(
        "Collaborator is gone",
        format!(
            "The role was not changed: this collaborator is not on {app:?} any more. Run terraform \
             plan again; it plans a new invitation."
        ),
    )
}

/// A text that is no import id.
pub fn malformed_import_id(id: &str, problem: Malformed) -> Diagnostic {
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
pub fn import_app_unknown(app: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the app {app:?} in the configured region and found none that this token \
             may see. Check its spelling and the provider's region. {SHAPE}"
        ),
    )
}

/// The person of an import id is not on that app.
///
/// `looked_for` is what the user typed; other people's addresses are not shown,
/// because pipeline logs are public.
pub fn import_person_unknown(app: &str, looked_for: &str, people: usize) -> Diagnostic {
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
