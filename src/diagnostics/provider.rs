//! Messages about the provider block and the environment variables beside it.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use humantime::format_duration;
use tf_provider::{AttributePath, Diagnostic};

use super::{at, diagnostic, whole};
use crate::app_problem::AppProblem;

/// Where the text of a setting comes from: an attribute of the provider block,
/// an environment variable, or a variable in place of the attribute.
pub(crate) struct Origin {
    /// The attribute, where there is one.
    pub(crate) attribute: Option<&'static str>,
    /// The variable, if the text came from there.
    pub(crate) variable: Option<&'static str>,
}

impl Origin {
    fn path(&self) -> AttributePath {
        self.attribute
            .map_or_else(AttributePath::root, AttributePath::new)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.attribute, self.variable) {
            (Some(attribute), Some(variable)) => write!(f, "{attribute} (from {variable})"),
            (Some(name), None) | (None, Some(name)) => f.write_str(name),
            (None, None) => Ok(()),
        }
    }
}

/// No token in the block, the environment or the CLI's files.
pub(crate) fn missing_token() -> Diagnostic {
    at(
        "api_token",
        "No Scalingo API token",
        "Create a token in the Scalingo dashboard (Account, then API tokens; it starts with \
         \"tk-us-\") and pass it to the provider: export it as SCALINGO_API_TOKEN, which keeps it \
         out of files, or set api_token in the provider block from a sensitive variable. On your \
         own machine, scalingo login is enough; that login is not used where CI is set or \
         use_cli_login is false.",
    )
}

/// Something was pasted together with the token.
pub(crate) fn invalid_token(origin: &Origin, problem: &str) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Invalid API token",
        format!(
            "{origin} must be the token alone, such as \"tk-us-…\", as the Scalingo dashboard \
             shows it: {problem}."
        ),
    )
}

/// A variable is set to something that is not text.
pub(crate) fn unreadable(origin: &Origin) -> Diagnostic {
    let variable = origin.variable.unwrap_or_default();
    diagnostic(
        origin.path(),
        "Unreadable environment variable",
        format!("{variable} is set, but its value is not valid UTF-8. Set it again, or unset it."),
    )
}

/// A setting that should be a URL is none.
pub(crate) fn not_a_url(origin: &Origin, problem: &str) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Invalid URL",
        format!("{origin} must be a URL such as \"https://api.osc-fr1.scalingo.com\": {problem}."),
    )
}

/// A URL with a query or a fragment.
pub(crate) fn not_a_base_url(origin: &Origin) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Invalid URL",
        format!(
            "{origin} must be a base URL such as \"https://api.osc-fr1.scalingo.com\", to which \
             the provider adds paths. Remove the \"?\" or \"#\" and what follows."
        ),
    )
}

/// Plain HTTP to somewhere else than this machine.
pub(crate) fn insecure_url(origin: &Origin) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Plain HTTP would send the token unprotected",
        format!(
            "{origin} starts with http://, which is accepted only for loopback addresses \
             (127.0.0.1, ::1, localhost). Use https://."
        ),
    )
}

/// A URL with a user or password in it.
pub(crate) fn credentials_in_url(origin: &Origin) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Credentials in a URL",
        format!(
            "{origin} contains a user name or a password. Remove them: the provider signs in with \
             api_token."
        ),
    )
}

/// A setting that should be a duration is none.
pub(crate) fn not_a_duration(
    origin: &Origin,
    text: &str,
    bounds: RangeInclusive<Duration>,
    cause: &humantime::DurationError,
) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Invalid duration",
        format!(
            "{origin} is {text:?}, but must be a duration such as \"90s\" or \"10m\", from {} to \
             {}: {cause}.",
            format_duration(*bounds.start()),
            format_duration(*bounds.end()),
        ),
    )
}

/// A duration that makes no sense here.
pub(crate) fn duration_out_of_bounds(
    origin: &Origin,
    text: &str,
    bounds: RangeInclusive<Duration>,
) -> Diagnostic {
    diagnostic(
        origin.path(),
        "Duration out of range",
        format!(
            "{origin} is {text:?}, but must be from {} to {}.",
            format_duration(*bounds.start()),
            format_duration(*bounds.end()),
        ),
    )
}

/// A call came before the provider was configured.
pub(crate) fn unconfigured() -> Diagnostic {
    whole(
        "The provider is not configured",
        "Terraform made a call that needs the Scalingo API before it configured the provider. \
         This is a bug in Terraform or in the provider; please report it.",
    )
}

/// The configuration depends on values that are not known before apply.
pub(crate) fn unknown(attributes: &[&'static str]) -> Diagnostic {
    at(
        attributes.first().copied().unwrap_or("api_token"),
        "Provider configuration is not known yet",
        format!(
            "The value of {} comes from something that does not exist yet, so the Scalingo API \
             cannot be called. Apply what it depends on first (terraform apply -target=…), or \
             use a value that is known at plan time.",
            attributes.join(", ")
        ),
    )
}

/// The same, when Terraform can go on with what the state holds.
pub(crate) fn planned_from_state(attributes: &[&'static str]) -> Diagnostic {
    whole(
        "Planned from the state alone",
        format!(
            "The provider's {} is not known yet, so Scalingo was not asked and the state is used \
             as it is.",
            attributes.join(", ")
        ),
    )
}

/// An entry that cannot be an id.
pub(crate) fn invalid_gone_app(entry: &str, problem: AppProblem) -> Diagnostic {
    at(
        "gone_apps",
        "Invalid entry in gone_apps",
        format!(
            "One entry of gone_apps is {entry:?}, but each must be the ID of an app or database: \
             {problem}."
        ),
    )
}

/// An app that is said to be gone answers.
pub(crate) fn app_answers(app: &str) -> Diagnostic {
    at(
        "gone_apps",
        format!("{app} is not gone"),
        format!(
            "gone_apps says that {app:?} is gone, but it answers, so the entry has no effect. \
             Delete the entry."
        ),
    )
}
