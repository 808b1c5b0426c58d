//! Messages about the arguments of functions. Terraform shows one text, adds
//! the full stop and marks the argument.

use std::fmt;

use tf_provider::{AttributePath, Diagnostic};

use super::diagnostic;

/// The argument at `index`, counted from 0, is not what it must be.
pub(crate) fn argument(index: i64, expected: &str, problem: &dyn fmt::Display) -> Diagnostic {
    diagnostic(
        AttributePath::function_argument(index),
        format!("{expected}: {problem}"),
        "",
    )
}

/// One element of the list in the first argument is no address.
pub(crate) fn element_is_no_address(position: usize, problem: &str) -> Diagnostic {
    diagnostic(
        AttributePath::function_argument(0),
        format!(
            "element {position}, counted from 0, must be one address such as \
             \"user1@example.com\": {problem}"
        ),
        "",
    )
}
