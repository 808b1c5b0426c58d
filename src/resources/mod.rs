//! One file per resource, the same order inside each: state, schema, validate,
//! read, plan, create, update, delete, import, upgrade, tests.

pub mod app;
pub mod collaborator;
mod notes;

use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::collaborator as messages;
use notes::{is_kept, left_for_apply, replaced, replacing};

/// A value that every object in the state has.
fn known<'a>(attribute: &'static str, value: &'a Value<String>) -> Result<&'a str, Diagnostic> {
    value
        .as_deref_option()
        .ok_or_else(|| messages::incomplete_state(attribute))
}
