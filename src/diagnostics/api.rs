//! Client errors in words: what the provider was doing, what the API answered,
//! what to do.

use std::time::Duration;

use humantime::format_duration;
use scalingo::{Error, FieldError, Obstacle, Patience};
use tf_provider::{AttributePath, Diagnostic};

use super::repeated::CAUSE;
use super::{at, chain, whole};

/// The diagnostic for a failed call.
///
/// `doing` completes "Cannot …", such as `invite a collaborator`.
pub(crate) fn failure(doing: &str, error: &Error) -> Diagnostic {
    let detail = format!("{}{CAUSE}{}", advice(error), chain(error));
    match error {
        Error::Invalid { fields, .. } => Diagnostic {
            attribute: attribute_of(fields),
            ..whole(format!("Cannot {doing}"), detail)
        },
        Error::UnknownRegion { region, .. } => whole(format!("Unknown region {region:?}"), detail),
        _ => whole(format!("Cannot {doing}"), detail),
    }
}

/// The app is not there (or not for this token).
pub(crate) fn app_unknown(attribute: &'static str, name: &str) -> Diagnostic {
    unknown("app", attribute, name)
}

/// The database is not there (or not for this token).
pub(crate) fn database_unknown(name: &str) -> Diagnostic {
    unknown("database", "database", name)
}

fn unknown(noun: &str, attribute: &'static str, name: &str) -> Diagnostic {
    at(
        attribute,
        format!("No such {noun}"),
        format!(
            "No {noun} {name:?} is visible to this token in the configured region. Check the \
             spelling, the provider's region, and whether the token's user is the owner or a \
             collaborator of the {noun}."
        ),
    )
}

/// The rate limit made the provider wait.
pub(crate) fn waited(time: Duration) -> Diagnostic {
    whole(
        format!(
            "Waited {} for the rate limit",
            format_duration(rounded(time))
        ),
        "Scalingo allows 60 requests per minute. Nothing failed; the provider waited until it \
         could continue.",
    )
}

fn advice(error: &Error) -> String {
    match error {
        Error::TokenRefused { .. } => TOKEN_REFUSED.to_owned(),
        Error::Unauthorised { detail, .. } => {
            format!(
                "Scalingo refused the signed-in user{}. {RIGHTS}",
                said(detail.as_deref())
            )
        }
        Error::Refused { status, detail, .. } => refused(*status, detail.as_deref()),
        Error::NotFound { .. } => "Scalingo answered that it does not exist. It may have been \
                                   removed in the meantime; run terraform plan again."
            .to_owned(),
        Error::Conflict { detail, .. } => format!(
            "Scalingo reported a conflict{}. Run terraform plan again to see what changed.",
            said(detail.as_deref())
        ),
        Error::Invalid { fields, detail, .. } => invalid(fields, detail.as_deref()),
        Error::RateLimited { patience, .. } => rate_limited(*patience),
        Error::Unavailable {
            status, patience, ..
        } => unavailable(*status, *patience),
        Error::Unreachable { obstacle, .. } => unreachable(*obstacle).to_owned(),
        Error::OddRow { problem, .. } => format!(
            "A row of Scalingo's list is or may be this person's, and it cannot be read: \
             {problem}. Nothing was changed for them. If it stays like this, contact Scalingo's \
             support."
        ),
        Error::Unexpected {
            status, problem, ..
        } => format!(
            "Scalingo answered status {status}, but {problem}. Check that api_url and \
             auth_api_url point to the Scalingo API and not to a proxy or a sign-in page."
        ),
        Error::Cancelled { sent: false, .. } => "Stopped before anything was sent.".to_owned(),
        Error::Cancelled { sent: true, .. } => CANCELLED_UNDER_WAY.to_owned(),
        Error::UnknownRegion { region, known } => format!(
            "The provider is configured for the region {region:?}, but Scalingo has: {}. Set \
             region (or SCALINGO_REGION) to one of them, or set api_url.",
            known.join(", ")
        ),
        other => format!("{other}."),
    }
}

