//! Types written as JSON, which travel with every value of dynamic type.

use serde_json::Value as Json;

use super::shape::{Field, Shape};

/// Reads a type such as `"string"` or `["list","number"]`.
///
/// Returns [`None`] for anything that is no type. The JSON parser bounds the
/// depth.
pub(crate) fn parse_type(text: &str) -> Option<Shape> {
    shape(&serde_json::from_str(text).ok()?)
}

/// Reads a type that is JSON already.
pub(crate) fn shape(json: &Json) -> Option<Shape> {
    match json {
        Json::String(name) => primitive(name),
        Json::Array(parts) => compound(parts),
        _ => None,
    }
}

fn primitive(name: &str) -> Option<Shape> {
    match name {
        "string" => Some(Shape::String),
        "number" => Some(Shape::Number),
        "bool" => Some(Shape::Bool),
        "dynamic" => Some(Shape::Dynamic),
        _ => None,
    }
}

fn compound(parts: &[Json]) -> Option<Shape> {
    // A third part names optional members; values have them all the same.
    let ([Json::String(kind), inner] | [Json::String(kind), inner, Json::Array(_)]) = parts else {
        return None;
    };
    match (kind.as_str(), inner) {
        ("list", inner) => Some(Shape::List(Box::new(shape(inner)?))),
        ("set", inner) => Some(Shape::Set(Box::new(shape(inner)?))),
        ("map", inner) => Some(Shape::Map(Box::new(shape(inner)?))),
        ("tuple", Json::Array(items)) => Some(Shape::Tuple(
            items.iter().map(shape).collect::<Option<_>>()?,
        )),
        ("object", Json::Object(members)) => members
            .iter()
            .map(|(name, member)| Some((name.clone(), Field::plain(shape(member)?))))
            .collect::<Option<_>>()
            .map(Shape::Object),
        _ => None,
    }
}
