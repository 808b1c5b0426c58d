//! Messages about collaborators.

use scalingo::{EmailError, Error};
use tf_provider::Diagnostic;

use super::{api, at, hcl, whole};

/// An address that cannot be one.
pub(crate) fn not_an_address(attribute: &'static str, problem: &EmailError) -> Diagnostic {
    at(
        attribute,
        "Not an e-mail address",
        format!("{attribute} must be one address such as \"user1@example.com\": {problem}."),
    )
}

/// A null among the addresses.
pub(crate) fn null_address(attribute: &'static str) -> Diagnostic {
    at(
        attribute,
        "Not an e-mail address",
        format!(
            "One element of {attribute} is null. Each must be an address; compact() removes nulls."
        ),
    )
}

/// An element that cannot be an address, for the reason that `problem` tells.
pub(crate) fn element_not_an_address(element: Option<&str>, problem: Diagnostic) -> Diagnostic {
    let element = element.unwrap_or_default();
    Diagnostic {
        detail: format!("One element is {element:?}: {}", problem.detail).into(),
        ..problem
    }
}

/// An app (or database) that is empty or has characters no id or name has.
pub(crate) fn not_an_app(attribute: &'static str, problem: &str) -> Diagnostic {
    at(
        attribute,
        format!("Not an ID or name: {attribute}"),
        format!("{attribute} must be the ID or the name of what the person works on: {problem}."),
    )
}

/// State without a value that every collaborator has.
pub(crate) fn incomplete_state(attribute: &'static str) -> Diagnostic {
    at(
        attribute,
        "Incomplete state",
        format!(
            "The state has no {attribute} for this collaborator, so the person cannot be found. \
             Remove the entry with terraform state rm and import the collaborator again."
        ),
    )
}

/// A person of the state became the owner by a transfer.
pub(crate) fn became_owner(who: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("Collaborator became the owner: {who}"),
        format!(
            "{who} owns {app:?} now, probably by a project transfer, and is no longer listed as a \
             collaborator. The address may stay in the list: an owner counts as present, and \
             destroying this instance removes nobody."
        ),
    )
}

/// Scalingo lists the person under another address now.
pub(crate) fn address_changed(who: &str, now: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("Address changed: {who}"),
        format!(
            "Scalingo lists this collaborator of {app:?} as {now} now. Change the address in the \
             configuration: that changes the state in place and sends nothing."
        ),
    )
}

/// The token's own user would be removed.
pub(crate) fn own_removal(who: &str, app: &str) -> Diagnostic {
    whole(
        format!("This would remove the token's own user: {who}"),
        format!(
            "The API token belongs to {who}, a collaborator of {app:?}. Removing them would lock \
             this configuration out of the app. Use another user's token, or allow it: set \
             allow_self_removal = true on this resource and apply that first. To drop the person \
             from the state without removing them, use terraform state rm."
        ),
    )
}

/// Nobody knows whether the person is the token's own user.
pub(crate) fn own_account_unknown(who: &str, error: &Error) -> Diagnostic {
    let failure = api::failure("find out whose token is in use", error);
    Diagnostic {
        summary: format!("Cannot tell whether this is the token's own user: {who}").into(),
        detail: format!(
            "{who} was not removed, because the token in use may be theirs. Try again, or set \
             allow_self_removal = true on this resource and apply that first. {}",
            failure.detail
        )
        .into(),
        ..failure
    }
}

/// Scalingo has no call that says whose token it is.
pub(crate) fn own_account_unguarded() -> Diagnostic {
    whole(
        "The token's own user is not protected",
        "Scalingo does not say whose token is in use (404), so the provider cannot keep that user \
         from being removed. Check the plan yourself.",
    )
}

/// Somebody whose account is gone is still in the list.
pub(crate) fn account_deleted(who: &str, app: &str) -> Diagnostic {
    at(
        "email",
        format!("User account deleted: {who}"),
        format!(
            "Scalingo lists {who} on {app:?} as \"user account deleted\": the person accepted the \
             invitation and has closed their account since, so nobody can sign in to it. Nothing \
             is planned. Take the address out of the list to clean up."
        ),
    )
}

/// The person's row in Scalingo's list cannot be read.
pub(crate) fn unreadable_row(who: &str, app: &str, problem: &str) -> Diagnostic {
    at(
        "email",
        format!("Unreadable row of a collaborator: {who}"),
        format!(
            "Scalingo's list of the collaborators of {app:?} has a row that is or may be this \
             person's, and it cannot be read: {problem}. So it is not known whether {who} still \
             has access, and nothing is changed for them. Nobody else is affected. If the row \
             stays like this, contact Scalingo's support."
        ),
    )
}

/// The app of a person in the state does not answer.
pub(crate) fn host_missing(
    noun: &'static str,
    app: &str,
    id: &str,
    who: &str,
    place: &str,
) -> Diagnostic {
    whole(
        format!("The {noun} {app} was not found; {who} stays in the state"),
        format!(
            "Looked for the {noun} {id:?} at {place} and did not find it. That proves nothing: the \
             token may belong to another account, the region may be another one, or the account \
             may have lost access. Check these first; nothing was changed and the state is kept. \
             If the {noun} was deleted, say so in the provider block (or in SCALINGO_GONE_APPS), \
             and its people count as gone:\n\n  \
             gone_apps = [{}]\n\n\
             terraform destroy -refresh=false asks again; terraform state rm forgets one person.",
            hcl(id)
        ),
    )
}

/// A name of the state belongs to another app now.
pub(crate) fn name_of_another(name: &str, id: &str, other: &str) -> Diagnostic {
    at(
        "app",
        format!("The name {name} belongs to another app now"),
        format!(
            "The state has people on the app {name:?} with the ID {id:?}, but that name belongs to \
             the app {other:?} now. Nothing is planned, because there is no telling which of the \
             two is meant. Name the app by its ID: app = {} keeps these people where they are, \
             app = {} moves them. If the old app was deleted, add its ID to gone_apps in the \
             provider block. terraform destroy -refresh=false is not affected.",
            hcl(id),
            hcl(other)
        ),
    )
}

/// What decides who is meant is not known before the apply.
pub(crate) fn not_known_yet(attribute: &'static str, who: &str, app: &str) -> Diagnostic {
    at(
        attribute,
        format!("Not known before the apply: {attribute} of {who}"),
        format!(
            "{attribute} depends on something that is known only at apply. {who} stays on {app:?} \
             if it turns out to mean the same. If it means another one, Terraform stops before \
             anything is sent for this person (\"inconsistent final plan\"), and the next run \
             replaces them. Where it is unknown in every plan, terraform apply -replace=… goes \
             ahead."
        ),
    )
}

/// The role could not be changed because the person is gone.
pub(crate) fn gone_before_role_change(who: &str, app: &str) -> Diagnostic {
    whole(
        format!("Collaborator is gone: {who}"),
        format!(
            "The role was not changed: {who} is not on {app:?} any more. Run terraform plan again; \
             it plans a new invitation."
        ),
    )
}

/// A removal failed. Terraform names no resource with the errors of a removal,
/// so this one says whom it is about.
pub(crate) fn not_removed(who: &str, app: &str, error: &Error) -> Diagnostic {
    let failure = api::failure("remove a collaborator", error);
    Diagnostic {
        summary: format!("Cannot remove a collaborator: {who} from {app}").into(),
        detail: format!("The person is kept in the state. {}", failure.detail).into(),
        ..failure
    }
}
