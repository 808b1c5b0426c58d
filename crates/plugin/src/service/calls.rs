//! The calls by their names in the protocol.

use futures_util::{StreamExt, stream};
use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status};

use super::ProviderService;
use crate::log::keys;
use crate::wire::tfplugin6 as wire;
use crate::wire::tfplugin6::provider_server::Provider;

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

    async fn get_resource_identity_schemas(
        &self,
        request: Request<wire::GetResourceIdentitySchemasRequest>,
    ) -> Result<Response<wire::GetResourceIdentitySchemasResponse>, Status> {
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

    async fn upgrade_resource_identity(
        &self,
        request: Request<wire::UpgradeResourceIdentityRequest>,
    ) -> Result<Response<wire::UpgradeResourceIdentityResponse>, Status> {
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

    async fn generate_resource_config(
        &self,
        request: Request<wire::GenerateResourceConfigRequest>,
    ) -> Result<Response<wire::GenerateResourceConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn validate_list_resource_config(
        &self,
        request: Request<wire::ValidateListResourceConfigRequest>,
    ) -> Result<Response<wire::ValidateListResourceConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn list_resource(
        &self,
        request: Request<wire::ListResourceRequest>,
    ) -> Result<Response<BoxStream<wire::ListResourceEvent>>, Status> {
        let events = self.answer(request).await?.into_inner();
        Ok(Response::new(stream::iter(events).map(Ok).boxed()))
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

    async fn validate_ephemeral_resource_config(
        &self,
        request: Request<wire::ValidateEphemeralResourceConfigRequest>,
    ) -> Result<Response<wire::ValidateEphemeralResourceConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn open_ephemeral_resource(
        &self,
        request: Request<wire::OpenEphemeralResourceRequest>,
    ) -> Result<Response<wire::OpenEphemeralResourceResponse>, Status> {
        self.answer(request).await
    }

    async fn renew_ephemeral_resource(
        &self,
        request: Request<wire::RenewEphemeralResourceRequest>,
    ) -> Result<Response<wire::RenewEphemeralResourceResponse>, Status> {
        self.answer(request).await
    }

    async fn close_ephemeral_resource(
        &self,
        request: Request<wire::CloseEphemeralResourceRequest>,
    ) -> Result<Response<wire::CloseEphemeralResourceResponse>, Status> {
        self.answer(request).await
    }

    async fn validate_action_config(
        &self,
        request: Request<wire::ValidateActionConfigRequest>,
    ) -> Result<Response<wire::ValidateActionConfigResponse>, Status> {
        self.answer(request).await
    }

    async fn plan_action(
        &self,
        request: Request<wire::PlanActionRequest>,
    ) -> Result<Response<wire::PlanActionResponse>, Status> {
        self.answer(request).await
    }

    async fn invoke_action(
        &self,
        request: Request<wire::InvokeActionRequest>,
    ) -> Result<Response<BoxStream<wire::InvokeActionEvent>>, Status> {
        Ok(Response::new(self.invoke(request.into_inner())))
    }

    async fn call_function(
        &self,
        request: Request<wire::CallFunctionRequest>,
    ) -> Result<Response<wire::CallFunctionResponse>, Status> {
        self.answer(request).await
    }
}
