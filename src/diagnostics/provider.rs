//! Messages about the provider block.

use humantime::format_duration;
use tf_provider::Diagnostic;

use super::{at, whole};
use crate::configuration::setting::{API_TOKEN, Bounds, Given};

/// No token in the block nor in the environment.
pub(crate) fn missing_token() -> Diagnostic {
    at(
        API_TOKEN.attribute,
        "No Scalingo API token",
        "Make a token in the Scalingo dashboard (Account, then API tokens; it begins with \
         \"tk-us-\") and give it to the provider: export it as SCALINGO_API_TOKEN, which keeps it \
         out of files, or set api_token in the provider block from a sensitive variable.",
    )
}

/// A setting that should be a URL is none.
pub(crate) fn not_a_url(given: &Given, problem: &str) -> Diagnostic {
    at(
        given.setting.attribute,
        "Not a URL",
        format!(
            "{} must be a URL such as \"https://api.osc-fr1.scalingo.com\": {problem}.",
            origin(given)
        ),
    )
}

/// Plain HTTP to somewhere else than this machine.
pub(crate) fn insecure_url(given: &Given) -> Diagnostic {
    at(
        given.setting.attribute,
        "Plain HTTP would send the token unprotected",
        format!(
            "{} begins with http://, which is accepted for loopback addresses only (127.0.0.1, \
             ::1, localhost). Use https://.",
            origin(given)
        ),
    )
}

/// A URL with a user or password in it.
pub(crate) fn credentials_in_url(given: &Given) -> Diagnostic {
    at(
        given.setting.attribute,
        "Credentials in a URL",
        format!(
            "{} holds a user name or a password. Remove them: the provider signs in with \
             api_token.",
            origin(given)
        ),
    )
}

/// A setting that should be a duration is none.
pub(crate) fn not_a_duration(given: &Given, bounds: Bounds, problem: &str) -> Diagnostic {
    at(
        given.setting.attribute,
        "Not a duration",
        format!(
            "{} is {:?}, but must be a duration such as \"90s\" or \"10m\", from {} to {}: \
             {problem}.",
            origin(given),
            given.text,
            format_duration(bounds.least),
            format_duration(bounds.most),
        ),
    )
}

/// A duration that makes no sense here.
pub(crate) fn duration_out_of_bounds(given: &Given, bounds: Bounds) -> Diagnostic {
    at(
        given.setting.attribute,
        "Duration out of bounds",
        format!(
            "{} is {:?}, but must be from {} to {}.",
            origin(given),
            given.text,
            format_duration(bounds.least),
            format_duration(bounds.most),
        ),
    )
}

/// A call came before the provider was configured.
pub(crate) fn unconfigured() -> Diagnostic {
    whole(
        "The provider is not configured",
        "Terraform made a call that needs the Scalingo API before it configured the provider. \
         This is a defect of Terraform or of the provider; please report it.",
    )
}

/// The configuration depends on values that are not known before apply.
pub(crate) fn unknown(attributes: &[&'static str]) -> Diagnostic {
    at(
        attributes.first().copied().unwrap_or(API_TOKEN.attribute),
        "Provider configuration is not known yet",
        format!(
            "The value of {} comes from something that does not exist yet, so the Scalingo API \
             cannot be asked. Apply what it depends on first (terraform apply -target=…), or use \
             a value that is known at plan.",
            attributes.join(", ")
        ),
    )
}

/// The same, when Terraform can go on with what the state holds.
pub(crate) fn planned_from_state(attributes: &[&'static str]) -> Diagnostic {
    whole(
        "Planned from the state alone",
        format!(
            "The provider's {} is not known yet, so Scalingo was not asked and the state is taken \
             as it is.",
            attributes.join(", ")
        ),
    )
}

fn origin(given: &Given) -> String {
    match given.setting.variable {
        Some(variable) if given.from_environment => {
            format!("{} (from {variable})", given.setting.attribute)
        }
        _ => given.setting.attribute.to_owned(),
    }
}
