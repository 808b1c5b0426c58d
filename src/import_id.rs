//! Import ids: `app:email` or `app:collaborator_id`, built and parsed here only.

use scalingo::{Email, EmailError};

/// What an import id names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImportId {
    /// The app (or database), by id or by name, as the user gave it.
    pub(crate) app: String,
    /// Who on it.
    pub(crate) person: Person,
}

/// The second half of an import id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    /// By address, in any letter case.
    Email(Email),
    /// By the opaque collaborator id.
    Id(String),
}

/// Why a text is not an import id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// There is no `:` in it.
    NoColon,
    /// There is nothing before the `:`.
    NoApp,
    /// There is nothing after the `:`.
    NoPerson,
    /// There are blanks in it.
    Blanks,
    /// The second half has an `@` but cannot be an address.
    NotAnAddress,
}

impl ImportId {
    /// Reads `app:email` or `app:collaborator_id`.
    ///
    /// App names and ids hold no `:`, so the first one divides.
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let (app, person) = text.split_once(':').ok_or(Malformed::NoColon)?;
        match (app, person) {
            ("", _) => Err(Malformed::NoApp),
            (_, "") => Err(Malformed::NoPerson),
            _ if app.contains(char::is_whitespace) => Err(Malformed::Blanks),
            _ => Ok(Self {
                app: app.to_owned(),
                person: Person::parse(person)?,
            }),
        }
    }

    /// The import id of one address on one app.
    pub(crate) fn build(app: &str, email: &str) -> String {
        format!("{app}:{email}")
    }
}

impl Person {
    fn parse(text: &str) -> Result<Self, Malformed> {
        if !text.contains('@') {
            return if text.contains(char::is_whitespace) {
                Err(Malformed::Blanks)
            } else {
                Ok(Self::Id(text.to_owned()))
            };
        }
        Email::parse(text)
            .map(Self::Email)
            .map_err(|problem| match problem {
                EmailError::Blanks => Malformed::Blanks,
                _ => Malformed::NotAnAddress,
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            if let Ok(id) = ImportId::parse(&text) {
                prop_assert!(!id.app.is_empty());
            }
        }

        #[test]
        fn whatever_is_built_of_an_app_and_an_address_is_parsed_back(
            app in "[a-z][a-z0-9-]{5,20}",
            email in "([a-zA-Z0-9._'+-]{1,20}|\"[ :@$%{}a-z]{1,20}\")@[a-z]{1,10}\\.(com|fr)",
        ) {
            prop_assume!(Email::parse(&email).is_ok());
            let id = ImportId::parse(&ImportId::build(&app, &email));
            let parsed = ImportId { app, person: Person::Email(Email::as_given(email)) };
            prop_assert_eq!(id, Ok(parsed));
        }
    }

    #[test]
    fn address_and_collaborator_id_are_told_apart() {
        let by_email = ImportId::parse("my-app:User1@Example.com").map(|id| id.person);
        let by_id = ImportId::parse("my-app:5343eccd646aa30012620000").map(|id| id.person);
        assert!(
            matches!(by_email, Ok(Person::Email(email)) if email.as_str() == "User1@Example.com")
        );
        assert_eq!(by_id, Ok(Person::Id("5343eccd646aa30012620000".to_owned())));
    }

    #[test]
    fn what_is_built_is_parsed_back() {
        let id = ImportId::parse(&ImportId::build("my-app", "user1@example.com"));
        assert!(matches!(id, Ok(id) if id.app == "my-app"));
    }

    #[test]
    fn malformed_ids_say_what_is_missing() {
        let table = [
            ("", Malformed::NoColon),
            ("my-app", Malformed::NoColon),
            ("user1@example.com", Malformed::NoColon),
            (":user1@example.com", Malformed::NoApp),
            ("my-app:", Malformed::NoPerson),
            ("my-app: user1@example.com", Malformed::Blanks),
            ("my-app:user1@", Malformed::NotAnAddress),
        ];
        for (text, expected) in table {
            assert_eq!(ImportId::parse(text), Err(expected), "{text:?}");
        }
    }
}
