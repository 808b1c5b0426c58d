//! What no id and no name of an app or database has.

use std::fmt;

use scalingo::Invisible;

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
            Self::Blanks => f.write_str("it contains blanks"),
            Self::Dots => f.write_str("it consists only of dots"),
            Self::Invisible(invisible) => invisible.fmt(f),
            Self::Character(character) => write!(f, "it contains {character:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_are_ids_or_names() {
        for text in ["my-app", "5343eccd646aa30012620000", "Old_App", "v1.2"] {
            assert_eq!(AppProblem::find(text), None, "{text:?}");
        }
        let table = [
            ("", "it is empty"),
            (" my-app", "it contains blanks"),
            ("my-app:user1@example.com", "it contains ':'"),
            ("../apps", "it contains '/'"),
            ("..", "it consists only of dots"),
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
}
