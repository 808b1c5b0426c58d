//! Addresses that keep the spelling they came with and compare without case.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use email_address::{EmailAddress, Options};
use serde::{Serialize, Serializer};

/// An e-mail address. Two that differ in letter case only are equal: whether Scalingo folds case is not documented,
/// and a difference in case never names another person in practice.
#[derive(Clone)]
pub struct Email {
    spelling: String,
    folded: String,
}

/// Why a text cannot be an address.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmailError {
    /// There is no text.
    #[error("the address is empty")]
    Empty,
    /// There is white space before or after the address.
    #[error("the address has blanks around it")]
    Blanks,
    /// The text is not of the form `name@domain`.
    #[error("not an e-mail address")]
    Malformed {
        /// Which part is wrong.
        source: email_address::Error,
    },
}

impl Email {
    /// Takes an address as a user wrote it; the domain needs a dot. Nothing is trimmed or folded.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.trim().is_empty() {
            return Err(EmailError::Empty);
        }
        if text.trim() != text {
            return Err(EmailError::Blanks);
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
        let spelling = text.into();
        let folded = spelling.to_lowercase();
        Self { spelling, folded }
    }

    /// The address in the spelling it was given in.
    pub fn as_str(&self) -> &str {
        &self.spelling
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Email").field(&self.spelling).finish()
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.spelling)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Email {}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

#[cfg(test)]
mod tests {
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
    fn the_spelling_is_kept() -> Result<(), EmailError> {
        let email = Email::parse("User1@Example.com")?;
        assert_eq!(email.to_string(), "User1@Example.com");
        assert_eq!(email.as_str(), "User1@Example.com");
        Ok(())
    }

    #[test]
    fn empty_and_blank_texts_are_told_apart_from_malformed_ones() {
        assert!(matches!(Email::parse(""), Err(EmailError::Empty)));
        assert!(matches!(Email::parse("  \t"), Err(EmailError::Empty)));
        for text in [
            " user@example.com",
            "user@example.com ",
            "user@example.com\n",
        ] {
            assert!(
                matches!(Email::parse(text), Err(EmailError::Blanks)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let texts = [
            "user",
            "@example.com",
            "user@",
            "user@localhost",
            "user@@example.com",
            "us er@example.com",
            "User One <user1@example.com>",
            "user@[127.0.0.1]",
            "user@example..com",
        ];
        for text in texts {
            assert!(
                matches!(Email::parse(text), Err(EmailError::Malformed { .. })),
                "{text:?}"
            );
        }
    }

    #[test]
    fn usual_addresses_are_taken() -> Result<(), EmailError> {
        for text in [
            "a@b.io",
            "first.last+tag@mail.example.co.uk",
            "o'neil@example.com",
            "jörg@example.com",
        ] {
            Email::parse(text)?;
        }
        Ok(())
    }

    #[test]
    fn an_address_from_the_api_is_never_refused() {
        assert_eq!(Email::as_given("n/a").as_str(), "n/a");
    }
}
