//! What the configuration of a team must not say.

use std::collections::BTreeMap;

use scalingo::Email;
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::Host;
use super::attributes::{Addresses, Team};
use crate::checks;
use crate::diagnostics::team as messages;

/// Everything that is wrong with what is known of the configuration.
pub(super) fn problems(host: Host, config: &Team) -> Vec<Diagnostic> {
    let sets = [
        ("collaborators", &config.collaborators),
        ("limited_collaborators", &config.limited_collaborators),
        ("ignored", &config.ignored),
    ];
    let mut problems: Vec<Diagnostic> = checks::app(host.attribute(), &config.app)
        .err()
        .into_iter()
        .collect();
    for (attribute, set) in sets {
        problems.extend(checks::emails(attribute, set));
    }
    problems.extend(named_twice(&sets));
    if config
        .max_removals
        .as_ref_option()
        .is_some_and(|max| *max < 0.0)
    {
        problems.push(messages::negative_max_removals());
    }
    problems
}

/// The first problem of a configuration that is known only now.
pub(super) fn check(host: Host, config: &Team) -> Result<(), Diagnostic> {
    let first = problems(host, config).into_iter().next();
    first.map_or(Ok(()), Err)
}

/// One person by two spellings, or in two attributes.
fn named_twice(sets: &[(&'static str, &Addresses)]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<Email, &'static str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (attribute, set) in sets {
        let elements = set.as_ref_option().into_iter().flatten();
        for email in elements
            .filter_map(Value::as_deref_option)
            .map(Email::as_given)
        {
            if let Some((first, place)) = seen.get_key_value(&email) {
                let (first, second) = ((first, *place), (&email, *attribute));
                problems.push(messages::named_twice(first, second));
            } else {
                seen.insert(email, attribute);
            }
        }
    }
    problems
}
