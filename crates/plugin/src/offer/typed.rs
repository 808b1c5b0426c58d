//! From untyped values to the types of a provider and back.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;

use crate::problems;
use crate::value::{Value, from_msgpack};

/// Reads the typed value; [`None`] comes with an error in `diags`.
pub(super) fn typed<T: Deserialize<'static>>(diags: &mut Diagnostics, value: Value) -> Option<T> {
    rmpv::ext::deserialize_from(value)
        .map_err(|error| diags.add_error(problems::unreadable_type::<T>(&error)))
        .ok()
}

/// Turns a typed value into an untyped one; [`None`] comes with an error in
/// `diags`.
///
/// It goes through bytes, because `rmpv` writes structs without names.
pub(super) fn untyped<T: Serialize>(diags: &mut Diagnostics, typed: &T) -> Option<Value> {
    let bytes = rmp_serde::to_vec_named(typed)
        .map_err(|error| diags.add_error(problems::unwritable_type::<T>(&error)))
        .ok()?;
    from_msgpack(&bytes)
        .map_err(|error| diags.add_error(problems::unwritable_type::<T>(&error)))
        .ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
    use serde::{Deserialize, Serialize};
    use tf_provider::Diagnostics;
    use tf_provider::value::{Value as Known, ValueBool, ValueList, ValueNumber, ValueString};

    use super::{typed, untyped};
    use crate::value::{Value, to_msgpack, unknown};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct State {
        text: ValueString<'static>,
        number: ValueNumber,
        fraction: Known<f64>,
        flags: ValueList<ValueBool>,
        people: Known<BTreeMap<String, Person>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Person {
        name: ValueString<'static>,
    }

    fn or_odd(usual: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        prop_oneof![
            6 => usual,
            1 => Just(Value::Nil),
            1 => Just(unknown()),
            1 => any::<i64>().prop_map(Value::from),
            1 => "[a-z]{0,3}".prop_map(Value::from),
        ]
    }

    fn trees() -> impl Strategy<Value = Value> {
        let text = || or_odd("[a-zäø]{0,6}".prop_map(Value::from));
        let flags = prop::collection::vec(or_odd(any::<bool>().prop_map(Value::from)), 0..3);
        let person = text().prop_map(|name| Value::Map(vec![("name".into(), name)]));
        let people = prop::collection::btree_map("[a-z]{1,3}", person, 0..3);
        let entries = people.prop_map(|people| {
            Value::Map(people.into_iter().map(|(k, v)| (k.into(), v)).collect())
        });
        let members = (
            text(),
            or_odd(any::<i64>().prop_map(Value::from)),
            or_odd(any::<f64>().prop_map(Value::from)),
            or_odd(flags.prop_map(Value::Array)),
            or_odd(entries),
        );
        members.prop_map(|(text, number, fraction, flags, people)| {
            Value::Map(vec![
                ("text".into(), text),
                ("number".into(), number),
                ("fraction".into(), fraction),
                ("flags".into(), flags),
                ("people".into(), people),
            ])
        })
    }

    proptest! {
        #[test]
        fn tree_reads_like_its_bytes_and_comes_back(tree in trees()) {
            let bytes = to_msgpack(&tree).unwrap_or_default();
            let from_bytes = rmp_serde::from_slice::<State>(&bytes).ok();
            let mut diags = Diagnostics::default();
            let read = typed::<State>(&mut diags, tree);
            proptest::prop_assert_eq!(&read, &from_bytes);
            proptest::prop_assert_eq!(diags.errors.is_empty(), read.is_some());
            if let Some(state) = read {
                let again = untyped(&mut diags, &state);
                let again = again.and_then(|tree| typed::<State>(&mut diags, tree));
                proptest::prop_assert_eq!(again, Some(state));
            }
        }
    }
}
