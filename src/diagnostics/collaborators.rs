//! Messages about lists of collaborators.

use tf_provider::Diagnostic;

use super::{at, whole};

/// One app and several apps are named at once.
pub(crate) fn both_named() -> Diagnostic {
    at(
        "apps",
        "Both app and apps are set",
        "Set app for one app, apps for several, or neither for all apps that the token's user owns.",
    )
}

/// A null among the apps.
pub(crate) fn null_app() -> Diagnostic {
    at(
        "apps",
        "Not an ID or name: apps",
        "One element of apps is null. Each must be the ID or the name of an app; compact() removes \
         nulls.",
    )
}

/// An element of `apps` that cannot be an app, for the reason that `problem`
/// tells.
pub(crate) fn element_not_an_app(element: Option<&str>, problem: Diagnostic) -> Diagnostic {
    let element = element.unwrap_or_default();
    Diagnostic {
        detail: format!("One element of apps is {element:?}: {}", problem.detail).into(),
        ..problem
    }
}

/// A filter that nobody can pass.
pub(crate) fn empty_status() -> Diagnostic {
    at(
        "status",
        "Invalid status",
        "status is empty, but must be a status such as \"accepted\" or \"pending\". Omit it for \
         people of any status.",
    )
}

/// Rows that a list had to leave out, for the reason that the first gives.
pub(crate) fn left_out(count: usize, problem: &str) -> Diagnostic {
    whole(
        "Unreadable rows are left out",
        format!(
            "Scalingo's list of collaborators has rows that cannot be read ({count} in all; the \
             first: {problem}), so not everybody is shown. If they stay like this, contact \
             Scalingo's support."
        ),
    )
}

/// An app without owner in a reply, so that nobody can say which ones are owned.
pub(crate) fn owner_untold(app: &str) -> Diagnostic {
    whole(
        "Cannot determine owned apps",
        format!(
            "Scalingo lists the app {app:?} without its owner, so the apps that the token's user \
             owns cannot be told apart from those shared with them. Name the apps in app or apps."
        ),
    )
}
