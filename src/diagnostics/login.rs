//! Messages about the login of the Scalingo CLI.

use std::io;
use std::path::Path;

use tf_provider::Diagnostic;

use super::at;

const WAYS_OUT: &str = "Sign in again with scalingo login, pass a token with SCALINGO_API_TOKEN \
                        or api_token, or set use_cli_login = false in the provider block to leave \
                        that file alone.";

/// The file is there and cannot be read.
pub(crate) fn unreadable(path: &Path, cause: &io::Error) -> Diagnostic {
    problem(path, &format!("cannot be read: {cause}."))
}

/// The file is not what the CLI writes.
pub(crate) fn malformed(path: &Path, place: &str) -> Diagnostic {
    problem(
        path,
        &format!("is not in the form that the Scalingo CLI writes ({place})."),
    )
}

/// A form of the file that this version does not know.
pub(crate) fn unknown_version(path: &Path, version: &str) -> Diagnostic {
    problem(
        path,
        &format!(
            "has version {version:?}, which this version of the provider does not know. It reads \
             2.0 and 2.1."
        ),
    )
}

fn problem(path: &Path, what: &str) -> Diagnostic {
    let path = path.to_string_lossy();
    at(
        "api_token",
        "Cannot use the login of the Scalingo CLI",
        format!("No API token is configured, and {path:?} {what} {WAYS_OUT}"),
    )
}
