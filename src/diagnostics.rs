//! Every message a user can see: what happened, what to do, the cause, and the
//! attribute it is about.
//!
//! Diagnostics are built field by field: the constructors of `tf-provider`
//! append a backtrace when `RUST_BACKTRACE` is set, which is no help to a user.

pub(crate) mod access;
pub(crate) mod api;
pub(crate) mod app;
pub(crate) mod collaboration;
pub(crate) mod collaborator;
pub(crate) mod collaborators;
pub(crate) mod functions;
pub(crate) mod import;
pub(crate) mod invitation;
pub(crate) mod login;
pub(crate) mod provider;
mod repeated;
pub(crate) mod team;

use std::error::Error;

use scalingo::Email;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

pub(crate) use repeated::Repeated;

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

/// One line for each.
fn lines(texts: &[String]) -> String {
    let lines: Vec<String> = texts.iter().map(|text| format!("  {text}")).collect();
    lines.join("\n")
}

/// The block that imports something, to be pasted.
fn import_block(id: &str) -> String {
    let id = hcl(id);
    format!("  import {{\n    to = <address of this resource>\n    id = {id}\n  }}")
}

/// The block that says that an object has moved, to be pasted.
const MOVED_BLOCK: &str =
    "  moved {\n    from = <the old address>\n    to   = <the new address>\n  }";

/// The block by which the state forgets a resource, to be pasted.
const REMOVED_BLOCK: &str = "  removed {\n    from = <the old resource>\n    lifecycle {\n      destroy = false\n    }\n  }";

/// Text as a string of HCL, with everything escaped that would mean something
/// else there or could not be seen.
fn hcl(text: &str) -> String {
    let escaped: String = text.chars().map(hcl_character).collect();
    let escaped = escaped.replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}

fn hcl_character(character: char) -> String {
    match character {
        '"' | '\\' => format!("\\{character}"),
        '\n' => "\\n".to_owned(),
        _ if character.is_control() || character.escape_debug().len() > 2 => {
            format!("\\U{:08x}", u32::from(character))
        }
        _ => character.to_string(),
    }
}

/// An address as messages show it, masked or in full.
///
/// Masked, the first letter and the domain stay, and a short tag keeps two
/// people apart: core folds messages that are equal.
pub(crate) fn shown(email: &Email, is_masked: bool) -> String {
    match email.as_str().split_once('@') {
        Some((name, domain)) if is_masked => {
            let initial: String = name.chars().take(1).collect();
            format!("{initial}…@{domain} ({:04x})", tag(email))
        }
        _ => email.to_string(),
    }
}

/// The same for every spelling of an address, in every run.
fn tag(email: &Email) -> u16 {
    let folded = email.as_str().to_ascii_lowercase();
    // FNV-1a, folded to 16 bits: a label, not a secret.
    let hash = folded.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let [a, b, c, d] = hash.to_be_bytes();
    u16::from_be_bytes([a ^ c, b ^ d])
}

/// A value, and what the user is told beside it.
#[derive(Clone, Debug)]
pub(crate) struct Told<T> {
    value: T,
    notices: Diagnostics,
}

impl<T> Told<T> {
    /// A value without a word.
    pub(crate) fn quiet(value: T) -> Self {
        Self {
            value,
            notices: Diagnostics::default(),
        }
    }

    /// The same with a warning.
    pub(crate) fn warning(mut self, warning: Diagnostic) -> Self {
        self.notices.warnings.push(warning);
        self
    }

    /// The same with a warning, where there is one.
    pub(crate) fn maybe_warning(mut self, warning: Option<Diagnostic>) -> Self {
        self.notices.warnings.extend(warning);
        self
    }

    /// The same with an error: something was done, and something failed.
    pub(crate) fn error(mut self, error: Diagnostic) -> Self {
        self.notices.errors.push(error);
        self
    }

    /// This value's word and then the other's, about both values.
    pub(crate) fn and<U>(mut self, other: Told<U>) -> Told<(T, U)> {
        self.notices.warnings.extend(other.notices.warnings);
        self.notices.errors.extend(other.notices.errors);
        Told {
            value: (self.value, other.value),
            notices: self.notices,
        }
    }

    /// The same about another value.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Told<U> {
        Told {
            value: change(self.value),
            notices: self.notices,
        }
    }

    /// The value, or none with the diagnostic recorded as an error: the border
    /// between `?` inside and `tf-provider`'s traits outside.
    pub(crate) fn record(outcome: Result<Self, Diagnostic>, diags: &mut Diagnostics) -> Option<T> {
        match outcome {
            Ok(told) => {
                diags.warnings.extend(told.notices.warnings);
                diags.errors.extend(told.notices.errors);
                Some(told.value)
            }
            Err(problem) => {
                diags.errors.push(problem);
                None
            }
        }
    }
}

/// The value, or none with the diagnostic recorded as an error: the border
/// between `?` inside and `tf-provider`'s traits outside.
pub(crate) fn record<T>(diags: &mut Diagnostics, outcome: Result<T, Diagnostic>) -> Option<T> {
    outcome.map_err(|problem| diags.errors.push(problem)).ok()
}

#[cfg(test)]
mod tests {
    use super::hcl;

    #[test]
    fn strings_of_hcl_are_valid_for_every_address() {
        let table = [
            ("ann@example.com", r#""ann@example.com""#),
            (r#""us er"@example.com"#, r#""\"us er\"@example.com""#),
            (
                r#""${a}%{b}"@example.com"#,
                r#""\"$${a}%%{b}\"@example.com""#,
            ),
            (r"a\b", r#""a\\b""#),
            ("a\u{200b}\n\0", r#""a\U0000200b\n\U00000000""#),
        ];
        for (text, expected) in table {
            assert_eq!(hcl(text), expected);
        }
    }
}