const TOKEN_REFUSED: &str = "Scalingo did not accept the API token. It may be mistyped or \
                             revoked, or belong to another account. Create a new one in the \
                             Scalingo dashboard (Account, then API tokens) and set it as \
                             SCALINGO_API_TOKEN or api_token; if the token came from the \
                             Scalingo CLI, run scalingo login again.";
const RIGHTS: &str = "Only the owner and full collaborators of an app may manage its \
                      collaborators; limited collaborators may not. Use a token that belongs to \
                      one of them.";
const CANCELLED_UNDER_WAY: &str = "Stopped while the request was on its way, so its outcome is \
                                   unknown. Run terraform plan again; nothing is sent twice.";

/// What has to be changed before Scalingo can be reached.
fn unreachable(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Certificate => {
            "The server's certificate is not trusted, so nothing was sent. If your network \
             inspects connections, or if the API's certificate comes from an authority of your \
             own, set SSL_CERT_FILE to the file with the root certificate. If the certificate is \
             said to have expired or not to be valid yet, check this machine's clock."
        }
        Obstacle::UnknownHost => {
            "The host name could not be resolved, so nothing was sent. Check the spelling of \
             api_url, auth_api_url and region, of the proxy if there is one, and this machine's \
             DNS settings."
        }
        Obstacle::ProxyRefused => {
            "Nothing is listening at the proxy's address, so nothing was sent. Correct or unset \
             HTTPS_PROXY (or ALL_PROXY), or name the host of the API in NO_PROXY."
        }
        Obstacle::ProxySignIn => {
            "The proxy asks for a user name and a password. Put them into HTTPS_PROXY, as in \
             http://user:password@proxy.example.com:3128."
        }
        Obstacle::ProxyAddress => {
            "The configured proxy cannot be used, and the provider does not bypass it. Correct or \
             unset the variable named below, or name the host of the API in NO_PROXY."
        }
    }
}

fn refused(status: u16, detail: Option<&str>) -> String {
    if status == 402 {
        return format!(
            "Scalingo requires a payment method first{}. Add one in the dashboard, under Billing.",
            said(detail)
        );
    }
    format!("Scalingo refused this{}. {RIGHTS}", said(detail))
}

fn invalid(fields: &[FieldError], detail: Option<&str>) -> String {
    let listed: Vec<String> = fields
        .iter()
        .map(|field| format!("{} {}", field.field, field.messages.join(", ")))
        .collect();
    let said = if listed.is_empty() {
        said(detail)
    } else {
        format!(": {}", listed.join("; "))
    };
    format!("Scalingo did not accept the values{said}.")
}

fn rate_limited(patience: Patience) -> String {
    format!(
        "Scalingo allows 60 requests per minute and refused this one. Tried {}; max_wait is {}. \
         Raise max_wait, or run fewer pipelines on this account at the same time.",
        effort(patience),
        format_duration(rounded(patience.limit)),
    )
}

fn unavailable(status: Option<u16>, patience: Patience) -> String {
    let what = status.map_or_else(
        || "did not answer".to_owned(),
        |status| format!("answered status {status}"),
    );
    format!(
        "Scalingo {what}. Tried {}. Try again later; https://scalingostatus.com shows the status \
         of the service.",
        effort(patience),
    )
}

/// How often and how long it was tried.
fn effort(patience: Patience) -> String {
    let time = format_duration(rounded(patience.elapsed));
    match patience.attempts {
        0 => format!("for {time} without getting through"),
        1 => "once".to_owned(),
        n => format!("{n} times in {time}"),
    }
}

fn rounded(duration: Duration) -> Duration {
    if duration.as_secs() > 0 {
        Duration::from_secs(duration.as_secs())
    } else {
        Duration::from_millis(duration.as_millis().try_into().unwrap_or(u64::MAX))
    }
}

fn said(detail: Option<&str>) -> String {
    detail.map_or_else(String::new, |text| format!(": {text}"))
}

/// Points at the attribute the API complained about, where there is one.
fn attribute_of(fields: &[FieldError]) -> AttributePath {
    let known = fields.iter().find_map(|field| match field.field.as_str() {
        "email" => Some("email"),
        "is_limited" => Some("limited"),
        "name" => Some("name"),
        _ => None,
    });
    known.map_or_else(AttributePath::root, AttributePath::new)
}
