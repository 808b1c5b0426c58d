//! Private bytes and the type a resource sees them as.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;

use super::typed::untyped;
use crate::logic::problems;
use crate::private::{MARK, PrivateBytes};
use crate::value::{Value, to_msgpack};

/// Null and the empty map, for a resource that finds nothing it can read.
const NOTHING: [&[u8]; 2] = [&[0xc0], &[0x80]];

/// The private bytes of an object as they are stored.
///
/// They may come from another provider, so bytes that the resource's type does
/// not understand are no error: the resource sees nothing and, unless it
/// returns something else, the bytes stay as they are.
pub(super) struct Stored {
    bytes: Vec<u8>,
    marked: Vec<u8>,
}

impl Stored {
    /// Takes the bytes; [`None`] comes with an error in `diags`.
    pub(super) fn new(diags: &mut Diagnostics, bytes: Vec<u8>) -> Option<Self> {
        match rmp_serde::to_vec_named(&PrivateBytes::new(bytes.clone())) {
            Ok(marked) => Some(Self { bytes, marked }),
            Err(error) => {
                diags.add_error(problems::unwritable_type::<PrivateBytes>(&error));
                None
            }
        }
    }

    /// What the resource sees; [`None`] comes with an error in `diags`.
    pub(super) fn open<'a, P>(&'a self, diags: &mut Diagnostics) -> Option<Opened<P>>
    where
        P: Serialize + Deserialize<'a>,
    {
        let candidates = [&self.marked[..], &self.bytes[..]]
            .into_iter()
            .chain(NOTHING);
        let seen = candidates
            .into_iter()
            .find_map(|bytes| rmp_serde::from_slice::<P>(bytes).ok());
        let Some(seen) = seen else {
            diags.add_error(problems::private_without_empty::<P>());
            return None;
        };
        Some(Opened {
            before: untyped(diags, &seen)?,
            seen,
        })
    }

    /// The bytes to store when the resource, shown `before`, returned `after`.
    ///
    /// What cannot be written stays as it was, with an error in `diags`: the
    /// state beside it may describe something that exists by now.
    pub(super) fn close<P: Serialize>(
        &self,
        diags: &mut Diagnostics,
        before: &Value,
        after: &P,
    ) -> Vec<u8> {
        match untyped(diags, after) {
            Some(after) if after != *before => bytes_of(diags, after),
            _ => self.bytes.clone(),
        }
    }
}

/// Private state as the resource gets it, and a copy to compare with.
pub(super) struct Opened<P> {
    pub(super) seen: P,
    pub(super) before: Value,
}

/// The bytes to store for private state that is new; none for null, and none
/// with an error in `diags` for what cannot be written.
pub(super) fn fresh<P: Serialize>(diags: &mut Diagnostics, private: &P) -> Vec<u8> {
    match untyped(diags, private) {
        Some(value) => bytes_of(diags, value),
        None => Vec::new(),
    }
}

fn bytes_of(diags: &mut Diagnostics, private: Value) -> Vec<u8> {
    match private {
        Value::Nil => Vec::new(),
        Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
            Ok([Value::String(mark), Value::Binary(bytes)]) if mark.as_str() == Some(MARK) => bytes,
            Ok(pair) => encode(diags, &Value::Array(pair.into())),
            Err(items) => encode(diags, &Value::Array(items)),
        },
        other => encode(diags, &other),
    }
}

fn encode(diags: &mut Diagnostics, private: &Value) -> Vec<u8> {
    to_msgpack(private).unwrap_or_else(|error| {
        diags.add_error(problems::unwritable_value(&error));
        Vec::new()
    })
}

#[cfg(test)]
mod tests;
