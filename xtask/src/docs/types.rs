//! Types in words, as the registry's readers know them, and as in HCL.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use serde_json::Value;

use super::schema::Nesting;

/// A type of the schema's JSON.
enum Type<'a> {
    Simple(&'a str),
    Of(&'a str, &'a Value),
    Object(BTreeMap<&'a str, &'a Value>),
}

fn read(of: &Value) -> anyhow::Result<Type<'_>> {
    if let Some(name) = of.as_str() {
        return Ok(Type::Simple(name));
    }
    let unknown = || format!("a type that the pages cannot show yet: {of}");
    let parts = of.as_array().with_context(unknown)?;
    match parts.as_slice() {
        [Value::String(name), Value::Object(members)] if name == "object" => {
            let members = members.iter().map(|(name, of)| (name.as_str(), of));
            Ok(Type::Object(members.collect()))
        }
        [Value::String(collection), element] => Ok(Type::Of(collection, element)),
        _ => bail!(unknown()),
    }
}

/// In words, such as `List of String`.
pub(super) fn words(of: &Value) -> anyhow::Result<String> {
    Ok(match read(of)? {
        Type::Simple("bool") => "Boolean".to_owned(),
        Type::Simple("dynamic") => "Dynamic".to_owned(),
        Type::Simple("number") => "Number".to_owned(),
        Type::Simple("string") => "String".to_owned(),
        Type::Of("list", element) => format!("List of {}", words(element)?),
        Type::Of("map", element) => format!("Map of {}", words(element)?),
        Type::Of("set", element) => format!("Set of {}", words(element)?),
        Type::Object(_) => "Object".to_owned(),
        Type::Simple(name) | Type::Of(name, _) => {
            bail!("a type that the pages cannot show yet: {name}")
        }
    })
}

/// As in HCL, such as `list(string)`.
pub(super) fn hcl(of: &Value) -> anyhow::Result<String> {
    Ok(match read(of)? {
        Type::Simple(name) => name.to_owned(),
        Type::Of(collection, element) => format!("{collection}({})", hcl(element)?),
        Type::Object(members) => {
            let member = |(name, of)| Ok(format!("{name} = {}", hcl(of)?));
            let members: anyhow::Result<Vec<String>> = members.into_iter().map(member).collect();
            format!("object({{ {} }})", members?.join(", "))
        }
    })
}

/// The members of an object, or of the objects in a collection; none for other
/// types.
pub(super) fn members(of: &Value) -> anyhow::Result<Option<BTreeMap<&str, &Value>>> {
    match read(of)? {
        Type::Object(members) => Ok(Some(members)),
        Type::Of(_, element) => members(element),
        Type::Simple(_) => Ok(None),
    }
}

/// Nested attributes in words.
pub(super) fn nesting(mode: Nesting) -> &'static str {
    match mode {
        Nesting::Single => "Attributes",
        Nesting::List => "Attributes List",
        Nesting::Set => "Attributes Set",
        Nesting::Map => "Attributes Map",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_told_in_words_and_in_hcl() -> anyhow::Result<()> {
        let people = json!(["list", ["object", {"email": "string", "limited": "bool"}]]);
        let table = [
            (json!("bool"), "Boolean", "bool"),
            (json!(["set", "string"]), "Set of String", "set(string)"),
            (
                json!(["map", ["list", "number"]]),
                "Map of List of Number",
                "map(list(number))",
            ),
            (
                people,
                "List of Object",
                "list(object({ email = string, limited = bool }))",
            ),
        ];
        for (of, in_words, in_hcl) in table {
            assert_eq!(words(&of)?, in_words);
            assert_eq!(hcl(&of)?, in_hcl);
        }
        Ok(())
    }

    #[test]
    fn unknown_types_are_errors() {
        for of in [
            json!("colour"),
            json!(["heap", "string"]),
            json!(1),
            json!([]),
        ] {
            assert!(words(&of).is_err(), "{of}");
        }
    }
}
