//! Private state that is kept exactly as it is stored.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The private state of every resource: bytes.
///
/// Terraform stores them beside the state, and they may come from another
/// provider. A resource gets whatever is stored, be it empty, JSON or noise,
/// and what it gives back is stored byte for byte.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<PrivateBytes> for Vec<u8> {
    fn from(private: PrivateBytes) -> Self {
        private.0
    }
}

/// Shows only how many bytes there are: they may hold a secret.
impl fmt::Debug for PrivateBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateBytes({} bytes)", self.0.len())
    }
}
