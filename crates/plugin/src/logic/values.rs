//! What happens to a value on its way into the provider and out of it.

use tf_provider::Diagnostics;

use super::offer::{Known, Offer};
use super::problems;
use crate::value::{Direction, Value, conform, null_attributes, unknowns_to_null};

impl Known {
    /// A value from Terraform in the shape of the schema; [`None`] comes with
    /// an error in `diags`.
    pub(super) fn incoming(&self, diags: &mut Diagnostics, value: Value) -> Option<Value> {
        conform(value, &self.shape, Direction::FromCore)
            .map_err(|mismatch| diags.add_error(problems::unfit_request(mismatch)))
            .ok()
    }

    /// A value from the provider in the shape of the schema, write-only
    /// attributes null; [`None`] comes with an error in `diags`.
    pub(super) fn outgoing(&self, diags: &mut Diagnostics, value: Value) -> Option<Value> {
        let mut value = conform(value, &self.shape, Direction::ToCore)
            .map_err(|mismatch| diags.add_error(problems::unfit_answer(mismatch)))
            .ok()?;
        null_attributes(&mut value, self.write_only);
        Some(value)
    }

    /// Like [`Known::outgoing`] for a state: nothing in it may be unknown any
    /// more. Unknown leaves become null, and unless the call failed anyway they
    /// are an error.
    pub(super) fn settled(&self, diags: &mut Diagnostics, value: Value) -> Option<Value> {
        let mut value = self.outgoing(diags, value)?;
        if unknowns_to_null(&mut value) && diags.errors.is_empty() {
            diags.add_error(problems::unknown_in_state());
        }
        Some(value)
    }
}

impl Offer {
    /// Module metadata in the shape of its schema; [`None`] comes with an error
    /// in `diags`.
    pub(super) fn module_meta(&self, diags: &mut Diagnostics, value: Value) -> Option<Value> {
        match value {
            Value::Nil => Some(Value::Nil),
            value => self.meta(diags)?.incoming(diags, value),
        }
    }
}
