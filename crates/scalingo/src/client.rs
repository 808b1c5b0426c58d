//! The client: one shared account of sign-in, rate limit and connections, and cheap handles to it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use reqwest::Url;
use tokio_util::sync::CancellationToken;

use crate::names::Names;
use crate::regional_url::RegionalUrl;
use crate::transport::{Call, Reply, Scope, Stack, Transport, stack};
use crate::{Error, Settings};

/// A handle to the API. Clones share everything: the bearer, the rate limit's gate, the connections.
///
/// Every method makes its call within [`Settings::max_wait`] and ends early when the handle's token is cancelled:
/// waits and reads at once, a change that is on its way after at most six seconds.
///
/// # Errors of every call
///
/// Nothing was done: [`Error::Setup`], [`Error::UnknownRegion`], [`Error::Unreachable`], [`Error::TokenRefused`],
/// [`Error::Unauthorised`], [`Error::Refused`], [`Error::RateLimited`]. It may have been done, which
/// [`Error::outcome_unknown`] tells: [`Error::Unavailable`], [`Error::Unexpected`], [`Error::Cancelled`].
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    cancel: CancellationToken,
}

struct Shared {
    stack: Result<Stack, Error>,
    auth_url: Result<Url, Error>,
    regional_url: RegionalUrl,
    names: Names,
    max_wait: Duration,
}

impl Client {
    /// Prepares a client. Nothing is called and no file is read: sign-in, the lookup of an unusual region and the
    /// system's certificates come with the first call. Settings that cannot work are reported there too.
    pub fn new(settings: Settings) -> Self {
        Self::over(Transport::default(), settings)
    }

    /// Prepares a client whose requests go over `transport`.
    pub fn over(transport: Transport, settings: Settings) -> Self {
        let shared = Shared {
            stack: stack(&settings, transport),
            names: Names::default(),
            max_wait: settings.max_wait,
            auth_url: settings.auth_url(),
            regional_url: RegionalUrl::new(settings),
        };
        Self {
            shared: Arc::new(shared),
            cancel: CancellationToken::new(),
        }
    }

    /// A handle to the same client whose waits and calls end when the token is cancelled.
    #[must_use]
    pub fn cancelled_by(&self, token: CancellationToken) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            cancel: token,
        }
    }

    /// How long the rate limit kept calls waiting since this was last asked, over all handles; none when no wait took
    /// longer than three seconds. Meant for a warning at the end of the work.
    pub fn take_wait_notice(&self) -> Option<Duration> {
        self.shared.stack.as_ref().ok()?.take_wait_notice()
    }

    /// Makes a call through all layers.
    pub(crate) async fn perform(&self, call: Call) -> Result<Reply, Error> {
        // Boxed, or its size would add up in everything that makes a call.
        Box::pin(self.stack()?.call(call, &self.scope())).await
    }

    /// The base URL of the regional API, looked up where only the region is known.
    ///
    /// # Errors
    /// What the look-up of the region ends with; [`Error::UnknownRegion`] for a region that is not there.
    pub async fn api_url(&self) -> Result<Url, Error> {
        let scope = self.scope();
        Box::pin(self.shared.regional_url.get(self.stack()?, &scope)).await
    }

    /// A call of the regional API.
    pub(crate) async fn api_call(&self, method: Method, segments: &[&str]) -> Result<Call, Error> {
        Call::new(method, &self.api_url().await?, segments)
    }

    fn stack(&self) -> Result<&Stack, Error> {
        self.shared.stack.as_ref().map_err(Clone::clone)
    }

    fn scope(&self) -> Scope {
        Scope::new(self.cancel.clone(), self.shared.max_wait)
    }

    pub(crate) fn auth_url(&self) -> Result<&Url, Error> {
        self.shared.auth_url.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn names(&self) -> &Names {
        &self.shared.names
    }

    pub(crate) fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
