//! Makes a value have exactly the shape of its schema, or says where it cannot.

use std::collections::BTreeMap;

use rmpv::{Integer, Value};
use tf_provider::{AttributePath, AttributePathStep};

use super::shape::{Field, Shape};
use super::unknown;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Core writes numbers it cannot fit as decimal text; the provider reads
    /// numbers.
    FromCore,
    /// A fraction goes back as the text it came from: as float64 it would
    /// differ from what core parsed with 512 bits.
    ToCore,
    /// Like [`Direction::ToCore`], but members that the schema does not know
    /// are dropped: another version or another provider wrote them.
    FromState,
}

/// A value that does not have the shape of its schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Mismatch {
    /// What was wanted and what is there; never the value itself.
    pub(crate) what: String,
    /// Where it is.
    pub(crate) path: AttributePath,
}

impl Mismatch {
    fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            path: AttributePath::root(),
        }
    }

    fn wanted(wanted: &str, value: &Value) -> Self {
        Self::new(format!("{wanted} is wanted, {} is there", kind(value)))
    }

    /// Forgets the place inside the element of a set.
    fn at_the_set(self) -> Self {
        Self::new(self.what)
    }

    /// Puts `step` in front of the path.
    pub(crate) fn within(mut self, step: AttributePathStep) -> Self {
        self.path.steps.insert(0, step);
        self
    }
}

/// Returns `value` in the shape it must have: members that are missing become
/// null, every unknown gets the same form, and numbers the form their direction
/// asks for.
pub(crate) fn conform(
    value: Value,
    shape: &Shape,
    direction: Direction,
) -> Result<Value, Mismatch> {
    match (shape, value) {
        (_, Value::Nil) => Ok(Value::Nil),
        (_, Value::Ext(..)) => Ok(unknown()),
        (Shape::Bool, Value::Boolean(bool)) => Ok(Value::Boolean(bool)),
        (Shape::String, Value::String(text)) if text.is_str() => Ok(Value::String(text)),
        (Shape::Number, value) => number(value, direction),
        (Shape::List(inner), Value::Array(items)) => list(items, inner, direction),
        // A path cannot point at an element of a set.
        (Shape::Set(inner), Value::Array(items)) => items
            .into_iter()
            .map(|item| conform(item, inner, direction).map_err(Mismatch::at_the_set))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        (Shape::Map(inner), Value::Map(entries)) => map(entries, inner, direction),
        (Shape::Object(fields), Value::Map(entries)) => object(entries, fields, direction),
        (shape, value) => Err(Mismatch::wanted(name(shape), &value)),
    }
}

fn number(value: Value, direction: Direction) -> Result<Value, Mismatch> {
    match (value, direction) {
        (Value::Integer(integer), _) => Ok(Value::Integer(integer)),
        (Value::F32(float), direction) => number(Value::F64(float.into()), direction),
        (Value::F64(float), _) if float.is_nan() => Err(Mismatch::new("a number is wanted")),
        (Value::F64(float), Direction::FromCore) => Ok(Value::F64(float)),
        (Value::F64(float), _) if float.is_finite() => Ok(Value::from(float.to_string())),
        (Value::F64(float), _) => Ok(Value::F64(float)),
        (Value::String(text), direction) => match text.as_str() {
            Some(digits) if is_decimal(digits) => Ok(match direction {
                Direction::FromCore => read_decimal(digits),
                Direction::ToCore | Direction::FromState => Value::String(text),
            }),
            _ => Err(Mismatch::new("a number is wanted, other text is there")),
        },
        (value, _) => Err(Mismatch::wanted("a number", &value)),
    }
}

/// Rust reads `inf` and `nan` as numbers too; core does not.
fn is_decimal(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    text.bytes().all(allowed) && text.parse::<f64>().is_ok()
}

/// Text that no 64-bit number can repeat stays text, so that nothing is lost.
fn read_decimal(digits: &str) -> Value {
    if let Ok(integer) = digits.parse::<i64>() {
        return Value::Integer(Integer::from(integer));
    }
    if let Ok(integer) = digits.parse::<u64>() {
        return Value::Integer(Integer::from(integer));
    }
    match digits.parse::<f64>() {
        Ok(float) if float.to_string() == digits => Value::F64(float),
        _ => Value::from(digits),
    }
}

fn list(items: Vec<Value>, inner: &Shape, direction: Direction) -> Result<Value, Mismatch> {
    let items = items.into_iter().enumerate().map(|(index, item)| {
        let step = || AttributePathStep::Index(i64::try_from(index).unwrap_or(i64::MAX));
        conform(item, inner, direction).map_err(|e| e.within(step()))
    });
    items.collect::<Result<_, _>>().map(Value::Array)
}

fn map(
    entries: Vec<(Value, Value)>,
    inner: &Shape,
    direction: Direction,
) -> Result<Value, Mismatch> {
    let mut conformed = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let key = key_text(key)?;
        let value = conform(value, inner, direction)
            .map_err(|e| e.within(AttributePathStep::Key(key.clone().into())))?;
        conformed.push((Value::from(key), value));
    }
    Ok(Value::Map(conformed))
}

fn object(
    entries: Vec<(Value, Value)>,
    fields: &BTreeMap<String, Field>,
    direction: Direction,
) -> Result<Value, Mismatch> {
    let mut given = BTreeMap::new();
    for (key, value) in entries {
        given.insert(key_text(key)?, value);
    }
    let mut conformed = Vec::with_capacity(fields.len());
    for (name, field) in fields {
        let step = || AttributePathStep::Attribute(name.clone().into());
        let value = given.remove(name).unwrap_or(Value::Nil);
        let value = conform(value, &field.shape, direction).map_err(|e| e.within(step()))?;
        conformed.push((Value::from(name.as_str()), value));
    }
    match given.into_keys().next() {
        Some(foreign) if direction != Direction::FromState => {
            Err(Mismatch::new("the schema has no such attribute")
                .within(AttributePathStep::Attribute(foreign.into())))
        }
        _ => Ok(Value::Map(conformed)),
    }
}

fn key_text(key: Value) -> Result<String, Mismatch> {
    match key {
        Value::String(text) => text
            .into_str()
            .ok_or_else(|| Mismatch::new("a key is not UTF-8")),
        other => Err(Mismatch::wanted("text as key", &other)),
    }
}

/// What a shape is called in a message.
fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::String => "text",
        Shape::Number => "a number",
        Shape::Bool => "a boolean",
        Shape::List(_) => "a list",
        Shape::Set(_) => "a set",
        Shape::Map(_) => "a map",
        Shape::Object(_) => "an object",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Nil => "null",
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) | Value::F32(_) | Value::F64(_) => "a number",
        Value::String(text) if text.is_str() => "text",
        Value::String(_) => "text that is not UTF-8",
        Value::Binary(_) => "binary data",
        Value::Array(_) => "a list",
        Value::Map(_) => "a map",
        Value::Ext(..) => "an unknown value",
    }
}
