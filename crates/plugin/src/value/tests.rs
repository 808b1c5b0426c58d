//! What the codecs accept, and that nothing makes them panic.

use std::error::Error;

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::Value as Json;
use tf_provider::map;
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Schema};

use super::*;

type Tested = Result<(), Box<dyn Error>>;

/// Every kind of shape at least once.
fn everything() -> Option<Shape> {
    use AttributeType as Type;
    let attribute = |attr_type| Attribute {
        attr_type,
        constraint: AttributeConstraint::OptionalComputed,
        ..Attribute::default()
    };
    let text = || Box::new(Type::String);
    Shape::of_schema(&Schema {
        version: 0,
        block: Block {
            attributes: map! {
                "text" => attribute(Type::String),
                "number" => attribute(Type::Number),
                "bool" => attribute(Type::Bool),
                "list" => attribute(Type::List(text())),
                "set" => attribute(Type::Set(text())),
                "map" => attribute(Type::Map(text())),
                "object" => attribute(Type::Object(map! { "name" => Type::String })),
                "single" => attribute(Type::AttributeSingle(map! { "name" => attribute(Type::String) })),
                "rows" => attribute(Type::AttributeMap(map! { "name" => attribute(Type::String) })),
            },
            ..Block::default()
        },
    })
}

fn one(shape: Shape) -> Shape {
    Shape::List(Box::new(shape))
}

fn incoming(value: Value, shape: &Shape) -> Result<Value, Mismatch> {
    conform(value, shape, Direction::FromCore)
}

