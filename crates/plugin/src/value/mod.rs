//! Values of the Terraform language as an untyped tree, and the rules that
//! hold for all of them.
//!
//! The tree is [`rmpv::Value`]: unknown is an extension, lists and sets are
//! arrays, maps and objects are maps with string keys.

mod conform;
mod json;
mod msgpack;
mod rules;
mod shape;
#[cfg(test)]
mod tests;

pub(crate) use conform::{Direction, Mismatch, conform};
pub(crate) use json::from_json;
pub(crate) use msgpack::{from_msgpack, to_msgpack};
pub(crate) use rmpv::Value;
pub(crate) use rules::{
    computed_to_unknown, holds, null_attributes, read_only_to_null, required_nulls,
    unknowns_to_null,
};
pub(crate) use shape::{Field, Shape};

/// A value that is not known yet, in the form core writes it.
///
/// Terraform's protocol documents that every extension means unknown.
pub(crate) fn unknown() -> Value {
    Value::Ext(0, vec![0])
}

/// The value, or the other one where it is null.
pub(crate) fn or(value: Value, other: Value) -> Value {
    if value.is_nil() { other } else { value }
}

/// Whether `value` is not known yet.
pub(crate) fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Ext(..))
}
