//! The protocol's provider service: every call under guard, in a span of its own.

mod calls;
mod guard;
mod invocation;

use std::sync::Arc;
use std::time::Instant;

use tf_provider::{Diagnostic, Diagnostics};
use tokio_util::task::TaskTracker;
use tonic::{Request, Response, Status};
use tracing::{Instrument, Span};

use crate::about::Plugin;
use crate::log::keys;
use crate::offer::Offer;
use crate::offer::catalogue::Catalogue;
use crate::rpc::{Rpc, Subject};
use crate::stop::Stop;
use crate::wire::tfplugin6::provider_server::ProviderServer;
use guard::Guard;

/// Largest message either way, as in the official plugin server.
const MESSAGE_LIMIT: usize = 256 << 20;

/// The protocol that `proto/tfplugin6.proto` describes.
const PROTOCOL_VERSION: &str = "6.11";

/// The calls of one provider, with no process around them: no socket, no TLS,
/// no handshake.
///
/// [`run`](crate::run) puts it behind a server. A test that plays Terraform's
/// part calls the methods of
/// [`Provider`](crate::protocol::provider_server::Provider) itself.
#[derive(Clone)]
pub struct ProviderService {
    address: &'static str,
    offer: Arc<Offer>,
    guard: Guard,
    invocations: TaskTracker,
}

impl ProviderService {
    /// The service of `provider`. `StopProvider` cancels `stop`, which is the
    /// one that `provider` listens to as well.
    pub fn new<P: Catalogue>(plugin: &Plugin, provider: P, stop: Stop) -> Self {
        Self {
            address: plugin.address,
            offer: Arc::new(Offer::new(provider)),
            guard: Guard::new(stop),
            invocations: TaskTracker::new(),
        }
    }

    /// The service with its message limits, ready to be added to a server.
    pub(crate) fn into_server(self) -> ProviderServer<Self> {
        ProviderServer::new(self)
            .max_decoding_message_size(MESSAGE_LIMIT)
            .max_encoding_message_size(MESSAGE_LIMIT)
    }

    async fn answer<R: Rpc>(&self, request: Request<R>) -> Result<Response<R::Response>, Status> {
        Ok(Response::new(self.run_in_span(request.into_inner()).await))
    }

    async fn run_in_span<R: Rpc>(&self, request: R) -> R::Response {
        let span = self.span(R::NAME, request.subject());
        self.run(request).instrument(span).await
    }

    async fn run<R: Rpc>(&self, request: R) -> R::Response {
        let start = Instant::now();
        let (mut response, diags) = self.guard.run(request, &self.offer).await;
        log_diagnostics(&diags);
        tracing::debug!(
            { keys::REQUEST_DURATION_MS } = start.elapsed().as_secs_f64() * 1000.0,
            { keys::DIAGNOSTIC_ERROR_COUNT } = diags.errors.len(),
            { keys::DIAGNOSTIC_WARNING_COUNT } = diags.warnings.len(),
            "call answered"
        );
        R::tell(&mut response, diags);
        response
    }

    fn span(&self, rpc: &'static str, subject: Subject<'_>) -> Span {
        tracing::error_span!(
            "rpc",
            { keys::RPC } = rpc,
            { keys::PROVIDER_ADDRESS } = self.address,
            { keys::PROTOCOL_VERSION } = PROTOCOL_VERSION,
            { keys::REQUEST_ID } = request_id(),
            { keys::RESOURCE_TYPE } = subject.under(keys::RESOURCE_TYPE),
            { keys::DATA_SOURCE_TYPE } = subject.under(keys::DATA_SOURCE_TYPE),
            { keys::LIST_RESOURCE_TYPE } = subject.under(keys::LIST_RESOURCE_TYPE),
            { keys::EPHEMERAL_RESOURCE_TYPE } = subject.under(keys::EPHEMERAL_RESOURCE_TYPE),
            { keys::ACTION_TYPE } = subject.under(keys::ACTION_TYPE),
            { keys::FUNCTION } = subject.under(keys::FUNCTION),
        )
    }
}

/// A random name for one call.
fn request_id() -> String {
    format!("{:032x}", fastrand::u128(..))
}

/// The detail stays out: it may hold values.
fn log_diagnostics(diags: &Diagnostics) {
    let path = |diagnostic: &Diagnostic| {
        let steps = &diagnostic.attribute.steps;
        (!steps.is_empty()).then(|| diagnostic.attribute.to_string())
    };
    for error in &diags.errors {
        tracing::error!(
            { keys::DIAGNOSTIC_SUMMARY } = &*error.summary,
            { keys::DIAGNOSTIC_ATTRIBUTE } = path(error),
            "the answer holds an error"
        );
    }
    for warning in &diags.warnings {
        tracing::warn!(
            { keys::DIAGNOSTIC_SUMMARY } = &*warning.summary,
            { keys::DIAGNOSTIC_ATTRIBUTE } = path(warning),
            "the answer holds a warning"
        );
    }
}
