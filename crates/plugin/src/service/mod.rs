//! The protocol's provider service: every call under guard, in a span of its own.

mod guard;

use std::time::Instant;

use tf_provider::{Diagnostic, Diagnostics};
use tonic::{Request, Response, Status};
use tracing::{Instrument, Span};

use crate::identity::Plugin;
use crate::log::keys;
use crate::offer::Offer;
use crate::offer::catalogue::Catalogue;
use crate::rpc::{Rpc, Subject};
use crate::stop::Stop;
use crate::wire::tfplugin6 as wire;
use crate::wire::tfplugin6::provider_server::{Provider, ProviderServer};
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
pub struct ProviderService {
    address: &'static str,
    offer: Offer,
    guard: Guard,
}

impl ProviderService {
    /// The service of `provider`. `StopProvider` cancels `stop`, which is the
    /// one that `provider` listens to as well.
    pub fn new<P: Catalogue>(plugin: &Plugin, provider: P, stop: Stop) -> Self {
        Self {
            address: plugin.address,
            offer: Offer::new(provider),
            guard: Guard::new(stop),
        }
    }

    /// The service with its message limits, ready to be added to a server.
    pub(crate) fn into_server(self) -> ProviderServer<Self> {
        ProviderServer::new(self)
            .max_decoding_message_size(MESSAGE_LIMIT)
            .max_encoding_message_size(MESSAGE_LIMIT)
    }

    async fn answer<R: Rpc>(&self, request: Request<R>) -> Result<Response<R::Response>, Status> {
        let request = request.into_inner();
        let span = self.span(R::NAME, request.subject());
        Ok(Response::new(self.run(request).instrument(span).await))
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
        let (resource, data_source, function) = match subject {
            Subject::Provider => (None, None, None),
            Subject::Resource(name) => (Some(name), None, None),
            Subject::DataSource(name) => (None, Some(name), None),
            Subject::Function(name) => (None, None, Some(name)),
        };
        tracing::error_span!(
            "rpc",
            { keys::RPC } = rpc,
            { keys::PROVIDER_ADDRESS } = self.address,
            { keys::PROTOCOL_VERSION } = PROTOCOL_VERSION,
            { keys::REQUEST_ID } = request_id(),
            { keys::RESOURCE_TYPE } = resource,
            { keys::DATA_SOURCE_TYPE } = data_source,
            { keys::FUNCTION } = function,
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

#[tonic::async_trait]
impl Provider for ProviderService {
    async fn get_metadata(
        &self,
        request: Request<wire::GetMetadataRequest>,
    ) -> Result<Response<wire::GetMetadataResponse>, Status> {
        self.answer(request).await
    }

    async fn get_provider_schema(
        &self,
        request: Request<wire::GetProviderSchemaRequest>,
    ) -> Result<Response<wire::GetProviderSchemaResponse>, Status> {
        self.answer(request).await
    }

    async fn get_functions(
        &self,
        request: Request<wire::GetFunctionsRequest>,
    ) -> Result<Response<wire::GetFunctionsResponse>, Status> {
        self.answer(request).await
    }

    async fn validate_provider_config(
        &self,
        request: Request<wire::ValidateProviderConfigRequest>,
    ) -> Result<Response<wire::ValidateProviderConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn configure_provider(
        &self,
        request: Request<wire::ConfigureProviderRequest>,
    ) -> Result<Response<wire::ConfigureProviderResponse>, Status> {
        self.answer(request).await
    }

    async fn stop_provider(
        &self,
        _: Request<wire::StopProviderRequest>,
    ) -> Result<Response<wire::StopProviderResponse>, Status> {
        tracing::info!(
            { keys::RPC } = "StopProvider",
            "cancelling the calls in flight"
        );
        self.guard.stop();
        Ok(Response::new(wire::StopProviderResponse::default()))
    }

    async fn validate_resource_config(
        &self,
        request: Request<wire::ValidateResourceConfigRequest>,
    ) -> Result<Response<wire::ValidateResourceConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<wire::UpgradeResourceStateRequest>,
    ) -> Result<Response<wire::UpgradeResourceStateResponse>, Status> {
        self.answer(request).await
    }

    async fn read_resource(
        &self,
        request: Request<wire::ReadResourceRequest>,
    ) -> Result<Response<wire::ReadResourceResponse>, Status> {
        self.answer(request).await
    }

    async fn plan_resource_change(
        &self,
        request: Request<wire::PlanResourceChangeRequest>,
    ) -> Result<Response<wire::PlanResourceChangeResponse>, Status> {
        self.answer(request).await
    }

    async fn apply_resource_change(
        &self,
        request: Request<wire::ApplyResourceChangeRequest>,
    ) -> Result<Response<wire::ApplyResourceChangeResponse>, Status> {
        self.answer(request).await
    }

    async fn import_resource_state(
        &self,
        request: Request<wire::ImportResourceStateRequest>,
    ) -> Result<Response<wire::ImportResourceStateResponse>, Status> {
        self.answer(request).await
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<wire::ValidateDataResourceConfigRequest>,
    ) -> Result<Response<wire::ValidateDataResourceConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn read_data_source(
        &self,
        request: Request<wire::ReadDataSourceRequest>,
    ) -> Result<Response<wire::ReadDataSourceResponse>, Status> {
        self.answer(request).await
    }

    async fn call_function(
        &self,
        request: Request<wire::CallFunctionRequest>,
    ) -> Result<Response<wire::CallFunctionResponse>, Status> {
        self.answer(request).await
    }
}
