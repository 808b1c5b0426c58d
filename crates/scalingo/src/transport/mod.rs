//! How a call becomes a reply: four layers, each its own type, each knowing only the one below.

mod auth;
mod bearer;
mod call;
mod gate;
mod pace;
mod reopen;
mod reply;
mod retry;
mod scope;
#[cfg(test)]
mod script;
mod send;
mod status;

use std::future::Future;

use crate::{Error, Settings};

pub(crate) use auth::Authorise;
pub(crate) use call::Call;
use pace::Pace;
pub use pace::WaitNotice;
pub(crate) use reply::Reply;
use retry::Retry;
pub(crate) use scope::Scope;
use send::HttpSender;

/// One layer: takes a call and gives its reply.
pub(crate) trait Service: Send + Sync {
    /// What this layer says when there is no reply.
    type Failure;

    /// Makes the call within the scope's patience, until the scope is cancelled.
    fn call(
        &self,
        call: &Call,
        scope: &Scope,
    ) -> impl Future<Output = Result<Reply, Self::Failure>> + Send;
}

/// The whole stack.
pub(crate) type Transport = Authorise<Retry<Pace<HttpSender>>>;

/// Stacks the layers. Retry stands above pace, so that each attempt passes the rate limit's gate.
pub(crate) fn stack(settings: &Settings) -> Result<Transport, Error> {
    let send = HttpSender::new(settings);
    let pace = Pace::new(send, settings.rate_window);
    let retry = Retry::new(pace);
    Authorise::new(retry, settings)
}

impl Transport {
    /// What the rate limit cost since the last time this was asked.
    pub(crate) fn take_wait_notice(&self) -> Option<WaitNotice> {
        self.inner().inner().take_wait_notice()
    }
}
