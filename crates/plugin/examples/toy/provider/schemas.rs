//! The schemas of everything in the toy provider.

use tf_provider::map;
use tf_provider::schema::{
    Attribute, AttributeConstraint, AttributeType, Block, FunctionSchema, Parameter, Schema, Type,
};

/// The provider block.
pub(super) fn provider() -> Schema {
    schema(Block {
        attributes: map! {
            "greeting" => attribute(AttributeType::String, AttributeConstraint::Optional),
        },
        ..Block::default()
    })
}

/// A note: every kind of attribute that the server treats in its own way.
pub(super) fn note() -> Schema {
    use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
    let part = map! {
        "name" => attribute(AttributeType::String, Required),
        "checksum" => attribute(AttributeType::String, Computed),
    };
    let link = map! { "url" => attribute(AttributeType::String, Required) };
    schema(Block {
        attributes: map! {
            "id" => attribute(AttributeType::String, Computed),
            "text" => attribute(AttributeType::String, Required),
            "secret" => attribute(AttributeType::String, Optional),
            "size" => attribute(AttributeType::Number, OptionalComputed),
            "weight" => attribute(AttributeType::Number, Optional),
            "tags" => attribute(AttributeType::Map(Box::new(AttributeType::String)), Optional),
            "parts" => attribute(AttributeType::AttributeList(part), Optional),
            "links" => attribute(AttributeType::AttributeSet(link), Optional),
        },
        ..Block::default()
    })
}

/// A list of notes.
pub(super) fn shelf() -> Schema {
    schema(Block {
        attributes: map! {
            "count" => attribute(AttributeType::Number, AttributeConstraint::Required),
            "mood" => attribute(AttributeType::String, AttributeConstraint::Optional),
        },
        ..Block::default()
    })
}

/// A data source that repeats its configuration.
pub(super) fn echo() -> Schema {
    schema(Block {
        attributes: map! {
            "text" => attribute(AttributeType::String, AttributeConstraint::Required),
            "length" => attribute(AttributeType::Number, AttributeConstraint::Computed),
        },
        ..Block::default()
    })
}

/// A text that is kept nowhere.
pub(super) fn whisper() -> Schema {
    schema(Block {
        attributes: map! {
            "text" => attribute(AttributeType::String, AttributeConstraint::Required),
            "heard" => attribute(AttributeType::String, AttributeConstraint::Computed),
        },
        ..Block::default()
    })
}

/// An action that takes a while.
pub(super) fn bell() -> Schema {
    schema(Block {
        attributes: map! {
            "times" => attribute(AttributeType::Number, AttributeConstraint::Required),
            "mood" => attribute(AttributeType::String, AttributeConstraint::Optional),
            "secret" => attribute(AttributeType::String, AttributeConstraint::Optional),
        },
        ..Block::default()
    })
}

/// A function of a separator and a list.
pub(super) fn join() -> FunctionSchema {
    FunctionSchema {
        parameters: vec![
            Parameter {
                name: "separator".to_owned(),
                param_type: Type::String,
                ..Parameter::default()
            },
            Parameter {
                name: "texts".to_owned(),
                param_type: Type::List(Box::new(Type::String)),
                ..Parameter::default()
            },
        ],
        return_type: Type::String,
        summary: "Joins texts".to_owned(),
        ..FunctionSchema::default()
    }
}

fn schema(block: Block) -> Schema {
    Schema { version: 1, block }
}

fn attribute(attr_type: AttributeType, constraint: AttributeConstraint) -> Attribute {
    Attribute {
        attr_type,
        constraint,
        ..Attribute::default()
    }
}
