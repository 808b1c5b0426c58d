//! The rule for names of apps.

/// Fewest characters of a name, as Scalingo documents.
const SHORTEST: usize = 6;
/// Most characters of a name, as Scalingo documents.
const LONGEST: usize = 48;

/// What is wrong with `name`: Scalingo documents 6 to 48 lower-case letters,
/// digits and single inner hyphens.
pub(super) fn problem(name: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(allowed) {
        Some("only lower-case letters, digits and hyphens are allowed")
    } else if name.len() < SHORTEST {
        Some("it is shorter than 6 characters")
    } else if name.len() > LONGEST {
        Some("it is longer than 48 characters")
    } else if name.starts_with('-') || name.ends_with('-') {
        Some("it begins or ends with a hyphen")
    } else if name.contains("--") {
        Some("there are two hyphens in a row")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_within_the_rule_pass() {
        for name in ["my-app", "my-app-2026", "abcdef", "123456", &"a".repeat(48)] {
            assert_eq!(problem(name), None, "{name}");
        }
    }

    #[test]
    fn names_outside_the_rule_are_told_what_is_wrong() {
        let table = [
            ("", "shorter"),
            ("my-ap", "shorter"),
            (&"a".repeat(49), "longer"),
            ("My-app", "lower-case"),
            ("my_app", "lower-case"),
            ("my-äpp", "lower-case"),
            ("-my-app", "begins or ends"),
            ("my-app-", "begins or ends"),
            ("my--app", "two hyphens"),
        ];
        for (name, expected) in table {
            let said = problem(name).unwrap_or_default();
            assert!(said.contains(expected), "{name:?}: {said}");
        }
    }
}
