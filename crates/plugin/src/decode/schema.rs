//! `GetMetadata`, `GetProviderSchema` and `GetFunctions`.

use super::{Decode, DecodeError};
use crate::logic::schema::{GetFunctions, GetMetadata, GetProviderSchema};
use crate::wire::tfplugin6 as wire;

impl Decode for GetMetadata {
    type Request = wire::GetMetadataRequest;

    fn decode(_: Self::Request) -> Result<Self, DecodeError> {
        Ok(GetMetadata)
    }
}

impl Decode for GetProviderSchema {
    type Request = wire::GetProviderSchemaRequest;

    fn decode(_: Self::Request) -> Result<Self, DecodeError> {
        Ok(GetProviderSchema)
    }
}

impl Decode for GetFunctions {
    type Request = wire::GetFunctionsRequest;

    fn decode(_: Self::Request) -> Result<Self, DecodeError> {
        Ok(GetFunctions)
    }
}