#[test]
fn text_core_sends_for_a_number_becomes_one_where_nothing_is_lost() -> Tested {
    let rows = [
        ("18446744073709551615", Value::from(u64::MAX)),
        ("-7", Value::from(-7)),
        ("0.1", Value::from(0.1)),
        ("1e5", Value::from("1e5")),
        (
            "123456789012345678901234567890",
            Value::from("123456789012345678901234567890"),
        ),
        (
            "0.12345678901234567890123",
            Value::from("0.12345678901234567890123"),
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(incoming(Value::from(text), &Shape::Number)?, expected);
    }
    Ok(())
}

#[test]
fn text_that_is_no_number_is_refused() {
    for text in ["", "ten", "inf", "nan", "0x10", "1 "] {
        assert!(
            incoming(Value::from(text), &Shape::Number).is_err(),
            "{text}"
        );
    }
    assert!(incoming(Value::from(f64::NAN), &Shape::Number).is_err());
}

#[test]
fn fraction_goes_back_as_text() -> Tested {
    let outgoing = |value| conform(value, &Shape::Number, Direction::ToCore);
    assert_eq!(outgoing(Value::from(0.1))?, Value::from("0.1"));
    assert_eq!(outgoing(Value::from(3.0))?, Value::from("3"));
    assert_eq!(outgoing(Value::from(3))?, Value::from(3));
    Ok(())
}

#[test]
fn absent_members_are_null() -> Tested {
    let shape = everything().ok_or("no shape")?;
    let text = incoming(Value::Map(Vec::new()), &shape)?.to_string();
    assert!(text.contains(r#""text": nil"#), "{text}");
    Ok(())
}

#[test]
fn every_extension_becomes_the_same_unknown() -> Tested {
    for extension in [Value::Ext(0, vec![]), Value::Ext(12, vec![0x81, 1, 0xc2])] {
        let list = incoming(Value::Array(vec![extension]), &one(Shape::Bool))?;
        assert_eq!(list, Value::Array(vec![unknown()]));
    }
    assert_eq!(to_msgpack(&unknown())?, [0xd4, 0, 0]);
    Ok(())
}

#[test]
fn mismatch_names_the_place_and_not_the_value() {
    let secret = Value::Map(vec![(Value::from("key"), Value::from("hush"))]);
    let rows = Shape::Map(Box::new(Shape::Bool));
    let mismatch = incoming(secret, &rows).map_err(|e| (e.path.to_string(), e.what));
    let expected = (
        "[\"key\"]".to_owned(),
        "a boolean is wanted, text is there".to_owned(),
    );
    assert_eq!(mismatch, Err(expected));
}

#[test]
fn mismatch_inside_a_set_points_at_the_set() {
    let set = Shape::List(Box::new(Shape::Set(Box::new(Shape::Bool))));
    let value = Value::Array(vec![Value::Array(vec![Value::Nil, Value::from(1)])]);
    let path = incoming(value, &set).map_err(|e| e.path.to_string());
    assert_eq!(path, Err("[0]".to_owned()));
}

#[test]
fn attribute_the_schema_does_not_have_is_refused_and_dropped_from_stored_state() -> Tested {
    let shape = everything().ok_or("no shape")?;
    let foreign = Value::Map(vec![(Value::from("foreign"), Value::Nil)]);
    assert!(incoming(foreign.clone(), &shape).is_err());
    assert_eq!(
        conform(foreign, &shape, Direction::FromState)?,
        incoming(Value::Map(Vec::new()), &shape)?
    );
    Ok(())
}

#[test]
fn deep_nesting_is_refused() {
    assert!(from_msgpack(&[0x91; 300]).is_err());
}

#[test]
fn shapes_not_served_are_none() {
    let attribute = |attr_type| Attribute {
        attr_type,
        ..Attribute::default()
    };
    for inner in [AttributeType::Any, AttributeType::Tuple(Vec::new())] {
        let nested = AttributeType::AttributeMap(map! { "inner" => attribute(inner) });
        assert_eq!(Shape::of_attribute(&nested), None);
    }
}

#[test]
fn type_is_written_as_json() -> Tested {
    let object = AttributeType::Object(map! { "a" => AttributeType::Bool });
    let nested = AttributeType::Map(Box::new(AttributeType::Set(Box::new(object))));
    let shape = Shape::of_attribute(&nested).ok_or("no shape")?;
    assert_eq!(
        String::from_utf8(shape.to_json())?,
        r#"["map",["set",["object",{"a":"bool"}]]]"#
    );
    Ok(())
}

/// Any tree that msgpack can write, names of the schema among its keys.
fn trees() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("text"),
        Just("number"),
        Just("set"),
        Just("object"),
        Just("single"),
        Just("rows"),
        Just("name"),
        Just("foreign"),
    ];
    let leaf = prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9.e-]{0,6}".prop_map(Value::from),
        any::<Vec<u8>>().prop_map(Value::Binary),
        (any::<i8>(), any::<Vec<u8>>()).prop_map(|(code, data)| Value::Ext(code, data)),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let entry = (key.clone().prop_map(Value::from), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            prop::collection::vec(entry, 0..4).prop_map(Value::Map),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes: Vec<u8>) {
        if let (Ok(value), Some(shape)) = (from_msgpack(&bytes), everything()) {
            // Whatever comes of it, it comes without a panic.
            drop(conform(value, &shape, Direction::FromCore));
        }
    }

    #[test]
    fn any_tree_conforms_or_is_an_error(tree in trees()) {
        let shape = everything().unwrap_or(Shape::Bool);
        if let Ok(mut value) = conform(tree, &shape, Direction::FromCore) {
            let again = conform(value.clone(), &shape, Direction::FromCore);
            proptest::prop_assert_eq!(again.as_ref(), Ok(&value));
            computed_to_unknown(&mut value, &shape);
            unknowns_to_null(&mut value);
            proptest::prop_assert!(!unknowns_to_null(&mut value));
        }
    }

    #[test]
    fn any_tree_survives_its_bytes(tree in trees()) {
        let bytes = to_msgpack(&tree).unwrap_or_default();
        proptest::prop_assert_eq!(from_msgpack(&bytes).ok(), Some(tree));
    }

    #[test]
    fn any_stored_bytes_are_a_state_or_an_error(bytes: Vec<u8>) {
        if let (Ok(state), Some(shape)) = (serde_json::from_slice::<Json>(&bytes), everything()) {
            drop(conform(from_json(state), &shape, Direction::FromState));
        }
    }

    #[test]
    fn any_stored_value_is_read_or_refused(tree in trees()) {
        let json = serde_json::to_value(&tree).unwrap_or_default();
        let members = ["text", "number", "set", "map", "object", "single", "rows"];
        let state = members.map(|name| (name.to_owned(), json.clone()));
        let state = from_json(Json::Object(state.into_iter().collect()));
        if let Some(shape) = everything() {
            drop(conform(state, &shape, Direction::FromState));
        }
    }
}
