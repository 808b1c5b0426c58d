//! `normalize_emails(list)`: addresses of a team file as keys for `for_each`.

use std::collections::BTreeSet;

use async_trait::async_trait;
use scalingo::Email;
use tf_provider::schema::{Description, FunctionSchema, Parameter, Type};
use tf_provider::value::Value;
use tf_provider::{Diagnostics, Function};

use crate::diagnostics::functions as messages;

/// `provider::scalingo::normalize_emails`.
#[derive(Debug)]
pub(crate) struct NormalizeEmails;

/// Blanks around an address are forgiven here, because team files have them;
/// empty lines are not addresses and are left out.
fn normalize(addresses: &[Value<String>]) -> Result<BTreeSet<String>, (usize, String)> {
    let mut keys = BTreeSet::new();
    for (position, address) in addresses.iter().enumerate() {
        let Some(text) = address.as_deref_option().map(str::trim) else {
            return Err((position, "it is null".to_owned()));
        };
        if text.is_empty() {
            continue;
        }
        Email::parse(text).map_err(|problem| (position, problem.to_string()))?;
        keys.insert(text.to_ascii_lowercase());
    }
    Ok(keys)
}

#[async_trait]
impl Function for NormalizeEmails {
    type Input<'a> = (Vec<Value<String>>,);
    type Output<'a> = BTreeSet<String>;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<FunctionSchema> {
        Some(FunctionSchema {
            parameters: vec![Parameter {
                name: "emails".to_owned(),
                param_type: Type::List(Box::new(Type::String)),
                allow_null: false,
                allow_unknown: false,
                description: Description::markdown(
                    "Addresses as people write them: in any letter case, with surrounding blanks, \
                     duplicates and empty lines.",
                ),
            }],
            variadic: None,
            return_type: Type::Set(Box::new(Type::String)),
            summary: "Addresses as keys for for_each".to_owned(),
            description: Description::markdown(
                "Returns the addresses in lower case, sorted, without duplicates, for `for_each`. \
                 Only the letters A to Z are lower-cased, because other letters can turn into \
                 somebody else's. An invalid address is an error that names its position.",
            ),
            deprecated: None,
        })
    }

    async fn call<'a>(
        &self,
        diags: &mut Diagnostics,
        (emails,): Self::Input<'a>,
    ) -> Option<Self::Output<'a>> {
        normalize(&emails)
            .map_err(|(position, problem)| {
                diags
                    .errors
                    .push(messages::element_is_no_address(position, &problem));
            })
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(addresses: &[&str]) -> Result<Vec<String>, (usize, String)> {
        let values: Vec<_> = addresses
            .iter()
            .map(|address| Value::Value((*address).to_owned()))
            .collect();
        normalize(&values).map(|keys| keys.into_iter().collect())
    }

    #[test]
    fn keys_are_sorted_unique_and_lower_case() {
        let given = [
            " Zoe@Example.com",
            "ann@example.com",
            "",
            "ANN@example.com ",
        ];
        let expected = ["ann@example.com", "zoe@example.com"].map(str::to_owned);
        assert_eq!(keys(&given), Ok(expected.to_vec()));
    }

    #[test]
    fn what_is_no_address_is_named_by_position() {
        assert!(matches!(keys(&["ann@example.com", "nobody"]), Err((1, _))));
        assert!(matches!(normalize(&[Value::Null]), Err((0, _))));
    }
}
