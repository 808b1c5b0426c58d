//! Diagnostics and the paths in them.

use tf_provider::{AttributePath, AttributePathStep, Diagnostic, Diagnostics};

use crate::wire::tfplugin6::attribute_path::Step;
use crate::wire::tfplugin6::attribute_path::step::Selector;
use crate::wire::tfplugin6::diagnostic::Severity;
use crate::wire::tfplugin6::{AttributePath as WirePath, Diagnostic as WireDiagnostic};

/// Errors first, then warnings.
pub(super) fn diagnostics(diags: Diagnostics) -> Vec<WireDiagnostic> {
    let errors = diags.errors.into_iter();
    let warnings = diags.warnings.into_iter();
    errors
        .map(|error| diagnostic(error, Severity::Error))
        .chain(warnings.map(|warning| diagnostic(warning, Severity::Warning)))
        .collect()
}

fn diagnostic(diagnostic: Diagnostic, severity: Severity) -> WireDiagnostic {
    let rooted = diagnostic.attribute.steps.is_empty();
    WireDiagnostic {
        severity: severity.into(),
        summary: diagnostic.summary.into_owned(),
        detail: diagnostic.detail.into_owned(),
        attribute: (!rooted).then(|| path(diagnostic.attribute)),
    }
}

/// A path to an attribute.
pub(super) fn path(path: AttributePath) -> WirePath {
    let steps = path.steps.into_iter().map(|step| Step {
        selector: Some(match step {
            AttributePathStep::Attribute(name) => Selector::AttributeName(name.into_owned()),
            AttributePathStep::Key(key) => Selector::ElementKeyString(key.into_owned()),
            AttributePathStep::Index(index) => Selector::ElementKeyInt(index),
        }),
    });
    WirePath {
        steps: steps.collect(),
    }
}
