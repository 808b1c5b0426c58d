//! Import ids: `app:email` or `app:collaborator_id`, built and parsed here only.

use std::fmt;

use scalingo::{Email, EmailError};

use crate::app_problem::AppProblem;

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

/// Why a text is not an import id; displayed as a clause.
#[derive(Debug)]
pub(crate) enum Malformed {
    /// There is no `:` in it.
    NoColon,
    /// There is nothing before the `:`.
    NoApp,
    /// There is nothing after the `:`.
    NoPerson,
    /// What stands before the `:` cannot be an app.
    App(AppProblem),
    /// What stands after the `:` has no `@` and cannot be a collaborator id.
    Id(AppProblem),
    /// What stands after the `:` has an `@` and cannot be an address.
    Address(EmailError),
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColon => f.write_str("there is no \":\" in it"),
            Self::NoApp => f.write_str("there is nothing before the \":\""),
            Self::NoPerson => f.write_str("there is nothing after the \":\""),
            Self::App(problem) => write!(f, "before the \":\", {problem}"),
            Self::Id(problem) => write!(f, "after the \":\", {problem}"),
            Self::Address(problem) => write!(f, "after the \":\", {problem}"),
        }
    }
}

impl ImportId {
    /// Reads `app:email` or `app:collaborator_id`.
    ///
    /// App names and ids hold no `:`, so the first one divides.
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let (app, person) = text.split_once(':').ok_or(Malformed::NoColon)?;
        if app.is_empty() {
            return Err(Malformed::NoApp);
        }
        if let Some(problem) = AppProblem::find(app) {
            return Err(Malformed::App(problem));
        }
        Ok(Self {
            app: app.to_owned(),
            person: Person::parse(person)?,
        })
    }

    /// The import id of one address on one app.
    pub(crate) fn build(app: &str, email: &str) -> String {
        format!("{app}:{email}")
    }
}

impl Person {
    fn parse(text: &str) -> Result<Self, Malformed> {
        if text.is_empty() {
            return Err(Malformed::NoPerson);
        }
        if text.contains('@') {
            return Email::parse(text)
                .map(Self::Email)
                .map_err(Malformed::Address);
        }
        match AppProblem::find(text) {
            Some(problem) => Err(Malformed::Id(problem)),
            None => Ok(Self::Id(text.to_owned())),
        }
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
            prop_assert_eq!(id.ok(), Some(parsed));
        }
    }

    #[test]
    fn address_and_collaborator_id_are_told_apart() {
        let by_email = ImportId::parse("my-app:User1@Example.com").map(|id| id.person);
        let by_id = ImportId::parse("my-app:5343eccd646aa30012620000").map(|id| id.person);
        assert!(
            matches!(by_email, Ok(Person::Email(email)) if email.as_str() == "User1@Example.com")
        );
        assert_eq!(
            by_id.ok(),
            Some(Person::Id("5343eccd646aa30012620000".to_owned()))
        );
    }

    #[test]
    fn what_is_built_is_parsed_back() {
        let id = ImportId::parse(&ImportId::build("my-app", "user1@example.com"));
        assert!(matches!(id, Ok(id) if id.app == "my-app"));
    }

    #[test]
    fn malformed_ids_say_what_is_missing() {
        let table = [
            ("", "there is no \":\""),
            ("my-app", "there is no \":\""),
            ("user1@example.com", "there is no \":\""),
            (":user1@example.com", "nothing before"),
            ("my-app:", "nothing after"),
            (
                "..:user1@example.com",
                "before the \":\", it consists only of dots",
            ),
            (
                "my app:user1@example.com",
                "before the \":\", it contains blanks",
            ),
            ("my-app: user1@example.com", "has blanks around it"),
            ("my-app:user1@", "nothing after the \"@\""),
            ("my-app:../variables", "after the \":\", it contains '/'"),
            ("my-app:5343\u{200b}", "character 5 is U+200B"),
        ];
        for (text, expected) in table {
            let said = ImportId::parse(text).map_err(|problem| problem.to_string());
            let is_expected = |said: &String| said.contains(expected);
            assert!(said.as_ref().is_err_and(is_expected), "{text:?}: {said:?}");
        }
    }
}
