//! SHA-256, in the spelling of `SHA256SUMS`.

use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};

/// The lower-case hexadecimal SHA-256 of these bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes)
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The same of a file's content.
pub(crate) fn of_file(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(of(&bytes))
}

#[cfg(test)]
mod tests {
    #[test]
    fn checksum_is_the_published_one_of_abc() {
        assert_eq!(
            super::of(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
