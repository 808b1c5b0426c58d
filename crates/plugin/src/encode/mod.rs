//! Answers as they go out: one file per call, mirrored in `logic` and `decode`.

pub(crate) mod apply;
mod block;
pub(crate) mod data_source;
pub(crate) mod diagnostics;
pub(crate) mod function;
pub(crate) mod import;
pub(crate) mod plan;
pub(crate) mod provider_config;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod upgrade;
pub(crate) mod validate;

use tf_provider::Diagnostics;

use crate::logic::{Call, Outcome};
use crate::value::{MsgpackError, Value, to_msgpack};
use crate::wire::tfplugin6::{DynamicValue, ResourceIdentityData};

/// Makes an answer of what a call gave.
pub(crate) trait Encode: Call {
    /// The generated response message.
    type Response;

    /// Writes the answer.
    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError>;
}

/// A value of the answer.
fn value(value: &Value) -> Result<Option<DynamicValue>, MsgpackError> {
    Ok(Some(DynamicValue {
        msgpack: to_msgpack(value)?,
        json: Vec::new(),
    }))
}

/// A value that may be absent.
fn outcome(outcome: &Outcome) -> Result<Option<DynamicValue>, MsgpackError> {
    outcome.value.as_ref().map_or(Ok(None), value)
}

/// The identity of an object, if it has one.
fn identity(identity: Option<&Value>) -> Result<Option<ResourceIdentityData>, MsgpackError> {
    identity
        .map(|data| {
            Ok(ResourceIdentityData {
                identity_data: value(data)?,
            })
        })
        .transpose()
}
