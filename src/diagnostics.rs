//! Every message a user can see: what happened, what to do, the cause, and the
//! attribute it is about.
//!
//! Diagnostics are built field by field: the constructors of `tf-provider`
//! append a backtrace when `RUST_BACKTRACE` is set, which is no help to a user.

pub(crate) mod api;
pub(crate) mod app;
pub(crate) mod collaborator;
pub(crate) mod collaborators;
pub(crate) mod functions;
pub(crate) mod provider;

use std::error::Error;

use tf_provider::{AttributePath, Diagnostic, Diagnostics};

/// A diagnostic about one attribute.
fn at(
    attribute: &'static str,
    summary: impl Into<String>,
    detail: impl Into<String>,
) -> Diagnostic {
    diagnostic(AttributePath::new(attribute), summary, detail)
}

/// A diagnostic about the whole block.
fn whole(summary: impl Into<String>, detail: impl Into<String>) -> Diagnostic {
    diagnostic(AttributePath::root(), summary, detail)
}

fn diagnostic(
    attribute: AttributePath,
    summary: impl Into<String>,
    detail: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        summary: summary.into().into(),
        detail: detail.into().into(),
        attribute,
    }
}

/// An error and its causes, for whoever has to dig.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

/// The value, or none with the diagnostic recorded as an error: the border
/// between `?` inside and `tf-provider`'s traits outside.
pub(crate) fn settle<T>(diags: &mut Diagnostics, outcome: Result<T, Diagnostic>) -> Option<T> {
    outcome.map_err(|problem| diags.errors.push(problem)).ok()
}
