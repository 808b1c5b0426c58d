//! New objects, which one process may plan in several walks.
//!
//! A walk that finds an empty state reads nothing. All that tells it from the
//! one before is that core validates the whole configuration first, and then
//! each instance before its plan. So what was validated twice since its plan is
//! planned in another walk, and is the same object. The first of the two may be
//! less known than the instance (`each.key` is not known yet), and nothing is
//! planned like it.

use std::collections::HashMap;

use super::{Nonce, fresh_nonce};

/// What the configuration says of an object: the app, and of a single person
/// the address too; none for what is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Written(pub(crate) Vec<Option<String>>);

/// What core validated and planned of new objects.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    validated: HashMap<Written, usize>,
    planned: HashMap<Written, Vec<Planned>>,
    /// What was validated, not known, and not planned since.
    open: usize,
}

/// A new object, as it was when it was planned.
#[derive(Debug)]
struct Planned {
    nonce: Nonce,
    validated: usize,
    open: usize,
}

impl Written {
    fn is_known(&self) -> bool {
        self.0.iter().all(Option::is_some)
    }
}

impl Arrivals {
    /// Notes that core validates what is written.
    pub(super) fn validates(&mut self, written: Written) {
        if written.is_known() {
            *self.validated.entry(written).or_default() += 1;
        } else {
            self.open += 1;
        }
    }

    /// Notes that core plans what is written.
    pub(super) fn plans(&mut self, written: &Written) {
        if !written.is_known() {
            self.open = self.open.saturating_sub(1);
        }
    }

    /// The mark of a new object: the one it has from an earlier walk, or a fresh
    /// one.
    pub(super) fn mark(&mut self, written: Written) -> Nonce {
        self.plans(&written);
        let mut now = Planned {
            nonce: fresh_nonce(),
            validated: self.validated.get(&written).copied().unwrap_or_default(),
            open: self.open,
        };
        let planned = self.planned.entry(written).or_default();
        let earlier = planned.iter().position(|before| now.is_renewed(before));
        if let Some(earlier) = earlier.map(|place| planned.swap_remove(place)) {
            now.nonce = earlier.nonce;
        }
        let nonce = now.nonce.clone();
        planned.push(now);
        nonce
    }
}

impl Planned {
    fn is_renewed(&self, before: &Self) -> bool {
        match self.validated - before.validated {
            0 => false,
            1 => self.open > before.open,
            _ => true,
        }
    }
}
