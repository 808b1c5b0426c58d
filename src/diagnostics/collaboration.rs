//! Messages about the account's own collaboration on an app.

use scalingo::Error;
use tf_provider::Diagnostic;

use super::{MOVED_BLOCK, api, at, chain, hcl, whole};

const LINK: &str = "invitation_link_wo";

/// A text that is not the link of an invitation. It is a secret, so it is not
/// repeated.
pub(crate) fn not_a_link() -> Diagnostic {
    at(
        LINK,
        "Not an invitation link",
        "invitation_link_wo must be the whole link of an invitation, as in Scalingo's e-mail: a URL \
         with token=… in it. The value is not shown because it is a secret. Take it from the \
         ephemeral resource scalingo_invitation, or copy the whole link from the e-mail.",
    )
}

/// The account is not on the app, and there is no link to join by.
pub(crate) fn no_link(who: &str, app: &str) -> Diagnostic {
    at(
        LINK,
        format!("No invitation link: {who} is not on {app}"),
        format!(
            "The API token belongs to {who}, who is not (or no longer) on {app:?}. Joining needs \
             the link of a pending invitation, but invitation_link_wo is null. Have the owner or a \
             full collaborator of the app invite {who}, and take the link from the ephemeral \
             resource scalingo_invitation in a provider block with their token:\n\n  \
             invitation_link_wo = ephemeral.scalingo_invitation.<name>.link"
        ),
    )
}

/// The account owns the app.
pub(crate) fn owner(who: &str, app: &str) -> Diagnostic {
    at(
        "app",
        format!("The owner is not a collaborator: {who}"),
        format!(
            "The API token belongs to {who}, who owns {app:?} and needs no invitation. Remove this \
             resource, or give its provider block the token of the user who is to join."
        ),
    )
}

/// Scalingo does not know the invitation any more.
pub(crate) fn invitation_gone(who: &str, app: &str) -> Diagnostic {
    at(
        LINK,
        format!("Invitation used up or cancelled: {who} on {app}"),
        format!(
            "Scalingo has no pending invitation with this link: it was used, cancelled, or sent \
             again, which creates a new link. {who} is not on {app:?}. Invite {who} again if \
             nothing is pending, and use the new link."
        ),
    )
}

/// Scalingo refuses the acceptance although the account is not on the app.
pub(crate) fn not_accepted(who: &str, app: &str, error: &Error) -> Diagnostic {
    at(
        LINK,
        format!("Invitation not accepted: {who} on {app}"),
        format!(
            "Scalingo refused to let {who} join by this link, and {who} is not on {app:?}. Most \
             likely the link is an invitation to another app on which {who} already is a \
             collaborator. Use the link of an invitation to {app:?}.\n\n\
             Cause: {}",
            chain(error)
        ),
    )
}

/// The acceptance failed, or its reply was lost and nothing shows that the
/// account is on the app.
pub(crate) fn acceptance_failed(who: &str, app: &str, error: &Error) -> Diagnostic {
    let failure = api::failure("accept an invitation", error);
    Diagnostic {
        summary: format!("Cannot accept an invitation: {who} on {app}").into(),
        detail: format!(
            "Apply again: if {who} has joined after all, the next apply finds that out and needs no \
             link. {}",
            failure.detail
        )
        .into(),
        ..failure
    }
}

/// The link led to another app than the configured one.
pub(crate) fn joined_another(who: &str, app: &str, name: &str, id: &str) -> Diagnostic {
    at(
        LINK,
        format!("Joined another app: {who} on {name}"),
        format!(
            "The link was an invitation to {name:?}, not to {app:?}, which becomes apparent only \
             when it is accepted, so {who} is on {name:?} now. To leave that app again, import it \
             into a resource of its own and destroy that:\n\n  \
             import {{\n    to = <address of a scalingo_collaboration>\n    id = {}\n  }}\n\n\
             The owner of {name:?} can remove {who} as well. Then use the link of an invitation to \
             {app:?}.",
            hcl(id)
        ),
    )
}

/// The state is about another account than the token.
pub(crate) fn another_account(now: &str, stored: &str, app: &str) -> Diagnostic {
    whole(
        format!("The token belongs to another user: {now} instead of {stored}"),
        format!(
            "The state says that {stored} works on {app:?}, but the API token belongs to {now}. \
             Nothing was changed. Use the token of {stored} again, also to leave the app. If \
             {stored} should stay on the app without this configuration, run terraform state rm; \
             after that, {now} can join."
        ),
    )
}

/// Two objects want the account on the same app.
pub(crate) fn duplicate(app: &str) -> Diagnostic {
    at(
        "app",
        format!("Duplicate collaboration: {app}"),
        format!(
            "More than one instance makes the token's user a collaborator of {app:?}. An app is \
             the same app by ID and by name. Keep one instance: destroying any of them leaves the \
             app. terraform destroy -refresh=false is not affected."
        ),
    )
}

/// One object leaves the app, another one joins it.
pub(crate) fn joined_and_left(app: &str) -> Diagnostic {
    whole(
        format!("Both joined and left: {app}"),
        format!(
            "In this plan one instance leaves {app:?} and another one joins it, so the token's \
             user would lose access and need a new invitation. Nothing was sent. If the resource \
             has a new key or name, say so, and nothing changes:\n\n\
             {MOVED_BLOCK}\n\n\
             terraform state mv does the same by hand; if both instances are in the state, \
             terraform state rm forgets one of them. terraform destroy -refresh=false is not \
             affected."
        ),
    )
}

/// The account may not see its own row, by which it would leave.
pub(crate) fn row_not_shown(who: &str, app: &str) -> Diagnostic {
    whole(
        format!("Cannot leave an app: {who} on {app}"),
        format!(
            "As a limited collaborator, {who} can see {app:?} but not its list of collaborators, \
             and nobody can leave without knowing their own entry in that list. The resource is \
             kept in the state. Have the owner or a full collaborator of the app remove {who}, or \
             give {who} the full role, and try again. terraform state rm forgets the resource, and \
             {who} stays on the app."
        ),
    )
}

/// The account is still on the app.
pub(crate) fn not_left(who: &str, app: &str, error: &Error) -> Diagnostic {
    let failure = api::failure("leave an app", error);
    Diagnostic {
        summary: format!("Cannot leave an app: {who} on {app}").into(),
        detail: format!("The resource is kept in the state. {}", failure.detail).into(),
        ..failure
    }
}
