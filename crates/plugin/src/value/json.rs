//! State as it is stored, read by the shape of today's schema.

use std::collections::BTreeMap;

use rmpv::Value;
use serde_json::{Map, Value as Json};
use tf_provider::AttributePathStep;

use super::conform::{Mismatch, name};
use super::shape::{Field, Shape};
use super::type_json::shape as parse_shape;

/// Turns the stored attributes into a value of `shape`.
///
/// What the schema does not know is dropped, what is missing becomes null: the
/// state may come from another version or another provider. Whole numbers
/// beyond 64 bits keep as many digits as a double holds.
pub(crate) fn from_state(state: Map<String, Json>, shape: &Shape) -> Result<Value, Mismatch> {
    value(Json::Object(state), shape)
}

fn object(
    mut state: Map<String, Json>,
    fields: &BTreeMap<String, Field>,
) -> Result<Value, Mismatch> {
    let mut members = Vec::with_capacity(fields.len());
    for (name, field) in fields {
        let value = match state.remove(name) {
            None => Value::Nil,
            Some(json) => value(json, &field.shape)
                .map_err(|e| e.within(AttributePathStep::Attribute(name.clone().into())))?,
        };
        members.push((Value::from(name.as_str()), value));
    }
    Ok(Value::Map(members))
}

fn value(json: Json, shape: &Shape) -> Result<Value, Mismatch> {
    match (shape, json) {
        (_, Json::Null) => Ok(Value::Nil),
        (Shape::String, Json::String(text)) => Ok(Value::from(text)),
        (Shape::Bool, Json::Bool(bool)) => Ok(Value::Boolean(bool)),
        (Shape::Number, Json::Number(number)) => number_value(&number),
        (Shape::List(inner), Json::Array(items)) => list(items, |_| Some(inner)),
        // A path cannot point at an element of a set.
        (Shape::Set(inner), Json::Array(items)) => items
            .into_iter()
            .map(|item| value(item, inner).map_err(Mismatch::at_the_set))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        (Shape::Tuple(shapes), Json::Array(items)) if shapes.len() == items.len() => {
            list(items, |index| shapes.get(index))
        }
        (Shape::Map(inner), Json::Object(entries)) => map(entries, inner),
        (Shape::Object(fields), Json::Object(members)) => object(members, fields),
        (Shape::Dynamic, Json::Object(pair)) => dynamic(pair),
        (shape, json) => Err(Mismatch::new(format!(
            "{} is wanted, {} is stored",
            name(shape),
            kind(&json)
        ))),
    }
}

fn number_value(number: &serde_json::Number) -> Result<Value, Mismatch> {
    number
        .as_i64()
        .map(Value::from)
        .or_else(|| number.as_u64().map(Value::from))
        .or_else(|| number.as_f64().map(Value::from))
        .ok_or_else(|| Mismatch::new("the number is out of range"))
}

fn list<'a>(
    items: Vec<Json>,
    shape_at: impl Fn(usize) -> Option<&'a Shape>,
) -> Result<Value, Mismatch> {
    let mut values = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let step = || AttributePathStep::Index(i64::try_from(index).unwrap_or(i64::MAX));
        let shape = shape_at(index).ok_or_else(|| Mismatch::new("one item too many"))?;
        values.push(value(item, shape).map_err(|e| e.within(step()))?);
    }
    Ok(Value::Array(values))
}

fn map(entries: Map<String, Json>, inner: &Shape) -> Result<Value, Mismatch> {
    let mut values = Vec::with_capacity(entries.len());
    for (key, json) in entries {
        let value =
            value(json, inner).map_err(|e| e.within(AttributePathStep::Key(key.clone().into())))?;
        values.push((Value::from(key), value));
    }
    Ok(Value::Map(values))
}

/// State keeps a dynamic value as `{"type": …, "value": …}`.
fn dynamic(mut pair: Map<String, Json>) -> Result<Value, Mismatch> {
    let kind = pair.remove("type").unwrap_or_default();
    let shape =
        parse_shape(&kind).ok_or_else(|| Mismatch::new("no type stands beside the value"))?;
    let value = value(pair.remove("value").unwrap_or_default(), &shape)?;
    Ok(Value::Array(vec![Value::from(kind.to_string()), value]))
}

fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}
