//! `ValidateDataResourceConfig` and `ReadDataSource`.

use super::{Decode, DecodeError, value};
use crate::logic::data_source::{ReadDataSource, ValidateDataResourceConfig};
use crate::wire::tfplugin6 as wire;

impl Decode for ValidateDataResourceConfig {
    type Request = wire::ValidateDataResourceConfigRequest;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ValidateDataResourceConfig {
            type_name: request.type_name,
            config: value("config", request.config)?,
        })
    }
}

impl Decode for ReadDataSource {
    type Request = wire::ReadDataSourceRequest;

    fn decode(request: Self::Request) -> Result<Self, DecodeError> {
        Ok(ReadDataSource {
            type_name: request.type_name,
            config: value("config", request.config)?,
            meta: value("provider_meta", request.provider_meta)?,
        })
    }
}
