//! Requests as they come in, turned into calls: one file per call, mirrored in
//! `logic` and `encode`.

pub(crate) mod apply;
pub(crate) mod data_source;
pub(crate) mod function;
pub(crate) mod import;
pub(crate) mod plan;
pub(crate) mod provider_config;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod upgrade;
pub(crate) mod validate;

use crate::logic::Call;
use crate::value::{MsgpackError, Value, from_msgpack};
use crate::wire::tfplugin6::{DynamicValue, ResourceIdentityData};

/// Makes a call of a request.
pub(crate) trait Decode: Call + Sized {
    /// The generated request message.
    type Request;

    /// Reads the request.
    fn decode(request: Self::Request) -> Result<Self, DecodeError>;
}

/// Why a request cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DecodeError {
    /// A value is not msgpack.
    #[error("the field {field} holds no value")]
    Value {
        field: &'static str,
        source: MsgpackError,
    },
    /// A value came as JSON; core always sends msgpack.
    #[error("the field {0} holds JSON, msgpack is wanted")]
    JsonValue(&'static str),
    /// Stored state is not a JSON object.
    #[error("the stored state is no JSON object")]
    State(#[from] serde_json::Error),
    /// Stored state is older than Terraform 0.12.
    #[error(
        "the state was stored by Terraform 0.11 or older; apply once with the provider version that wrote it"
    )]
    Flatmap,
    /// No stored state came along.
    #[error("the request holds no state")]
    NoState,
}

/// A value of the request; an absent one is null.
fn value(field: &'static str, value: Option<DynamicValue>) -> Result<Value, DecodeError> {
    match value {
        Some(value) if value.msgpack.is_empty() && !value.json.is_empty() => {
            Err(DecodeError::JsonValue(field))
        }
        Some(value) => {
            from_msgpack(&value.msgpack).map_err(|source| DecodeError::Value { field, source })
        }
        None => Ok(Value::Nil),
    }
}

/// The identity of an object, if it has one.
fn identity(
    field: &'static str,
    identity: Option<ResourceIdentityData>,
) -> Result<Option<Value>, DecodeError> {
    identity
        .map(|identity| value(field, identity.identity_data))
        .transpose()
}
