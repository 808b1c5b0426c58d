//! What can be said of an address or an app without the API.

use scalingo::Email;
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::app_problem::AppProblem;
use crate::diagnostics::collaborator as messages;

/// Checks the address in an attribute. Null and unknown pass.
pub(crate) fn email(attribute: &'static str, value: &Value<String>) -> Result<(), Diagnostic> {
    let Some(text) = value.as_deref_option() else {
        return Ok(());
    };
    Email::parse(text)
        .map(drop)
        .map_err(|problem| messages::not_an_address(attribute, &problem))
}

/// Everything that is wrong with a set of addresses. Unknown elements pass.
pub(crate) fn emails(attribute: &'static str, set: &Value<Vec<Value<String>>>) -> Vec<Diagnostic> {
    let problem = |element: &Value<String>| {
        if element.is_null() {
            return Some(messages::null_address(attribute));
        }
        let problem = email(attribute, element).err()?;
        let element = element.as_deref_option();
        Some(messages::element_not_an_address(element, problem))
    };
    let elements = set.as_ref_option().into_iter().flatten();
    elements.filter_map(problem).collect()
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
