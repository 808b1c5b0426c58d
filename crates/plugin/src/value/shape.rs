//! The shape that a schema gives to its values.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Schema, Type};

/// What a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    String,
    Number,
    Bool,
    List(Box<Shape>),
    Set(Box<Shape>),
    Map(Box<Shape>),
    Object(BTreeMap<String, Field>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) shape: Shape,
    /// The provider may choose the value.
    pub(crate) computed: bool,
    /// The user must choose the value.
    pub(crate) required: bool,
    /// The user cannot choose the value.
    pub(crate) read_only: bool,
}

/// Each constructor gives [`None`] for what this server does not serve: nested
/// blocks, dynamic values and tuples.
impl Shape {
    /// The shape of a whole object.
    pub(crate) fn of_schema(schema: &Schema) -> Option<Self> {
        if !schema.block.blocks.is_empty() {
            return None;
        }
        Self::of_attributes(&schema.block.attributes)
    }

    /// The shape of one attribute.
    pub(crate) fn of_attribute(attribute: &AttributeType) -> Option<Self> {
        let of = |inner| Self::of_attribute(inner).map(Box::new);
        let nested = |attributes| Self::of_attributes(attributes).map(Box::new);
        match attribute {
            AttributeType::String => Some(Self::String),
            AttributeType::Number => Some(Self::Number),
            AttributeType::Bool => Some(Self::Bool),
            AttributeType::Any | AttributeType::Tuple(_) => None,
            AttributeType::List(inner) => of(inner).map(Self::List),
            AttributeType::Set(inner) => of(inner).map(Self::Set),
            AttributeType::Map(inner) => of(inner).map(Self::Map),
            AttributeType::Object(members) => Self::of_members(members, Self::of_attribute),
            AttributeType::AttributeSingle(attributes) => Self::of_attributes(attributes),
            AttributeType::AttributeList(attributes) => nested(attributes).map(Self::List),
            AttributeType::AttributeSet(attributes) => nested(attributes).map(Self::Set),
            AttributeType::AttributeMap(attributes) => nested(attributes).map(Self::Map),
        }
    }

    /// The shape of a function's parameter or result.
    pub(crate) fn of_type(of: &Type) -> Option<Self> {
        let inner = |inner| Self::of_type(inner).map(Box::new);
        match of {
            Type::String => Some(Self::String),
            Type::Number => Some(Self::Number),
            Type::Bool => Some(Self::Bool),
            Type::Any | Type::Tuple(_) => None,
            Type::List(item) => inner(item).map(Self::List),
            Type::Set(item) => inner(item).map(Self::Set),
            Type::Map(item) => inner(item).map(Self::Map),
            Type::Object(members) => Self::of_members(members, Self::of_type),
        }
    }

    fn of_attributes(attributes: &HashMap<String, Attribute>) -> Option<Self> {
        let fields = attributes.iter().map(|(name, attribute)| {
            let field = Field {
                shape: Self::of_attribute(&attribute.attr_type)?,
                computed: matches!(
                    attribute.constraint,
                    AttributeConstraint::Computed | AttributeConstraint::OptionalComputed
                ),
                required: attribute.constraint == AttributeConstraint::Required,
                read_only: attribute.constraint == AttributeConstraint::Computed,
            };
            Some((name.clone(), field))
        });
        fields.collect::<Option<_>>().map(Self::Object)
    }

    fn of_members<'a, T: 'a>(
        members: impl IntoIterator<Item = (&'a String, &'a T)>,
        of: impl Fn(&T) -> Option<Self>,
    ) -> Option<Self> {
        let fields = members.into_iter().map(|(name, member)| {
            let field = Field {
                shape: of(member)?,
                computed: false,
                required: false,
                read_only: false,
            };
            Some((name.clone(), field))
        });
        fields.collect::<Option<_>>().map(Self::Object)
    }

    /// The type as JSON, as schemas carry it.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        self.json().to_string().into_bytes()
    }

    fn json(&self) -> Json {
        match self {
            Self::String => json!("string"),
            Self::Number => json!("number"),
            Self::Bool => json!("bool"),
            Self::List(inner) => json!(["list", inner.json()]),
            Self::Set(inner) => json!(["set", inner.json()]),
            Self::Map(inner) => json!(["map", inner.json()]),
            Self::Object(fields) => {
                let members = fields
                    .iter()
                    .map(|(name, field)| (name.clone(), field.shape.json()));
                json!(["object", members.collect::<serde_json::Map<_, _>>()])
            }
        }
    }
}
