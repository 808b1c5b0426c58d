//! What is noted of one seat.

use super::{Nonce, Verdict};

/// The parts that objects have in one seat.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) read: Vec<Nonce>,
    pub(super) holders: Vec<Nonce>,
    pub(super) leavers: Vec<Nonce>,
    pub(super) is_taken: bool,
    pub(super) is_forgotten: bool,
}

impl Notes {
    /// How the seat looks to one of its objects. An object that leaves its own
    /// seat to be made anew there is alone.
    pub(super) fn verdict(&self, nonce: &Nonce) -> Verdict {
        let is_other = |other: &Nonce| other != nonce;
        if self.holders.iter().any(is_other) && self.holders.contains(nonce) {
            Verdict::HeldTwice
        } else if self
            .holders
            .iter()
            .any(|holder| self.is_left_by_other(holder))
        {
            Verdict::HeldAndLeft
        } else {
            Verdict::Free
        }
    }

    fn is_left_by_other(&self, holder: &Nonce) -> bool {
        self.leavers.iter().any(|leaver| leaver != holder)
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.read.extend(other.read);
        self.holders.extend(other.holders);
        self.leavers.extend(other.leavers);
        self.is_taken |= other.is_taken;
        self.is_forgotten |= other.is_forgotten;
    }
}

/// Adds a mark that is not there yet.
pub(super) fn add(nonces: &mut Vec<Nonce>, nonce: &Nonce) {
    if !nonces.contains(nonce) {
        nonces.push(nonce.clone());
    }
}
