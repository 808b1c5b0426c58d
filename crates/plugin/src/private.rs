//! Private state that is kept exactly as it is stored.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Stands in front of the bytes on their way between the server and the
/// resource, so that no other type takes them for its own content.
pub(crate) const MARK: &str = "plugin::PrivateBytes";

/// Private state of a resource that keeps nothing in it, or wants the raw bytes.
///
/// Terraform stores private bytes beside the state and they may come from
/// another provider. A resource that names this type as its
/// [`PrivateState`](tf_provider::Resource::PrivateState) gets whatever is
/// stored, be it empty, JSON or noise, and gives it back byte for byte.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PrivateBytes(Vec<u8>);

impl PrivateBytes {
    /// Private state with these bytes; empty bytes mean that there is none.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes as they are stored.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

/// Shows only how many bytes there are: they may hold a secret.
impl fmt::Debug for PrivateBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateBytes({} bytes)", self.0.len())
    }
}

impl Serialize for PrivateBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (MARK, rmpv::Value::Binary(self.0.clone())).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PrivateBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match <(String, rmpv::Value)>::deserialize(deserializer)? {
            (mark, rmpv::Value::Binary(bytes)) if mark == MARK => Ok(Self(bytes)),
            _ => Err(D::Error::custom("not marked as private bytes")),
        }
    }
}
