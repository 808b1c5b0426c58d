//! Addresses that keep the spelling they came with and compare without case.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use email_address::{EmailAddress, Options};
use serde::{Serialize, Serializer};

use crate::Invisible;

/// An e-mail address. Two that differ in the case of ASCII letters only are equal: whether Scalingo folds case is not
/// documented, and such a difference never names another person in practice. Other letters do not fold, because some of
/// them fold into an ASCII letter (the Kelvin sign into `k`) and would make one person equal to another.
#[derive(Clone)]
pub struct Email(String);

/// Why a text cannot be an address; displayed as a clause, such as `there is no "@" in it`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmailError {
    /// There is no text.
    #[error("the address is empty")]
    Empty,
    /// There is white space before or after the address.
    #[error("the address has blanks around it")]
    Blanks,
    /// There is a character that cannot be seen.
    #[error("{0}")]
    Invisible(Invisible),
    /// There is a character that only patterns and placeholders have, such as `*@example.com` and `$HOME@example.com`.
    #[error(
        "it contains {0:?}, so it is a pattern or a placeholder, not the address of one person"
    )]
    Placeholder(char),
    /// There is a character in the domain that no domain has.
    #[error("the domain contains {0:?}")]
    Domain(char),
    /// The last part of the domain is a number.
    #[error("the domain ends in a number")]
    NumericDomain,
    /// The text is not of the form `name@domain`.
    #[error("{}", reason(.source))]
    Malformed {
        /// Which part is wrong.
        source: email_address::Error,
    },
}

