//! The attributes of a schema, sorted by name so that the same schema
//! always gives the same bytes.

use std::collections::{BTreeMap, HashMap};

use tf_provider::schema::{
    Attribute, AttributeConstraint, AttributeType, Block, Description, StringKind,
};

use crate::value::Shape;
use crate::wire::tfplugin6 as wire;
use crate::wire::tfplugin6::schema::object::NestingMode;

/// A block with its attributes.
pub(super) fn block(block: &Block) -> wire::schema::Block {
    wire::schema::Block {
        version: block.version,
        attributes: attributes(&block.attributes),
        description: block.description.content.clone(),
        description_kind: description_kind(&block.description),
        deprecated: block.deprecated,
        ..wire::schema::Block::default()
    }
}

/// How a description is to be shown.
pub(super) fn description_kind(description: &Description) -> i32 {
    match description.kind {
        StringKind::Plain => wire::StringKind::Plain,
        StringKind::Markdown => wire::StringKind::Markdown,
    }
    .into()
}

fn attributes(attributes: &HashMap<String, Attribute>) -> Vec<wire::schema::Attribute> {
    let sorted: BTreeMap<_, _> = attributes.iter().collect();
    sorted
        .into_iter()
        .map(|(name, inner)| attribute(name, inner))
        .collect()
}

/// Core wants either a type or a nested type.
fn attribute(name: &str, attribute: &Attribute) -> wire::schema::Attribute {
    use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
    let nested_type = nested_type(&attribute.attr_type);
    wire::schema::Attribute {
        name: name.to_owned(),
        r#type: match nested_type {
            Some(_) => Vec::new(),
            None => Shape::of_attribute(&attribute.attr_type)
                .map_or_else(Vec::new, |shape| shape.to_json()),
        },
        nested_type,
        description: attribute.description.content.clone(),
        description_kind: description_kind(&attribute.description),
        required: matches!(attribute.constraint, Required),
        optional: matches!(attribute.constraint, Optional | OptionalComputed),
        computed: matches!(attribute.constraint, Computed | OptionalComputed),
        sensitive: attribute.sensitive,
        deprecated: attribute.deprecated,
        ..wire::schema::Attribute::default()
    }
}

fn nested_type(kind: &AttributeType) -> Option<wire::schema::Object> {
    let (nesting, inner) = match kind {
        AttributeType::AttributeSingle(inner) => (NestingMode::Single, inner),
        AttributeType::AttributeList(inner) => (NestingMode::List, inner),
        AttributeType::AttributeSet(inner) => (NestingMode::Set, inner),
        AttributeType::AttributeMap(inner) => (NestingMode::Map, inner),
        _ => return None,
    };
    Some(wire::schema::Object {
        attributes: attributes(inner),
        nesting: nesting.into(),
    })
}
