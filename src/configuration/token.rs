//! What is wrong inside a token. The token itself is never repeated.

use scalingo::Invisible;

/// What was pasted together with the token, if anything was.
pub(super) fn problem(token: &str) -> Option<String> {
    if let Some(invisible) = Invisible::find(token) {
        return Some(format!("{invisible}; remove it"));
    }
    let first_word = token.split(' ').next().unwrap_or_default();
    if first_word.eq_ignore_ascii_case("bearer") || first_word.eq_ignore_ascii_case("bearer:") {
        return Some(format!("it starts with {first_word:?}; remove that word"));
    }
    if token.contains(['"', '\'', '`', '“', '”', '‘', '’']) {
        return Some("it contains quotes; leave them out".to_owned());
    }
    if token.contains(' ') {
        return Some("it contains a blank".to_owned());
    }
    (!token.is_ascii()).then(|| "it contains a character that no token has".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_with_a_token_is_named() {
        let table = [
            ("\"tk-us-1\"", "quotes"),
            ("'tk-us-1'", "quotes"),
            ("“tk-us-1”", "quotes"),
            ("Bearer tk-us-1", "\"Bearer\""),
            ("bearer: tk-us-1", "\"bearer:\""),
            ("\u{feff}tk-us-1", "character 1 is U+FEFF"),
            ("tk-us-\u{200b}1", "character 7 is U+200B"),
            ("tk-us-1\ntk-us-2", "character 8 is U+000A"),
            ("tk-us-1 2", "a blank"),
            ("tk-us-é", "no token has"),
        ];
        for (token, expected) in table {
            let said = problem(token).unwrap_or_default();
            assert!(said.contains(expected), "{token:?}: {said}");
            assert!(!said.contains("tk-us"), "{token:?}: {said}");
        }
    }

    #[test]
    fn tokens_pass() {
        for token in ["tk-us-5343eccd646aa30012620000", "anything+else/=_.~"] {
            assert_eq!(problem(token), None, "{token}");
        }
    }
}
