//! `CallFunction`.

use tf_provider::{AttributePathStep, Diagnostic, Diagnostics};

use super::{Encode, outcome};
use crate::logic::function::CallFunction;
use crate::value::MsgpackError;
use crate::wire::tfplugin6::CallFunctionResponse as Response;
use crate::wire::tfplugin6::FunctionError;

impl Encode for CallFunction {
    type Response = Response;

    /// The protocol has no warnings here; they are in the log.
    fn encode(answer: Self::Answer, diags: Diagnostics) -> Result<Self::Response, MsgpackError> {
        if diags.errors.is_empty() {
            return Ok(Response {
                result: outcome(&answer)?,
                error: None,
            });
        }
        Ok(Response {
            result: None,
            error: Some(error(&diags.errors)),
        })
    }
}

/// All errors in one text. It points at an argument when all of them do.
fn error(errors: &[Diagnostic]) -> FunctionError {
    let texts: Vec<String> = errors.iter().map(text).collect();
    let mut arguments = errors.iter().map(argument);
    let first = arguments.next().flatten();
    FunctionError {
        text: texts.join("\n"),
        function_argument: first.filter(|_| arguments.all(|other| other == first)),
    }
}

fn text(error: &Diagnostic) -> String {
    if error.detail.is_empty() {
        error.summary.to_string()
    } else {
        format!("{}: {}", error.summary, error.detail)
    }
}

fn argument(error: &Diagnostic) -> Option<i64> {
    match error.attribute.steps.first() {
        Some(AttributePathStep::Index(index)) => Some(*index),
        _ => None,
    }
}
