//! What the life cycle does to values, whatever the resource.

use std::borrow::Cow;

use rmpv::Value;
use tf_provider::{AttributePath, AttributePathStep};

use super::shape::{Field, Shape};
use super::{is_unknown, unknown};

/// Makes every computed attribute that is null unknown.
///
/// Core proposes null for them on create and leaves this to the provider.
pub(crate) fn computed_to_unknown(value: &mut Value, shape: &Shape) {
    each_member(value, shape, &|member, field| {
        if member.is_nil() && field.computed {
            *member = unknown();
        }
    });
}

/// Makes every attribute null that the user cannot set.
pub(crate) fn read_only_to_null(value: &mut Value, shape: &Shape) {
    each_member(value, shape, &|member, field| {
        if field.read_only {
            *member = Value::Nil;
        }
    });
}

/// Shows `change` every member of every object in `value`, outer ones first.
fn each_member(value: &mut Value, shape: &Shape, change: &impl Fn(&mut Value, &Field)) {
    match (shape, value) {
        (Shape::List(inner) | Shape::Set(inner), Value::Array(items)) => {
            for item in items {
                each_member(item, inner, change);
            }
        }
        (Shape::Map(inner), Value::Map(entries)) => {
            for (_, entry) in entries {
                each_member(entry, inner, change);
            }
        }
        (Shape::Object(fields), Value::Map(members)) => {
            for (name, member) in members {
                if let Some(field) = name.as_str().and_then(|name| fields.get(name)) {
                    change(member, field);
                    each_member(member, &field.shape, change);
                }
            }
        }
        _ => {}
    }
}

/// Makes every unknown inside `value` null and says whether there was one.
pub(crate) fn unknowns_to_null(value: &mut Value) -> bool {
    match value {
        value if is_unknown(value) => {
            *value = Value::Nil;
            true
        }
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |found, item| unknowns_to_null(item) | found),
        Value::Map(entries) => entries
            .iter_mut()
            .fold(false, |found, (_, entry)| unknowns_to_null(entry) | found),
        _ => false,
    }
}

/// Makes the named attributes on the top level null.
pub(crate) fn null_attributes(value: &mut Value, names: &[&str]) {
    if let Value::Map(members) = value {
        for (name, member) in members {
            if name.as_str().is_some_and(|name| names.contains(&name)) {
                *member = Value::Nil;
            }
        }
    }
}

/// Whether the attribute `name` on the top level has a value, known or not.
pub(crate) fn holds(value: &Value, name: &str) -> bool {
    value.as_map().is_some_and(|members| {
        members
            .iter()
            .any(|(key, member)| key.as_str() == Some(name) && !member.is_nil())
    })
}

/// Where `value` holds null for a required attribute. A path ends at the set
/// that the attribute is in: it cannot point at an element.
pub(crate) fn required_nulls(value: &Value, shape: &Shape) -> Vec<AttributePath> {
    match (shape, value) {
        (Shape::List(inner), Value::Array(items)) => items
            .iter()
            .zip(0..)
            .flat_map(|(item, index)| below(&AttributePathStep::Index(index), item, inner))
            .collect(),
        (Shape::Set(inner), Value::Array(items)) => items
            .iter()
            .find(|item| !required_nulls(item, inner).is_empty())
            .map(|_| AttributePath::root())
            .into_iter()
            .collect(),
        (Shape::Map(inner), Value::Map(entries)) => entries
            .iter()
            .flat_map(|(key, entry)| below(&AttributePathStep::Key(name(key)), entry, inner))
            .collect(),
        (Shape::Object(fields), Value::Map(members)) => members
            .iter()
            .filter_map(|(key, member)| Some((key, member, fields.get(key.as_str()?)?)))
            .flat_map(|(key, member, field)| match member {
                Value::Nil if field.required => vec![AttributePath::new(name(key))],
                member => below(
                    &AttributePathStep::Attribute(name(key)),
                    member,
                    &field.shape,
                ),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn below(step: &AttributePathStep, value: &Value, shape: &Shape) -> Vec<AttributePath> {
    let mut paths = required_nulls(value, shape);
    for path in &mut paths {
        path.steps.insert(0, step.clone());
    }
    paths
}

fn name(key: &Value) -> Cow<'static, str> {
    key.as_str().unwrap_or_default().to_owned().into()
}
