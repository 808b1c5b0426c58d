//! An error and what caused it.

use std::error::Error;

/// The error and all its causes, outermost first.
pub(crate) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// The error and all its causes in one line, without a repeated cause.
pub(crate) fn line(error: &(dyn Error + 'static)) -> String {
    causes(error)
        .skip(1)
        .fold(error.to_string(), |text, cause| {
            let message = cause.to_string();
            if text.contains(&message) {
                text
            } else {
                format!("{text}: {message}")
            }
        })
}
