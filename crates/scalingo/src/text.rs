//! Texts from outside: what a terminal may show, and what may stand in a path.

/// The text without characters that a terminal takes for commands, or that show
/// what stands around them in another order.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| !is_harmful(*c)).collect()
}

/// Whether [`shown`] would leave the text as it is.
pub(crate) fn is_harmless(text: &str) -> bool {
    !text.chars().any(is_harmful)
}

/// Control characters, marks that change the direction of writing, line ends
/// and marks without a width.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

/// Checks an id or name before it becomes one segment of a path.
///
/// The error completes "the id …". Percent signs are refused although they
/// would be encoded: no id has one, and some proxies decode twice.
pub(crate) fn check_segment(text: &str) -> Result<(), &'static str> {
    match text {
        "" => Err("is empty"),
        "." | ".." => Err("is a step to another path"),
        _ if text.contains(['/', '\\']) => Err("has a slash in it"),
        _ if text.contains('%') => Err("has a percent sign in it"),
        _ if !is_harmless(text) => Err("has a character in it that cannot be shown"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_shown_is_harmless_and_loses_nothing_else(text in any::<String>()) {
            let shown = shown(&text);
            prop_assert!(is_harmless(&shown));
            prop_assert_eq!(shown == text, is_harmless(&text));
        }

        #[test]
        fn segment_that_passes_stays_one_segment(text in "[a-z./\\\\%?# \u{7f}é]{0,5}") {
            if check_segment(&text).is_ok() {
                let mut url = reqwest::Url::parse("https://example.com/v1").map_err(|error| TestCaseError::fail(error.to_string()))?;
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.push(&text);
                }
                prop_assert_eq!(url.path_segments().map(Iterator::count), Some(2));
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }

    #[test]
    fn commands_for_terminals_and_marks_of_direction_are_taken_out() {
        assert_eq!(shown("\u{1b}[31mred\u{7}\u{9b}\n"), "[31mred");
        assert_eq!(shown("a\u{202e}b\u{2066}c\u{200f}d\u{feff}"), "abcd");
        assert_eq!(shown("jörg 李 👩‍💻"), "jörg 李 👩‍💻");
    }

    #[test]
    fn ids_that_lead_elsewhere_are_refused() {
        for text in [
            "",
            ".",
            "..",
            "a/b",
            "/",
            "a\\b",
            "%2e%2e",
            "a%2Fb",
            "a\0",
            "a\nb",
            "a\u{202e}",
        ] {
            assert!(check_segment(text).is_err(), "{text:?}");
        }
        for text in [
            "5343eccd646aa30012620000",
            "my-app",
            "...",
            "a.b",
            "é ",
            "a?b#c",
        ] {
            assert!(check_segment(text).is_ok(), "{text:?}");
        }
    }
}
