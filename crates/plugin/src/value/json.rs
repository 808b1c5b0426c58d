//! State as it is stored: JSON.

use rmpv::Value;
use serde_json::Value as Json;

/// The same tree as [`Value`]. Whole numbers beyond 64 bits keep as many
/// digits as a double holds.
pub(crate) fn from_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(bool) => Value::Boolean(bool),
        Json::Number(number) => from_number(&number),
        Json::String(text) => Value::from(text),
        Json::Array(items) => Value::Array(items.into_iter().map(from_json).collect()),
        Json::Object(members) => {
            let members = members.into_iter();
            Value::Map(
                members
                    .map(|(k, v)| (Value::from(k), from_json(v)))
                    .collect(),
            )
        }
    }
}

fn from_number(number: &serde_json::Number) -> Value {
    number
        .as_i64()
        .map(Value::from)
        .or_else(|| number.as_u64().map(Value::from))
        .or_else(|| number.as_f64().map(Value::from))
        .unwrap_or(Value::Nil)
}
