//! `ValidateDataResourceConfig` and `ReadDataSource`.

use tf_provider::Diagnostics;

use super::diagnostics::diagnostics;
use super::{Rpc, Subject};
use crate::offer::Offer;
use crate::problems;
use crate::wire::tfplugin6::{
    ReadDataSourceRequest, ReadDataSourceResponse, ValidateDataResourceConfigRequest,
    ValidateDataResourceConfigResponse,
};

impl Rpc for ValidateDataResourceConfigRequest {
    type Response = ValidateDataResourceConfigResponse;
    const NAME: &'static str = "ValidateDataResourceConfig";

    fn subject(&self) -> Subject<'_> {
        Subject::DataSource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ValidateDataResourceConfigResponse> {
        let (data_source, schema) = offer.data_source(diags, &self.type_name)?;
        let config = schema.decode_config(diags, self.config)?;
        data_source.validate(diags, config).await?;
        Some(ValidateDataResourceConfigResponse::default())
    }

    fn tell(response: &mut ValidateDataResourceConfigResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}

impl Rpc for ReadDataSourceRequest {
    type Response = ReadDataSourceResponse;
    const NAME: &'static str = "ReadDataSource";

    fn subject(&self) -> Subject<'_> {
        Subject::DataSource(&self.type_name)
    }

    async fn answer(
        self,
        offer: &Offer,
        diags: &mut Diagnostics,
    ) -> Option<ReadDataSourceResponse> {
        let (data_source, schema) = offer.data_source(diags, &self.type_name)?;
        let config = schema.decode_config(diags, self.config)?;
        let state = data_source.read(diags, config).await?;
        if state.is_nil() {
            diags.add_error(problems::null_state(Self::NAME));
            return None;
        }
        Some(ReadDataSourceResponse {
            state: Some(schema.encode_state(diags, state)?),
            ..ReadDataSourceResponse::default()
        })
    }

    fn tell(response: &mut ReadDataSourceResponse, diags: Diagnostics) {
        response.diagnostics = diagnostics(diags);
    }
}
