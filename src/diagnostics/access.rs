//! Messages about who may have a seat.

use scalingo::{Email, InviteError};
use tf_provider::Diagnostic;

use super::{MOVED_BLOCK, REMOVED_BLOCK, at, chain, import_block, whole};
use crate::import_id::ImportId;

/// The address is on the app, and nothing says that it belongs to this
/// configuration.
pub(crate) fn already_there(noun: &'static str, who: &str, app: &str, email: &Email) -> Diagnostic {
    let import = import_block(&ImportId::build(app, email.as_str()));
    at(
        "email",
        format!("Already a collaborator: {who}"),
        format!(
            "{who} is on the {noun} {app:?} already, or invited in another role. Nothing was sent. \
             What you can do:\n\n\
             - To manage the person here, import them:\n\n\
             {import}\n\n\
             - To take people over without an import, with the configured role and without an \
             e-mail, set adopt_existing = true.\n\
             - If another instance of this configuration managed the person until now, use a moved \
             block instead, also across provider blocks: if another block manages them, an import \
             would cost them their access.\n\
             - If this instance is tainted, terraform untaint keeps it as it is."
        ),
    )
}

/// A pending invitation in the configured role is taken over.
pub(crate) fn pending_taken_over(who: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("Invitation taken over: {who}"),
        format!(
            "{who} has a pending invitation to {app:?} in the configured role. It is taken over \
             without another e-mail."
        ),
    )
}

/// An object of this configuration is made anew and the person stays.
pub(crate) fn own_taken_over(who: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("Access is kept: {who}"),
        format!(
            "Terraform replaces this object, but {who} keeps their access to {app:?} and gets no \
             e-mail: only the state changes."
        ),
    )
}

/// Two instances want the same person on the same app.
pub(crate) fn duplicate(who: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("Duplicate collaborator: {who}"),
        format!(
            "More than one instance declares {who} on {app:?}. Letter case makes no difference, \
             and an app is the same app by ID and by name. Keep one of them: for_each = \
             provider::scalingo::normalize_emails(local.team) gives each address a single key. \
             terraform destroy -refresh=false is not affected."
        ),
    )
}

/// One instance has the person afterwards, another one gives them up.
pub(crate) fn kept_and_removed(who: &str, app: &str) -> Diagnostic {
    whole(
        format!("Both kept and removed: {who}"),
        format!(
            "In this plan one instance gives up {who} on {app:?} and another one keeps them, so \
             the person would lose access and be invited again. Nothing was sent. If the resource \
             has a new key or name, say so, and nothing changes for the person:\n\n\
             {MOVED_BLOCK}\n\n\
             terraform state mv does the same by hand; if both instances are in the state, \
             terraform state rm forgets one of them. If a whole resource has a new name or shape, \
             let the state forget the old one:\n\n\
             {REMOVED_BLOCK}\n\n\
             and take the people over with adopt_existing = true on the new one. See the guide \
             \"Renamed keys\". terraform destroy -refresh=false is not affected."
        ),
    )
}

/// An owner who is to be limited.
pub(crate) fn limited_owner(who: &str, app: &str) -> Diagnostic {
    at(
        "limited",
        format!("An owner cannot be limited: {who}"),
        format!(
            "{who} owns {app:?} and has all rights to it. Remove limited = true, or take the \
             address out of the list for this app."
        ),
    )
}

/// The app is not there at plan; something may make it before the apply.
pub(crate) fn host_not_there_yet(noun: &'static str, app: &str) -> Diagnostic {
    at(
        noun,
        format!("No such {noun} yet: {app}"),
        format!(
            "No {noun} {app:?} is visible to this token yet. Unless something creates it before \
             the invitation is sent, the apply will fail. To invite somebody to an app of this \
             configuration, refer to the app (app = scalingo_app.<name>.id)."
        ),
    )
}

/// The invitation may stand or not, and nobody could look.
pub(crate) fn invitation_unknown(who: &str, app: &str, error: &InviteError) -> Diagnostic {
    at(
        "email",
        format!("No answer to the invitation: {who}"),
        format!(
            "The invitation of {who} to {app:?} was sent, but the answer was lost, and the list of \
             collaborators could not be read afterwards. Apply again: if the person is invited, \
             they are taken over without another e-mail.\n\n\
             Cause: {}",
            chain(error)
        ),
    )
}
