//! What can be said of an address or an app without the API.

use std::fmt;

use scalingo::{Email, Invisible};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::collaborator as messages;

/// Why a text is not the id or name of an app or database; displayed as a
/// clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppProblem {
    Empty,
    Blanks,
    Dots,
    Invisible(Invisible),
    Character(char),
}

impl AppProblem {
    /// Looks for what no id and no name has. Names are not checked further:
    /// old ones keep none of today's rules.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let invisible = Invisible::find(text).map(Self::Invisible);
        match text.chars().find(|c| !is_allowed(*c)) {
            _ if text.is_empty() => Some(Self::Empty),
            Some(' ') => Some(invisible.unwrap_or(Self::Blanks)),
            Some(character) => Some(invisible.unwrap_or(Self::Character(character))),
            None => text.chars().all(|c| c == '.').then_some(Self::Dots),
        }
    }
}

impl fmt::Display for AppProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Blanks => f.write_str("there are blanks in it"),
            Self::Dots => f.write_str("it consists of dots"),
            Self::Invisible(invisible) => invisible.fmt(f),
            Self::Character(character) => write!(f, "it contains {character:?}"),
        }
    }
}

/// Checks the address in an attribute. Null and unknown pass.
pub(crate) fn email(attribute: &'static str, value: &Value<String>) -> Result<(), Diagnostic> {
    let Some(text) = value.as_deref_option() else {
        return Ok(());
    };
    Email::parse(text)
        .map(drop)
        .map_err(|problem| messages::not_an_address(attribute, &problem))
}

/// Checks the id or name of an app or database in an attribute. Null and
/// unknown pass.
pub(crate) fn app(attribute: &'static str, value: &Value<String>) -> Result<(), Diagnostic> {
    match value.as_deref_option().and_then(AppProblem::find) {
        Some(problem) => Err(messages::not_an_app(attribute, &problem.to_string())),
        None => Ok(()),
    }
}

/// Whether two addresses are the same person's: known, and equal without case.
pub(crate) fn same_email(a: &Value<String>, b: &Value<String>) -> bool {
    match (a.as_deref_option(), b.as_deref_option()) {
        (Some(a), Some(b)) => Email::as_given(a) == Email::as_given(b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value<String> {
        Value::Value(text.to_owned())
    }

    #[test]
    fn unknown_and_null_pass() {
        for open in [Value::Unknown, Value::Null] {
            assert_eq!(email("email", &open), Ok(()));
            assert_eq!(app("app", &open), Ok(()));
        }
    }

    #[test]
    fn apps_are_ids_or_names() {
        for text in ["my-app", "5343eccd646aa30012620000", "Old_App", "v1.2"] {
            assert_eq!(AppProblem::find(text), None, "{text:?}");
        }
        let table = [
            ("", "it is empty"),
            (" my-app", "there are blanks in it"),
            ("my-app:user1@example.com", "it contains ':'"),
            ("../apps", "it contains '/'"),
            ("..", "it consists of dots"),
            ("my%2Fapp", "it contains '%'"),
            ("my-äpp", "it contains 'ä'"),
            (
                "my app\u{200b}",
                "character 7 is U+200B, which cannot be seen",
            ),
            ("my-app\n", "character 7 is U+000A, which cannot be seen"),
        ];
        for (text, expected) in table {
            let said = AppProblem::find(text).map(|problem| problem.to_string());
            assert_eq!(said.as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_the_same_without_case() {
        assert!(same_email(
            &value("User1@Example.com"),
            &value("user1@example.com")
        ));
        assert!(!same_email(
            &value("user1@example.com"),
            &value("user2@example.com")
        ));
        assert!(!same_email(&Value::Unknown, &Value::Unknown));
    }
}
