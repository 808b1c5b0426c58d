//! Types in words, as the registry's readers know them, and as in HCL.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use plugin::protocol::schema::object::NestingMode;
use serde::Deserialize;

/// A type as the protocol writes it: JSON such as `["list", "string"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Type {
    Simple(String),
    Of(String, Box<Type>),
    Object(String, BTreeMap<String, Type>),
}

impl Type {
    pub(super) fn read(json: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(json).with_context(|| {
            let shown = String::from_utf8_lossy(json);
            format!("a type that the pages cannot show yet: {shown}")
        })
    }

    /// In words, such as `List of String`.
    pub(super) fn words(&self) -> anyhow::Result<String> {
        let (name, element) = match self {
            Self::Simple(name) => (name, None),
            Self::Of(name, element) => (name, Some(element.words()?)),
            Self::Object(..) => return Ok("Object".to_owned()),
        };
        Ok(match (name.as_str(), element) {
            ("bool", None) => "Boolean".to_owned(),
            ("number", None) => "Number".to_owned(),
            ("string", None) => "String".to_owned(),
            ("list", Some(element)) => format!("List of {element}"),
            ("map", Some(element)) => format!("Map of {element}"),
            ("set", Some(element)) => format!("Set of {element}"),
            _ => bail!("a type that the pages cannot show yet: {name}"),
        })
    }

    /// As in HCL, such as `list(string)`.
    pub(super) fn hcl(&self) -> String {
        match self {
            Self::Simple(name) => name.clone(),
            Self::Of(collection, element) => format!("{collection}({})", element.hcl()),
            Self::Object(name, members) => {
                let members = members.iter();
                let members = members.map(|(name, of)| format!("{name} = {}", of.hcl()));
                format!("{name}({{ {} }})", members.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The members of an object, or of the objects in a collection; none for
    /// other types.
    pub(super) fn members(&self) -> Option<&BTreeMap<String, Type>> {
        match self {
            Self::Object(_, members) => Some(members),
            Self::Of(_, element) => element.members(),
            Self::Simple(_) => None,
        }
    }
}

/// Nested attributes in words.
pub(super) fn nesting(mode: NestingMode) -> &'static str {
    match mode {
        NestingMode::Invalid | NestingMode::Single => "Attributes",
        NestingMode::List => "Attributes List",
        NestingMode::Set => "Attributes Set",
        NestingMode::Map => "Attributes Map",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(of: &serde_json::Value) -> anyhow::Result<Type> {
        Type::read(of.to_string().as_bytes())
    }

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
            assert_eq!(read(&of)?.words()?, in_words);
            assert_eq!(read(&of)?.hcl(), in_hcl);
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
            let told = read(&of).and_then(|of| of.words());
            assert!(told.is_err(), "{of}");
        }
    }
}
