//! Messages about apps.

use std::fmt::Display;

use scalingo::Error;
use tf_provider::Diagnostic;

use super::{api, at, chain, hcl, import_block, whole};

/// The diagnostic for a failed call about an app.
///
/// `doing` completes "Cannot …", such as `rename an app`.
pub(crate) fn failure(doing: &str, error: &Error) -> Diagnostic {
    match error {
        Error::NotFound { resource, .. } => match resource.as_deref() {
            Some("project") => choice_unknown(doing, "project", "project_id", error),
            Some("stack") => choice_unknown(doing, "stack", "stack_id", error),
            _ => api::failure(doing, error),
        },
        Error::Unauthorised { detail, .. }
        | Error::Refused {
            status: 403,
            detail,
            ..
        } => refused(doing, detail.as_deref(), error),
        _ => api::failure(doing, error),
    }
}

fn choice_unknown(doing: &str, what: &str, attribute: &'static str, error: &Error) -> Diagnostic {
    at(
        attribute,
        format!("Cannot {doing}"),
        format!(
            "This account has no such {what}. {attribute} must be the ID of a {what}, not its \
             name; omit it to use the default {what}.\n\nCause: {}",
            chain(error)
        ),
    )
}

fn refused(doing: &str, detail: Option<&str>, error: &Error) -> Diagnostic {
    let said = detail.map_or_else(String::new, |text| format!(": {text}"));
    whole(
        format!("Cannot {doing}"),
        format!(
            "Scalingo refused this{said}. Only the owner of an app may rename or delete it or \
             move it to a project, and limited collaborators may not change it. Use a token that \
             belongs to the owner.\n\nCause: {}",
            chain(error)
        ),
    )
}

/// A name that Scalingo would refuse.
pub(crate) fn invalid_name(problem: &str) -> Diagnostic {
    at(
        "name",
        "Invalid app name",
        format!(
            "name must consist of 6 to 48 lower-case letters, digits and single hyphens between \
             them, such as \"my-app-2026\": {problem}."
        ),
    )
}

/// A variable without a name.
pub(crate) fn nameless_variable() -> Diagnostic {
    at(
        "environment",
        "Environment variable without a name",
        "environment has an empty key. Every key must be the name of a variable, such as \
         \"DATABASE_URL\".",
    )
}

/// The kind of hosting would have to change; `hds` is what it is now.
pub(crate) fn hosting_is_fixed(hds: bool) -> Diagnostic {
    at(
        "hds_resource",
        "Hosting cannot be changed",
        format!(
            "hds_resource is {hds} for this app, and Scalingo sets it only when an app is \
             created. Replacing the app would destroy it, so the provider does not plan that. \
             Set hds_resource = {hds} or omit it to keep the app. For the other kind of hosting, \
             create a second app in its own resource block, move over, and then remove this one."
        ),
    )
}

/// State without a value that every app has.
pub(crate) fn incomplete_state(attribute: &'static str) -> Diagnostic {
    at(
        attribute,
        "Incomplete state",
        format!(
            "The state has no {attribute} for this app, so it cannot be found. Remove the entry \
             with terraform state rm and import the app again."
        ),
    )
}

/// An app of the state does not answer.
pub(crate) fn missing(name: &str, id: &str, place: &str) -> Diagnostic {
    whole(
        format!("The app {name} was not found"),
        format!(
            "Looked for the app {id:?} at {place} and did not find it. That proves nothing: the \
             token may belong to another account, the region may be another one, or the account \
             may have lost access. Check these first; nothing was changed and the state is kept. \
             If the app was deleted, say so in the provider block (or in SCALINGO_GONE_APPS), and \
             the next plan counts it as gone:\n\n  \
             gone_apps = [{}]",
            hcl(id)
        ),
    )
}

/// The name is taken by an app that can be imported.
pub(crate) fn already_there(name: &str) -> Diagnostic {
    at(
        "name",
        "App already exists",
        format!(
            "An app named {name:?} already exists and is visible to this token. Nothing was \
             created. To manage it here, import it:\n\n{}\n\nOtherwise choose another name.",
            import_block(name)
        ),
    )
}

/// The app may have been created or not.
///
/// It is not looked for and taken: an app of that name may have been there
/// before, and a later destroy would delete it.
pub(crate) fn creation_unknown(name: &str, error: &Error) -> Diagnostic {
    at(
        "name",
        "App creation status unknown",
        format!(
            "The request to create the app {name:?} was sent, but the answer was lost. Check the \
             dashboard: if the app is there and you own it, import it with the ID {name:?}; if \
             not, run terraform apply again.\n\nCause: {}",
            chain(error)
        ),
    )
}

/// The app was created, but `problem` kept it from being set up.
pub(crate) fn unfinished(name: &str, problem: Diagnostic) -> Diagnostic {
    Diagnostic {
        summary: format!("App created, but not set up: {}", problem.summary).into(),
        detail: format!(
            "The app {name:?} exists and is in the state, but it is not yet what was planned. \
             Terraform marks it as tainted: the next apply would delete it and create it again. \
             To keep it instead, run terraform untaint with the address of this resource; the \
             next apply then sets what is missing.\n\n{}",
            problem.detail
        )
        .into(),
        ..problem
    }
}

/// An import id that is no app's id or name.
pub(crate) fn malformed_import_id(id: &str, problem: &impl Display) -> Diagnostic {
    whole(
        "Invalid import ID",
        format!("{id:?} cannot be imported: {problem}. {SHAPE}"),
    )
}

/// The app to import does not exist here.
pub(crate) fn import_unknown(id: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the app {id:?} in the configured region, and none is visible to this \
             token. Check its spelling and the provider's region. {SHAPE}"
        ),
    )
}

const SHAPE: &str = "An import ID is the ID or the name of an app, such as \"my-app\".";
