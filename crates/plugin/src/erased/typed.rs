//! From untyped values to the types of a provider and back.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;

use crate::logic::problems;
use crate::value::{Value, from_msgpack, to_msgpack};

/// A value in the form that the types of a provider are read from. They may
/// borrow from it.
pub(super) struct Encoded(Vec<u8>);

impl Encoded {
    /// Encodes `value`; [`None`] comes with an error in `diags`.
    pub(super) fn new(diags: &mut Diagnostics, value: &Value) -> Option<Self> {
        match to_msgpack(value) {
            Ok(bytes) => Some(Self(bytes)),
            Err(error) => {
                diags.add_error(problems::unwritable_value(&error));
                None
            }
        }
    }

    /// Reads the typed value; [`None`] comes with an error in `diags`.
    pub(super) fn read<'a, T: Deserialize<'a>>(&'a self, diags: &mut Diagnostics) -> Option<T> {
        match rmp_serde::from_slice(&self.0) {
            Ok(typed) => Some(typed),
            Err(error) => {
                diags.add_error(problems::unreadable_type::<T>(&error));
                None
            }
        }
    }
}

/// Turns a typed value into an untyped one; [`None`] comes with an error in
/// `diags`.
pub(super) fn untyped<T: Serialize>(diags: &mut Diagnostics, typed: &T) -> Option<Value> {
    let bytes = match rmp_serde::to_vec_named(typed) {
        Ok(bytes) => bytes,
        Err(error) => {
            diags.add_error(problems::unwritable_type::<T>(&error));
            return None;
        }
    };
    match from_msgpack(&bytes) {
        Ok(value) => Some(value),
        Err(error) => {
            diags.add_error(problems::unwritable_type::<T>(&error));
            None
        }
    }
}
