//! The token in the link of an invitation.

use scalingo::{SecretString, Url};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::collaboration as messages;

/// Checks the link in the configuration. Null and unknown pass.
pub(super) fn check(link: &Value<String>) -> Result<(), Diagnostic> {
    match link.as_deref_option() {
        Some(link) => token(link).map(drop),
        None => Ok(()),
    }
}

/// The token that the link carries.
pub(super) fn token(link: &str) -> Result<SecretString, Diagnostic> {
    find(link).ok_or_else(messages::not_a_link)
}

fn find(link: &str) -> Option<SecretString> {
    let url = Url::parse(link).ok()?;
    let (_, token) = url.query_pairs().find(|(name, _)| name == "token")?;
    (!token.is_empty()).then(|| SecretString::from(token.into_owned()))
}

#[cfg(test)]
mod tests {
    use scalingo::ExposeSecret;

    use super::*;

    #[test]
    fn token_is_what_the_link_calls_token() {
        let table = [
            ("https://my.scalingo.com/apps/collaboration?token=a1", "a1"),
            ("https://x.example/?lang=fr&token=a%2Fb%2B1&more=2", "a/b+1"),
            (" https://x.example/?token=a1\n", "a1"),
        ];
        for (link, expected) in table {
            let token = find(link).map(|token| token.expose_secret().to_owned());
            assert_eq!(token.as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn text_without_a_token_is_refused_and_not_repeated() {
        for text in [
            "",
            "s3cret",
            "token=s3cret",
            "https://x.example/?token=",
            "https://x.example/s3cret?tokens=s3cret",
        ] {
            let refused = check(&Value::Value(text.to_owned()));
            assert!(refused.is_err(), "{text}");
            let said = format!("{refused:?}");
            assert!(!said.contains("s3cret"), "{said}");
        }
        for open in [Value::Null, Value::Unknown] {
            assert_eq!(check(&open), Ok(()));
        }
    }
}
