//! The shape that a schema gives to its values.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};
use tf_provider::schema::{
    Attribute, AttributeConstraint, AttributeType, Block, NestedBlock, Schema, Type,
};

/// What a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    String,
    Number,
    Bool,
    /// A pair of a type and a value of it.
    Dynamic,
    List(Box<Shape>),
    Set(Box<Shape>),
    Map(Box<Shape>),
    Tuple(Vec<Shape>),
    Object(BTreeMap<String, Field>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) shape: Shape,
    /// The provider may choose the value.
    pub(crate) computed: bool,
    /// What stands for an absent value.
    pub(crate) absent: Absent,
}

/// What a member holds when nothing was written for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    Null,
    /// Core never takes null for a collection of nested blocks.
    Empty,
}

impl Field {
    /// A member that only its owner sets, null when absent.
    pub(crate) fn plain(shape: Shape) -> Self {
        Self {
            shape,
            computed: false,
            absent: Absent::Null,
        }
    }

    fn attribute(attribute: &Attribute) -> Self {
        Self {
            computed: matches!(
                attribute.constraint,
                AttributeConstraint::Computed | AttributeConstraint::OptionalComputed
            ),
            ..Self::plain(Shape::from(&attribute.attr_type))
        }
    }

    fn blocks(nested: &NestedBlock) -> Self {
        let object = |block| Box::new(Shape::from(block));
        let (shape, absent) = match nested {
            NestedBlock::Single(block) => (Shape::from(block), Absent::Null),
            NestedBlock::Group(block) => (Shape::from(block), Absent::Empty),
            NestedBlock::List(block) | NestedBlock::Optional(block) => {
                (Shape::List(object(block)), Absent::Empty)
            }
            NestedBlock::Set(block) => (Shape::Set(object(block)), Absent::Empty),
            NestedBlock::Map(block) => (Shape::Map(object(block)), Absent::Empty),
        };
        Self {
            absent,
            ..Self::plain(shape)
        }
    }
}

impl Shape {
    fn object(attributes: &HashMap<String, Attribute>) -> Self {
        Self::Object(
            attributes
                .iter()
                .map(|(name, attribute)| (name.clone(), Field::attribute(attribute)))
                .collect(),
        )
    }

    fn plain_object<'a, T: 'a>(members: impl IntoIterator<Item = (&'a String, &'a T)>) -> Self
    where
        Self: From<&'a T>,
    {
        Self::Object(
            members
                .into_iter()
                .map(|(name, member)| (name.clone(), Field::plain(Self::from(member))))
                .collect(),
        )
    }
}

impl Shape {
    /// The type as JSON, as schemas carry it.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        self.json().to_string().into_bytes()
    }

    fn json(&self) -> Json {
        match self {
            Self::String => json!("string"),
            Self::Number => json!("number"),
            Self::Bool => json!("bool"),
            Self::Dynamic => json!("dynamic"),
            Self::List(inner) => json!(["list", inner.json()]),
            Self::Set(inner) => json!(["set", inner.json()]),
            Self::Map(inner) => json!(["map", inner.json()]),
            Self::Tuple(items) => {
                json!(["tuple", items.iter().map(Self::json).collect::<Vec<_>>()])
            }
            Self::Object(fields) => {
                let members = fields
                    .iter()
                    .map(|(name, field)| (name.clone(), field.shape.json()));
                json!(["object", members.collect::<serde_json::Map<_, _>>()])
            }
        }
    }
}

impl From<&Schema> for Shape {
    fn from(schema: &Schema) -> Self {
        Self::from(&schema.block)
    }
}

impl From<&Block> for Shape {
    fn from(block: &Block) -> Self {
        let attributes = block
            .attributes
            .iter()
            .map(|(name, attribute)| (name.clone(), Field::attribute(attribute)));
        let blocks = block
            .blocks
            .iter()
            .map(|(name, nested)| (name.clone(), Field::blocks(nested)));
        Self::Object(attributes.chain(blocks).collect())
    }
}

impl From<&AttributeType> for Shape {
    fn from(attribute: &AttributeType) -> Self {
        let of = |inner: &AttributeType| Box::new(Self::from(inner));
        match attribute {
            AttributeType::String => Self::String,
            AttributeType::Number => Self::Number,
            AttributeType::Bool => Self::Bool,
            AttributeType::Any => Self::Dynamic,
            AttributeType::List(inner) => Self::List(of(inner)),
            AttributeType::Set(inner) => Self::Set(of(inner)),
            AttributeType::Map(inner) => Self::Map(of(inner)),
            AttributeType::Tuple(inner) => Self::Tuple(inner.iter().map(Self::from).collect()),
            AttributeType::Object(members) => Self::plain_object(members),
            AttributeType::AttributeSingle(nested) => Self::object(nested),
            AttributeType::AttributeList(nested) => Self::List(Box::new(Self::object(nested))),
            AttributeType::AttributeSet(nested) => Self::Set(Box::new(Self::object(nested))),
            AttributeType::AttributeMap(nested) => Self::Map(Box::new(Self::object(nested))),
        }
    }
}

impl From<&Type> for Shape {
    fn from(value: &Type) -> Self {
        let of = |inner: &Type| Box::new(Self::from(inner));
        match value {
            Type::String => Self::String,
            Type::Number => Self::Number,
            Type::Bool => Self::Bool,
            Type::Any => Self::Dynamic,
            Type::List(inner) => Self::List(of(inner)),
            Type::Set(inner) => Self::Set(of(inner)),
            Type::Map(inner) => Self::Map(of(inner)),
            Type::Tuple(inner) => Self::Tuple(inner.iter().map(Self::from).collect()),
            Type::Object(members) => Self::plain_object(members),
        }
    }
}
