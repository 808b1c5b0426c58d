//! Words of the server that are shown to people: never a secret that it repeats,
//! never a command for the terminal.

use super::call::Call;
use crate::text::shown;

/// The most characters of one text that are passed on.
const LONGEST_TEXT: usize = 300;
/// Shorter values stand in too many texts by chance to be taken out of them.
const SHORTEST_SECRET: usize = 4;
/// What stands for a secret.
const HIDDEN: &str = "(hidden)";
/// What begins a secret, which then lasts until the word ends: a link to an invitation, an API token.
const BEGINNINGS: [&str; 2] = ["token=", "tk-us-"];

/// The text as it may be shown; none when nothing is left of it.
pub(crate) fn quoted(text: &str, call: &Call) -> Option<String> {
    let mut text = text.to_owned();
    for secret in call
        .secrets()
        .filter(|secret| secret.len() >= SHORTEST_SECRET)
    {
        text = text.replace(secret, HIDDEN);
    }
    for beginning in BEGINNINGS {
        text = hide_words(&text, beginning);
    }
    let short: String = shown(&text).chars().take(LONGEST_TEXT).collect();
    let short = short.trim();
    (!short.is_empty()).then(|| short.to_owned())
}

/// Takes out what follows `beginning`, until a character that no token has.
fn hide_words(text: &str, beginning: &str) -> String {
    let ends = |c: char| !c.is_ascii_alphanumeric() && !"-_.~+/=%".contains(c);
    let mut parts = text.split(beginning);
    let mut hidden = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.find(ends).and_then(|end| part.get(end..));
        hidden.push_str(HIDDEN);
        hidden.push_str(rest.unwrap_or_default());
    }
    hidden
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method};
    use secrecy::SecretString;

    use super::*;
    use crate::transport::script::call;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn secrets_that_the_server_repeats_are_hidden() -> TestResult {
        let call = call(Method::PUT)?
            .hiding([SecretString::from("s3cret\nvalue"), SecretString::from("1")])
            .authorised(HeaderValue::from_static("Bearer abc.def.ghi"));
        let rows = [
            ("s3cret\nvalue is too long", "(hidden) is too long"),
            ("bad bearer abc.def.ghi!", "bad bearer (hidden)!"),
            (
                "see https://x/?token=a-b%20c&x=1",
                "see https://x/?(hidden)&x=1",
            ),
            ("tk-us-1234 is no token", "(hidden) is no token"),
            ("line 1", "line 1"),
            ("\u{1b}[2Jgone\u{202e}", "[2Jgone"),
        ];
        for (text, expected) in rows {
            assert_eq!(quoted(text, &call).as_deref(), Some(expected));
        }
        assert_eq!(quoted(" \n ", &call), None);
        Ok(())
    }

    #[test]
    fn secret_at_the_cut_is_hidden_whole() -> TestResult {
        let call = call(Method::PUT)?.hiding([SecretString::from("longsecret")]);
        let text = format!("{}longsecret", "x".repeat(LONGEST_TEXT - 4));
        let quoted = quoted(&text, &call).ok_or("nothing")?;
        assert!(quoted.ends_with("x(hid"), "{quoted}");
        Ok(())
    }
}
