//! Private bytes through the types that resources use.

use std::collections::BTreeMap;

use proptest::prelude::proptest;
use tf_provider::Diagnostics;
use tf_provider::value::ValueEmpty;

use super::{Opened, Stored, fresh};
use crate::private::PrivateBytes;

type Own = BTreeMap<String, i64>;

fn stored(bytes: &[u8]) -> Result<Stored, &'static str> {
    Stored::new(&mut Diagnostics::default(), bytes.to_vec()).ok_or("not taken")
}

#[test]
fn raw_bytes_are_seen_as_they_are() -> Result<(), &'static str> {
    let stored = stored(b"\xc1 noise")?;
    let opened: Opened<PrivateBytes> = stored
        .open(&mut Diagnostics::default())
        .ok_or("not opened")?;
    assert_eq!(opened.seen.as_slice(), b"\xc1 noise");
    Ok(())
}

#[test]
fn changed_private_state_is_stored_and_unchanged_one_is_not_touched() -> Result<(), &'static str> {
    let mut diags = Diagnostics::default();
    // A map of one entry in a longer encoding than ours.
    let bytes = [0xde, 0, 1, 0xa1, b'a', 0xd1, 0, 7];
    let stored = stored(&bytes)?;
    let opened: Opened<Own> = stored.open(&mut diags).ok_or("not opened")?;
    assert_eq!(opened.seen, Own::from([("a".to_owned(), 7)]));
    assert_eq!(
        stored.close(&mut diags, &opened.before, &opened.seen),
        bytes
    );
    let changed = Own::from([("a".to_owned(), 8)]);
    let closed = stored.close(&mut diags, &opened.before, &changed);
    assert_eq!(closed, [0x81, 0xa1, b'a', 8]);
    Ok(())
}

#[test]
fn foreign_bytes_are_seen_as_nothing_and_kept() -> Result<(), &'static str> {
    let mut diags = Diagnostics::default();
    let stored = stored(br#"{"schema_version":"1"}"#)?;
    let opened: Opened<Own> = stored.open(&mut diags).ok_or("not opened")?;
    assert!(opened.seen.is_empty());
    let closed = stored.close(&mut diags, &opened.before, &opened.seen);
    assert_eq!(closed, br#"{"schema_version":"1"}"#);
    let opened: Opened<ValueEmpty> = stored.open(&mut diags).ok_or("not opened")?;
    let closed = stored.close(&mut diags, &opened.before, &opened.seen);
    assert_eq!(closed, br#"{"schema_version":"1"}"#);
    assert!(diags.errors.is_empty());
    Ok(())
}

#[test]
fn type_that_cannot_be_empty_is_an_error() -> Result<(), &'static str> {
    let mut diags = Diagnostics::default();
    assert!(stored(b"")?.open::<u8>(&mut diags).is_none());
    assert_eq!(diags.errors.len(), 1);
    Ok(())
}

#[test]
fn nothing_is_stored_for_null() {
    let mut diags = Diagnostics::default();
    assert!(fresh(&mut diags, &()).is_empty());
    assert!(fresh(&mut diags, &PrivateBytes::default()).is_empty());
    assert_eq!(fresh(&mut diags, &PrivateBytes::new(vec![1, 2])), [1, 2]);
}

proptest! {
    #[test]
    fn any_raw_bytes_come_back(bytes: Vec<u8>) {
        let mut diags = Diagnostics::default();
        let stored = Stored::new(&mut diags, bytes.clone());
        let closed = stored.as_ref().and_then(|stored| {
            let opened: Opened<PrivateBytes> = stored.open(&mut diags)?;
            assert_eq!(opened.seen.as_slice(), bytes.as_slice());
            Some(stored.close(&mut diags, &opened.before, &opened.seen))
        });
        proptest::prop_assert_eq!(closed, Some(bytes));
    }
}
