//! What can go wrong, by meaning. Words for people are the caller's business: these texts are short and carry no
//! secret, no address and no reply body beyond the error fields that Scalingo documents.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;

/// The error underneath another one. Shared, so that everybody who waited for the same call can be told the same.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Which call was made: method and path, such as `GET /v1/apps/my-app/collaborators`. Never a host, query or secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallName(Arc<Named>);

/// Shared, as every error holds one.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Named {
    method: Method,
    path: String,
}

impl CallName {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        Self(Arc::new(Named {
            method,
            path: path.to_owned(),
        }))
    }

    /// The HTTP method, such as `GET`.
    pub fn method(&self) -> &str {
        self.0.method.as_str()
    }

    /// The path of the URL.
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.method, self.0.path)
    }
}

/// How long a call was tried before it was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patience {
    /// How many times the call was sent. Zero when its turn never came.
    pub attempts: u32,
    /// Time since the call was asked for.
    pub elapsed: Duration,
    /// The most it may wait, from [`Settings::max_wait`](crate::Settings::max_wait).
    pub limit: Duration,
}

/// What keeps every call from being sent until somebody changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The certificate of the server is not trusted: a certificate authority of one's own, an intercepting proxy, a
    /// wrong clock.
    Certificate,
    /// No address is known for the host of the URL or of the proxy.
    UnknownHost,
    /// Nobody listens at the address of the proxy.
    ProxyRefused,
    /// The proxy wants a user name and a password.
    ProxySignIn,
    /// The variable that names the proxy is not the address of one, or has an unknown scheme.
    ProxyAddress,
}

/// What the API said about one field, from the documented body `{"errors": {"field": ["text", …]}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the API, such as `email`.
    pub field: String,
    /// The API's texts about it.
    pub messages: Vec<String>,
}

/// Why a call did not give its result.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The API token was refused when it was exchanged for a bearer (401).
    #[error("{call}: the API token was refused")]
    TokenRefused {
        /// The exchange.
        call: CallName,
        /// The API's own words.
        detail: Option<String>,
    },

    /// The bearer was refused, and so was a newly made one (401). Also what the API answers to a user without rights.
    #[error("{call}: not authorised")]
    Unauthorised {
        /// The call that was refused.
        call: CallName,
        /// The API's own words.
        detail: Option<String>,
    },

    /// The account may not do this (402, 403).
    #[error("{call}: refused with status {status}")]
    Refused {
        /// The call that was refused.
        call: CallName,
        /// 402 or 403.
        status: u16,
        /// The API's own words.
        detail: Option<String>,
    },

    /// What the call is about is not there, or not visible to this account: 404 with the documented body. Any other 404
    /// is [`Error::Unexpected`].
    #[error("{call}: not found")]
    NotFound {
        /// The call.
        call: CallName,
        /// What is missing, as the API names it, in lower case: `app`, `collaborator`.
        resource: Option<String>,
    },

    /// The call contradicts the present state (409).
    #[error("{call}: conflict")]
    Conflict {
        /// The call.
        call: CallName,
        /// The API's own words.
        detail: Option<String>,
    },

    /// The API does not accept what was sent (400, 422).
    #[error("{call}: not accepted, status {status}")]
    Invalid {
        /// The call.
        call: CallName,
        /// 400 or 422.
        status: u16,
        /// What the API said about single fields; may be empty.
        fields: Vec<FieldError>,
        /// What it said about the whole.
        detail: Option<String>,
    },

    /// The rate limit would keep the call waiting for longer than it may (429).
    #[error("{call}: the rate limit lasts longer than the call may wait")]
    RateLimited {
        /// The call.
        call: CallName,
        /// What was tried.
        patience: Patience,
    },

    /// The API could not be reached or failed (5xx, connection refused or lost, timeout).
    #[error("{call}: the API is not available")]
    Unavailable {
        /// The call.
        call: CallName,
        /// The last status; none when no reply came.
        status: Option<u16>,
        /// The API's own words.
        detail: Option<String>,
        /// Whether the call may have reached the API, so that its effect is unknown.
        sent: bool,
        /// What was tried.
        patience: Patience,
        /// The fault of the connection.
        source: Option<Cause>,
    },

    /// The API cannot be reached from here, and trying again would not help. Nothing was sent.
    #[error("{call}: the API cannot be reached")]
    Unreachable {
        /// The call.
        call: CallName,
        /// What stands in the way.
        obstacle: Obstacle,
        /// The fault of the connection.
        source: Cause,
    },

    /// A reply that the API does not document.
    #[error("{call}: unexpected reply with status {status}: {problem}")]
    Unexpected {
        /// The call.
        call: CallName,
        /// The reply's status.
        status: u16,
        /// What is wrong with the reply, without its text.
        problem: String,
        /// The fault underneath, where it can hold nothing of the reply.
        source: Option<Cause>,
    },

    /// A row of the list cannot be read, and it is or may be the row of the person in question.
    #[error("{call}: the row of this person cannot be read: {problem}")]
    OddRow {
        /// The list.
        call: CallName,
        /// What is odd about the row, without its content.
        problem: String,
    },

    /// The handle's token was cancelled before the reply came.
    #[error("{call}: cancelled")]
    Cancelled {
        /// The call.
        call: CallName,
        /// Whether a change was already on its way, so that its effect is unknown.
        sent: bool,
    },

    /// No region of that name exists for this account.
    #[error("there is no region `{region}`")]
    UnknownRegion {
        /// The name that was looked up.
        region: String,
        /// The names the API listed, sorted.
        known: Vec<String>,
    },

    /// The call could not be built; nothing was sent.
    #[error("the API client could not be set up")]
    Setup {
        /// Why.
        source: Cause,
    },
}

impl Error {
    /// Wraps the reason why nothing could be sent.
    pub(crate) fn setup(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Setup {
            source: Arc::from(source.into()),
        }
    }

    /// True when a call that changes something may have taken effect although no usable reply came.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Unavailable { sent, .. } | Self::Cancelled { sent, .. } => *sent,
            Self::Unexpected { .. } => true,
            _ => false,
        }
    }

    /// True when the API answered that what the call is about is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// True when the API answered that the app itself (or the database) is not there for this account. That does not
    /// prove that it is gone: another account, another region or a revoked collaboration looks the same.
    pub fn is_app_not_found(&self) -> bool {
        matches!(self, Self::NotFound { resource: Some(name), .. } if name != "collaborator")
    }

    /// True when the handle was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled { .. })
    }
}
