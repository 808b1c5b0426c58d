//! How a call becomes a reply: layers, each its own type, each knowing only the
//! one below.

mod auth;
mod bearer;
mod body;
mod call;
mod gate;
mod http;
mod in_process;
mod network;
mod outage;
mod pace;
mod proxies;
mod quote;
mod reopen;
mod reply;
mod retry;
mod scope;
#[cfg(test)]
mod script;
mod send;
mod service;
mod status;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::http::{Request, Response};
use bytes::Bytes;
use http_body::Body;
use http_body_util::Full;

use crate::{Error, Settings};

pub(crate) use auth::Authorise;
pub(crate) use call::{Call, Repeat};
use http::Http;
use in_process::InProcess;
use network::Network;
use pace::Pace;
pub(crate) use reply::Reply;
use retry::Retry;
pub(crate) use scope::Scope;
use send::Sender;

/// What carries the requests of a client: the network, or a service in the same
/// process, such as an axum router in a test.
#[derive(Clone)]
pub struct Transport(Arc<dyn Http>);

impl Default for Transport {
    /// The network. Nothing is connected before the first request.
    fn default() -> Self {
        Self(Arc::new(Network::default()))
    }
}

impl Transport {
    /// Hands each request to a clone of `service` and opens no socket, so that
    /// a test's clock can stand still.
    ///
    /// An error of the service is a connection lost on the way; one in its
    /// `poll_ready` is a connection that was never made.
    pub fn in_process<S, B>(service: S) -> Self
    where
        S: tower_service::Service<Request<Full<Bytes>>, Response = Response<B>>,
        S: Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self(Arc::new(InProcess(service)))
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

/// All layers.
pub(crate) type Stack = Authorise<Retry<Pace<Sender>>>;

/// Stacks the layers. Retry stands above pace, so that each attempt passes the
/// rate limit's gate.
pub(crate) fn stack(settings: &Settings, transport: Transport) -> Result<Stack, Error> {
    let send = Sender::new(transport.0, settings);
    let pace = Pace::new(send, settings.rate_window);
    Authorise::new(Retry::new(pace), settings)
}

impl Stack {
    /// How long the rate limit kept calls waiting since this was last asked.
    pub(crate) fn take_wait_notice(&self) -> Option<Duration> {
        self.inner().inner().take_wait_notice()
    }
}
