//! What the configuration of a team must not say.

use scalingo::Email;
use tf_provider::Diagnostic;

use crate::diagnostics::{at, hcl};

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
