//! What the configuration of a team must not say.

use scalingo::Email;
use tf_provider::Diagnostic;

use crate::diagnostics::{at, hcl};

/// A null among the addresses.
pub(crate) fn null_address(attribute: &'static str) -> Diagnostic {
    at(
        attribute,
        "Not an e-mail address",
        format!(
            "One element of {attribute} is null. Each must be an address; compact() removes nulls."
        ),
    )
}

/// An element that cannot be an address, for the reason that `problem` tells.
pub(crate) fn element_not_an_address(element: Option<&str>, problem: Diagnostic) -> Diagnostic {
    let element = element.unwrap_or_default();
    Diagnostic {
        detail: format!("One element is {element:?}: {}", problem.detail).into(),
        ..problem
    }
}

/// One person in two attributes, or in two spellings.
pub(crate) fn named_twice(
    (first, first_place): (&Email, &str),
    (second, second_place): (&Email, &'static str),
) -> Diagnostic {
    at(
        second_place,
        format!("Named twice: {second}"),
        format!(
            "{} in {first_place} and {} in {second_place} are the same person: letter case makes \
             no difference. Keep one of them.",
            hcl(first.as_str()),
            hcl(second.as_str())
        ),
    )
}

/// A limit below zero.
pub(crate) fn negative_max_removals() -> Diagnostic {
    at(
        "max_removals",
        "Invalid max_removals",
        "max_removals is below 0. Set it to the number of people whom one plan may remove, or omit \
         it for no limit.",
    )
}
