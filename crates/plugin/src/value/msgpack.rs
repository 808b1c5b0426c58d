//! The bytes of a value.

use rmpv::Value;

/// How deep a value may nest. Core itself gives up far earlier, and every step
/// of ours that recurses stays within a thread's stack at this depth.
const MAX_DEPTH: usize = 256;

/// Why bytes are no value.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MsgpackError {
    /// Cut short, malformed or nested too deep.
    #[error("the bytes are not msgpack: {0}")]
    Malformed(#[from] rmpv::decode::Error),
    /// More bytes follow the value.
    #[error("{0} bytes follow the value")]
    Trailing(usize),
    /// The value could not be written.
    #[error("the value cannot be written as msgpack: {0}")]
    Unwritable(#[from] rmpv::encode::Error),
}

/// Reads one value; no bytes at all are null, as in core.
pub(crate) fn from_msgpack(mut bytes: &[u8]) -> Result<Value, MsgpackError> {
    if bytes.is_empty() {
        return Ok(Value::Nil);
    }
    let value = rmpv::decode::read_value_with_max_depth(&mut bytes, MAX_DEPTH)?;
    match bytes.len() {
        0 => Ok(value),
        more => Err(MsgpackError::Trailing(more)),
    }
}

/// Writes one value.
pub(crate) fn to_msgpack(value: &Value) -> Result<Vec<u8>, MsgpackError> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value)?;
    Ok(bytes)
}