impl Email {
    /// Takes an address as a user wrote it; the domain needs a dot. Nothing is trimmed or folded.
    ///
    /// # Errors
    /// Says what is wrong with the text. Some of what the standard allows is refused, because people never have it and
    /// mistakes do: patterns, placeholders, and a domain with other characters than letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.trim().is_empty() {
            return Err(EmailError::Empty);
        }
        if let Some(invisible) = Invisible::find(text) {
            return Err(EmailError::Invisible(invisible));
        }
        if text.trim() != text {
            return Err(EmailError::Blanks);
        }
        if let Some((local, domain)) = text.rsplit_once('@') {
            check_local_part(local)?;
            check_domain(domain)?;
        }
        let options = Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        match EmailAddress::parse_with_options(text, options) {
            Ok(_) => Ok(Self::as_given(text)),
            Err(source) => Err(EmailError::Malformed { source }),
        }
    }

    /// Takes an address as the API returned it, without a check: what is in the list must be shown as it is.
    pub fn as_given(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The address in the spelling it was given in.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn folded(&self) -> impl Iterator<Item = u8> {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

/// In quotes everything may stand for itself.
fn check_local_part(local: &str) -> Result<(), EmailError> {
    let is_quoted = local.starts_with('"');
    match local.chars().find(|c| matches!(c, '*' | '$' | '{' | '}')) {
        Some(character) if !is_quoted => Err(EmailError::Placeholder(character)),
        _ => Ok(()),
    }
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    if let Some(character) = domain.chars().find(|c| !is_allowed(*c)) {
        return Err(EmailError::Domain(character));
    }
    match domain.rsplit_once('.') {
        Some((_, last)) if last.chars().all(|c| c.is_ascii_digit()) && !last.is_empty() => {
            Err(EmailError::NumericDomain)
        }
        _ => Ok(()),
    }
}

fn reason(source: &email_address::Error) -> &'static str {
    use email_address::Error;
    match source {
        Error::MissingSeparator => "there is no \"@\" in it",
        Error::LocalPartEmpty => "there is nothing before the \"@\"",
        Error::LocalPartTooLong => "the part before the \"@\" is longer than 64 characters",
        Error::DomainEmpty => "there is nothing after the \"@\"",
        Error::DomainTooFew => "the domain has no dot",
        Error::DomainTooLong | Error::SubDomainTooLong => "the domain is too long",
        Error::DomainInvalidSeparator | Error::SubDomainEmpty => "the domain has a dot too many",
        _ => "the part before the \"@\" contains a character that no address has",
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Email").field(&self.0).finish()
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Email {}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().for_each(|byte| byte.hash(state));
    }
}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letter_case_does_not_make_another_address() -> Result<(), EmailError> {
        let lower = Email::parse("user1@example.com")?;
        let mixed = Email::parse("User1@Example.COM")?;
        assert_eq!(lower, mixed);
        assert_eq!(lower.cmp(&mixed), Ordering::Equal);
        assert_eq!(std::collections::HashSet::from([lower, mixed]).len(), 1);
        Ok(())
    }

    #[test]
    fn spelling_is_kept() -> Result<(), EmailError> {
        let email = Email::parse("User1@Example.com")?;
        assert_eq!(email.to_string(), "User1@Example.com");
        assert_eq!(email.as_str(), "User1@Example.com");
        Ok(())
    }

    #[test]
    fn letters_that_only_look_alike_are_other_people() {
        let pairs = [
            ("kim@example.com", "\u{212a}im@example.com"),
            ("istanbul@example.com", "\u{130}stanbul@example.com"),
            ("nikos@example.com", "niko\u{3c2}@example.com"),
            ("niko\u{3c3}@example.com", "niko\u{3c2}@example.com"),
            ("jörg@example.com", "JÖRG@example.com"),
        ];
        for (one, other) in pairs {
            assert_ne!(Email::as_given(one), Email::as_given(other));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_as_it_is_or_refused(text in "[a-zA-Z0-9\\PC]{0,9}@?[a-zA-Z.\u{1b} ]{0,9}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(email.as_str(), text.as_str());
                prop_assert!(text.contains('@') && !text.contains(char::is_control));
                prop_assert_eq!(&email, &Email::as_given(text.to_ascii_uppercase()));
            }
        }
    }

    #[test]
    fn refusals_say_why() {
        let table = [
            ("", "is empty"),
            ("  \t", "is empty"),
            (" user@example.com", "blanks around it"),
            ("user@example.com ", "blanks around it"),
            ("user@example.com\n", "character 17 is U+000A"),
            ("us\u{200b}er@example.com", "character 3 is U+200B"),
            ("\"a\tb\"@example.com", "character 3 is U+0009"),
            ("*@example.com", "contains '*'"),
            ("$HOME@example.com", "contains '$'"),
            ("{{a}}@example.com", "contains '{'"),
            ("a@example.com?subject=x", "the domain contains '?'"),
            ("a@example_1.com", "the domain contains '_'"),
            ("user@[127.0.0.1]", "the domain contains '['"),
            ("User One <user1@example.com>", "the domain contains '>'"),
            ("a@example.123", "ends in a number"),
            ("user", "no \"@\""),
            ("@example.com", "nothing before"),
            ("user@", "nothing after"),
            ("user@localhost", "no dot"),
            ("user@@example.com", "before the \"@\""),
            ("us er@example.com", "before the \"@\""),
            ("mailto:user@example.com", "before the \"@\""),
            ("user@example..com", "a dot too many"),
        ];
        for (text, expected) in table {
            let said = Email::parse(text).map_err(|error| error.to_string());
            let is_expected = |said: &String| said.contains(expected);
            assert!(said.as_ref().is_err_and(is_expected), "{text:?}: {said:?}");
        }
    }

    #[test]
    fn usual_addresses_are_taken() -> Result<(), EmailError> {
        for text in [
            "a@b.io",
            "first.last+tag@mail.example.co.uk",
            "o'neil@example.com",
            "jörg@example.com",
            "jörg@exämple.com",
            "user@xn--exmple-cua.com",
            "user@example.c3po",
            "\"us er\"@example.com",
            "\"${a}\"@example.com",
        ] {
            Email::parse(text)?;
        }
        Ok(())
    }

    #[test]
    fn address_from_the_api_is_never_refused() {
        assert_eq!(Email::as_given("n/a").as_str(), "n/a");
    }
}
