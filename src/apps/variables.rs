//! Which variables a change of `environment` sets and unsets.

use super::attributes::Environment;

/// The difference between what is managed and what is wanted.
pub(super) struct Change {
    /// To be set, by name: new ones, and those whose value is another.
    pub(crate) set: Vec<(String, String)>,
    /// To be unset: managed until now, not wanted any more.
    pub(crate) unset: Vec<String>,
}

impl Change {
    /// From what is `managed` here and what the app has in `all`, to `wanted`.
    ///
    /// A variable that is not managed here is never unset.
    pub(super) fn between(managed: &Environment, all: &Environment, wanted: &Environment) -> Self {
        let set = wanted
            .iter()
            .filter(|(name, value)| all.get(*name) != Some(*value))
            .filter_map(|(name, value)| Some((name.clone(), value.as_ref_option()?.clone())))
            .collect();
        let unset = managed
            .iter()
            .filter(|(name, value)| value.is_value() && !is_set(wanted, name))
            .map(|(name, _)| name.clone())
            .collect();
        Self { set, unset }
    }
}

fn is_set(environment: &Environment, name: &str) -> bool {
    environment.get(name).is_some_and(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use tf_provider::value::Value;

    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::Value((*value).to_owned())))
            .collect()
    }

    fn set(change: &Change) -> Vec<(&str, &str)> {
        change
            .set
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    #[test]
    fn new_and_other_values_are_set_and_equal_ones_left_alone() {
        let had = environment(&[("KEPT", "1"), ("OTHER", "1")]);
        let wanted = environment(&[("KEPT", "1"), ("NEW", ""), ("OTHER", "2")]);
        let change = Change::between(&had, &had, &wanted);
        assert_eq!(set(&change), [("NEW", ""), ("OTHER", "2")]);
        assert!(change.unset.is_empty());
    }

    #[test]
    fn only_managed_variables_are_unset() {
        let managed = environment(&[("MINE", "1")]);
        let all = environment(&[("MINE", "1"), ("THEIRS", "1")]);
        let change = Change::between(&managed, &all, &Environment::new());
        assert_eq!(change.unset, ["MINE"]);
        assert!(change.set.is_empty());
    }

    #[test]
    fn null_means_not_set() {
        let managed = environment(&[("A", "1")]);
        let wanted = Environment::from([("A".to_owned(), Value::Null)]);
        assert_eq!(Change::between(&managed, &managed, &wanted).unset, ["A"]);
        let again = Change::between(&wanted, &Environment::new(), &wanted);
        assert!(again.set.is_empty() && again.unset.is_empty());
    }

    #[test]
    fn variable_that_is_there_already_is_taken_over_without_a_call() {
        let all = environment(&[("A", "1")]);
        let change = Change::between(&Environment::new(), &all, &all);
        assert!(change.set.is_empty() && change.unset.is_empty());
    }
}
