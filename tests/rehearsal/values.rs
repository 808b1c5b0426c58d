//! Objects as core sends them: `MessagePack`, with an extension for unknown.

use std::collections::BTreeMap;

use plugin::protocol::DynamicValue;
use rmpv::Value;

/// An object by attribute.
pub(crate) type Object = BTreeMap<String, Value>;

/// A value that is known only after the apply.
pub(crate) fn unknown() -> Value {
    Value::Ext(0, vec![0])
}

pub(crate) fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Ext(0, _))
}

pub(crate) fn text(object: &Object, attribute: &str) -> Option<String> {
    object.get(attribute)?.as_str().map(str::to_owned)
}

/// Roles by address, of one person or of a team: true for limited.
pub(crate) fn people(object: &Object) -> BTreeMap<String, bool> {
    let set = |attribute: &str| {
        let elements = object.get(attribute).and_then(Value::as_array).cloned();
        let elements = elements.unwrap_or_default().into_iter();
        elements.filter_map(|element| element.as_str().map(str::to_owned))
    };
    let alone = text(object, "email").map(|email| (email, is_true(object, "limited")));
    let full = set("collaborators").map(|email| (email, false));
    let limited = set("limited_collaborators").map(|email| (email, true));
    alone.into_iter().chain(full).chain(limited).collect()
}

fn is_true(object: &Object, attribute: &str) -> bool {
    object.get(attribute).and_then(Value::as_bool) == Some(true)
}

/// The object on the wire; null when there is none.
#[expect(clippy::unnecessary_wraps, reason = "what the messages take")]
pub(crate) fn to_wire(object: Option<&Object>) -> Option<DynamicValue> {
    let value = object.map_or(Value::Nil, |object| {
        let pairs = object.iter();
        Value::Map(pairs.map(|(k, v)| (k.as_str().into(), v.clone())).collect())
    });
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, &value).unwrap();
    Some(DynamicValue {
        msgpack,
        json: Vec::new(),
    })
}

/// The object of a response.
pub(crate) fn from_wire(value: Option<DynamicValue>) -> Option<Object> {
    let value = value?;
    match rmpv::decode::read_value(&mut &value.msgpack[..]).unwrap() {
        Value::Map(pairs) => Some(
            pairs
                .into_iter()
                .map(|(k, v)| (k.as_str().unwrap().to_owned(), v))
                .collect(),
        ),
        _ => None,
    }
}
