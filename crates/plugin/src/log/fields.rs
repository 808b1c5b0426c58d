//! Fields of spans and events as JSON values.

use std::error::Error;
use std::fmt;

use serde_json::{Map, Number, Value};
use tracing::field::{Field, Visit};

use crate::causes;

/// The name `tracing` gives to an event's text.
const MESSAGE: &str = "message";

/// What one span or event says: its text and its fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// The event's text.
    pub(super) message: String,
    /// Everything else, by name.
    pub(super) values: Map<String, Value>,
}

impl Fields {
    fn set(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            (MESSAGE, Value::String(text)) => self.message = text,
            (MESSAGE, other) => self.message = other.to_string(),
            (name, value) => drop(self.values.insert(name.to_owned(), value)),
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field, Value::String(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, Value::from(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, Value::from(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, Value::from(value));
    }

    /// Infinities and NaN have no JSON form and become text.
    fn record_f64(&mut self, field: &Field, value: f64) {
        let number = Number::from_f64(value).map(Value::Number);
        let value = number.unwrap_or_else(|| Value::String(value.to_string()));
        self.set(field, value);
    }

    /// The error and all its causes, outermost first.
    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.set(field, Value::String(causes::line(value)));
    }
}
