//! The protocol's provider service: decode, logic, encode for every call, in a
//! span of its own.

use std::time::Instant;

use tf_provider::{Diagnostic, Diagnostics};
use tonic::{Request, Response, Status};
use tracing::{Instrument, Span};

use crate::catalogue::Catalogue;
use crate::decode::{Decode, DecodeError};
use crate::encode::Encode;
use crate::identity::Plugin;
use crate::log::keys;
use crate::logic::apply::ApplyResourceChange;
use crate::logic::data_source::{ReadDataSource, ValidateDataResourceConfig};
use crate::logic::function::CallFunction;
use crate::logic::import::ImportResourceState;
use crate::logic::plan::PlanResourceChange;
use crate::logic::provider_config::{ConfigureProvider, ValidateProviderConfig};
use crate::logic::read::ReadResource;
use crate::logic::schema::{GetFunctions, GetMetadata, GetProviderSchema};
use crate::logic::upgrade::UpgradeResourceState;
use crate::logic::validate::ValidateResourceConfig;
use crate::logic::{Call, GRACE, Guard, Offer, Subject, problems};
use crate::stop::Stop;
use crate::wire::tfplugin6 as wire;
use crate::wire::tfplugin6::provider_server::{Provider, ProviderServer};

/// Largest message either way, as in the official plugin server.
const MESSAGE_LIMIT: usize = 256 << 20;

/// The protocol that `proto/tfplugin6.proto` describes.
const PROTOCOL_VERSION: &str = "6.11";

/// Serves one provider.
pub(crate) struct ProviderService {
    address: &'static str,
    offer: Offer,
    guard: Guard,
}

/// The service for `provider`, ready to be added to a server.
pub(crate) fn provider_service<P: Catalogue>(
    plugin: &Plugin,
    provider: P,
    stop: Stop,
) -> ProviderServer<ProviderService> {
    ProviderService::new(plugin, provider, Guard::new(stop, GRACE)).into_server()
}

impl ProviderService {
    /// A service whose calls run under `guard`.
    pub(crate) fn new<P: Catalogue>(plugin: &Plugin, provider: P, guard: Guard) -> Self {
        Self {
            address: plugin.address,
            offer: Offer::new(provider),
            guard,
        }
    }

    /// The service with its message limits.
    pub(crate) fn into_server(self) -> ProviderServer<Self> {
        ProviderServer::new(self)
            .max_decoding_message_size(MESSAGE_LIMIT)
            .max_encoding_message_size(MESSAGE_LIMIT)
    }

    async fn answer<C: Decode + Encode>(
        &self,
        request: Request<C::Request>,
    ) -> Result<Response<C::Response>, Status> {
        let call = C::decode(request.into_inner());
        let span = self.span(C::RPC, call.as_ref().map_or(Subject::Provider, C::subject));
        let (answer, diags) = self.run(call).instrument(span).await;
        let answer = C::encode(answer, diags);
        answer.map(Response::new).map_err(|error| {
            Status::internal(format!(
                "the answer to {} cannot be written: {error}",
                C::RPC
            ))
        })
    }

    async fn run<C: Call>(&self, call: Result<C, DecodeError>) -> (C::Answer, Diagnostics) {
        let start = Instant::now();
        let (answer, diags) = match call {
            Ok(call) => self.guard.run(call, &self.offer).await,
            Err(error) => {
                let error = problems::unreadable_request(C::RPC, &error);
                (C::Answer::default(), problems::alone(error))
            }
        };
        log_diagnostics(&diags);
        tracing::debug!(
            { keys::REQUEST_DURATION_MS } = start.elapsed().as_secs_f64() * 1000.0,
            { keys::DIAGNOSTIC_ERROR_COUNT } = diags.errors.len(),
            { keys::DIAGNOSTIC_WARNING_COUNT } = diags.warnings.len(),
            "call answered"
        );
        (answer, diags)
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
        self.answer::<GetMetadata>(request).await
    }

    async fn get_provider_schema(
        &self,
        request: Request<wire::GetProviderSchemaRequest>,
    ) -> Result<Response<wire::GetProviderSchemaResponse>, Status> {
        self.answer::<GetProviderSchema>(request).await
    }

    async fn get_functions(
        &self,
        request: Request<wire::GetFunctionsRequest>,
    ) -> Result<Response<wire::GetFunctionsResponse>, Status> {
        self.answer::<GetFunctions>(request).await
    }

    async fn validate_provider_config(
        &self,
        request: Request<wire::ValidateProviderConfigRequest>,
    ) -> Result<Response<wire::ValidateProviderConfigResponse>, Status> {
        self.answer::<ValidateProviderConfig>(request).await
    }

    async fn configure_provider(
        &self,
        request: Request<wire::ConfigureProviderRequest>,
    ) -> Result<Response<wire::ConfigureProviderResponse>, Status> {
        self.answer::<ConfigureProvider>(request).await
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
        self.answer::<ValidateResourceConfig>(request).await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<wire::UpgradeResourceStateRequest>,
    ) -> Result<Response<wire::UpgradeResourceStateResponse>, Status> {
        self.answer::<UpgradeResourceState>(request).await
    }

    async fn read_resource(
        &self,
        request: Request<wire::ReadResourceRequest>,
    ) -> Result<Response<wire::ReadResourceResponse>, Status> {
        self.answer::<ReadResource>(request).await
    }

    async fn plan_resource_change(
        &self,
        request: Request<wire::PlanResourceChangeRequest>,
    ) -> Result<Response<wire::PlanResourceChangeResponse>, Status> {
        self.answer::<PlanResourceChange>(request).await
    }

    async fn apply_resource_change(
        &self,
        request: Request<wire::ApplyResourceChangeRequest>,
    ) -> Result<Response<wire::ApplyResourceChangeResponse>, Status> {
        self.answer::<ApplyResourceChange>(request).await
    }

    async fn import_resource_state(
        &self,
        request: Request<wire::ImportResourceStateRequest>,
    ) -> Result<Response<wire::ImportResourceStateResponse>, Status> {
        self.answer::<ImportResourceState>(request).await
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<wire::ValidateDataResourceConfigRequest>,
    ) -> Result<Response<wire::ValidateDataResourceConfigResponse>, Status> {
        self.answer::<ValidateDataResourceConfig>(request).await
    }

    async fn read_data_source(
        &self,
        request: Request<wire::ReadDataSourceRequest>,
    ) -> Result<Response<wire::ReadDataSourceResponse>, Status> {
        self.answer::<ReadDataSource>(request).await
    }

    async fn call_function(
        &self,
        request: Request<wire::CallFunctionRequest>,
    ) -> Result<Response<wire::CallFunctionResponse>, Status> {
        self.answer::<CallFunction>(request).await
    }
}
