//! Who holds and who leaves each seat in one walk of Terraform.
//!
//! A *seat* is one person on one app or database. Terraform tells a provider
//! about one instance at a time, in no order and never with its address, so the
//! calls of a walk leave notes here. Whoever comes second and makes a seat held
//! twice, or held and left, learns it at once: nobody waits, and the order of
//! the calls does not change the verdict.
//!
//! A process usually serves one walk. `terraform test` keeps it for plan, apply
//! and the next run, and nothing announces a new walk: reading an object that
//! was planned to stay begins one (one that goes is read after its plan), and
//! so does the change from applying back to planning; `arrivals` knows new
//! objects again. Nothing of an earlier walk refuses or keeps anybody.

mod arrivals;
mod notes;
mod teams;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use scalingo::Email;

use arrivals::Arrivals;
pub(crate) use arrivals::Written;
use notes::{Notes, add};
pub(crate) use teams::Rivals;

/// One person on one app or database, by every name that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    /// The id of the app or database, its text in the configuration while the
    /// id is not known, or both where nobody can be asked.
    pub(crate) apps: Vec<String>,
    /// The address; compares without letter case.
    pub(crate) email: Email,
    /// The collaborator id, once there is one.
    pub(crate) id: Option<String>,
}

/// The mark that tells two objects of one seat apart.
pub(crate) type Nonce = String;

/// A mark that no object has yet.
pub(crate) fn fresh_nonce() -> Nonce {
    format!("{:016x}", fastrand::u64(..))
}

/// What a note found out about its seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nobody else has a part in the seat.
    Free,
    /// Another object holds the seat too.
    HeldTwice,
    /// One object holds the seat, another one leaves it.
    HeldAndLeft,
    /// A team has everybody on the app, and this object is not of it.
    BesideTeam,
}

/// What the calls of this process have noted; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seats(Arc<Mutex<Walk>>);

#[derive(Debug, Default)]
struct Walk {
    phase: Phase,
    held: HashSet<Nonce>,
    index: HashMap<Name, usize>,
    notes: HashMap<usize, Notes>,
    next: usize,
    apps: teams::Apps,
    arrivals: Arrivals,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Plan,
    /// Known from a call that only an apply makes.
    Apply,
    /// Announced by Terraform, which then announces the end of it as well.
    AnnouncedApply,
}

/// One of the names of a seat.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Name {
    Email(String, Email),
    Id(String, String),
}

impl Seat {
    fn names(&self) -> Vec<Name> {
        let names = |app: &String| {
            let id = self.id.clone().map(|id| Name::Id(app.clone(), id));
            [Some(Name::Email(app.clone(), self.email.clone())), id]
        };
        self.apps.iter().flat_map(names).flatten().collect()
    }
}

impl Seats {
    /// Begins a new walk: a process that serves a debugger is configured anew
    /// by each.
    pub(crate) fn begin(&self) {
        *self.walk() = Walk::default();
    }

    /// Notes what a plan tells of the walk: Terraform (not `OpenTofu`) allows
    /// deferral in the plans of an apply and nowhere else.
    pub(crate) fn plans(&self, allows_deferral: bool) {
        let mut walk = self.walk();
        match (walk.phase, allows_deferral) {
            (Phase::AnnouncedApply, false) => walk.renew(Phase::Plan),
            (Phase::Plan, true) => walk.renew(Phase::AnnouncedApply),
            _ => {}
        }
    }

    /// Notes that core validates what an instance, or a whole resource, says.
    pub(crate) fn validates(&self, written: Written) {
        self.walk().arrivals.validates(written);
    }

    /// Notes what the configuration says of an object that is in the state.
    pub(crate) fn plans_as(&self, written: &Written) {
        self.walk().arrivals.plans(written);
    }

    /// The mark of a new object. One that an earlier walk of this process planned
    /// keeps its mark.
    pub(crate) fn mark(&self, written: Written) -> Nonce {
        self.walk().arrivals.mark(written)
    }

    /// Notes that an object of the state is read. Its nonce is none where
    /// another provider wrote the state.
    pub(crate) fn reads(&self, seat: &Seat, nonce: Option<&Nonce>) {
        let mut walk = self.walk();
        let is_held = nonce.is_some_and(|nonce| walk.held.contains(nonce));
        if is_held || walk.phase != Phase::Plan {
            walk.renew(Phase::Plan);
        }
        let nonce = nonce.cloned().unwrap_or_default();
        walk.notes(seat).read.push(nonce);
    }

    /// Whether this walk has read an object that had the seat, beside the one
    /// with this nonce.
    pub(crate) fn has_read_other(&self, seat: &Seat, nonce: &Nonce) -> bool {
        let mut walk = self.walk();
        walk.notes(seat).read.iter().any(|read| read != nonce)
    }

    /// Whether this walk is an apply.
    pub(crate) fn is_apply(&self) -> bool {
        self.walk().phase != Phase::Plan
    }

    /// Notes that an object of the state, or a new one, is to hold the seat.
    pub(crate) fn holds(&self, seat: &Seat, nonce: &Nonce) -> Verdict {
        self.plan(|walk| {
            walk.held.insert(nonce.clone());
            let is_beside_team = walk.apps.has_holder(seat, nonce);
            let notes = walk.notes(seat);
            add(&mut notes.holders, nonce);
            match notes.verdict(nonce) {
                Verdict::Free | Verdict::HeldTwice if is_beside_team => Verdict::BesideTeam,
                verdict => verdict,
            }
        })
    }

    /// Notes that a team has everybody on an app, given by all its names, but
    /// those whom it ignores. Said before the team holds its seats.
    pub(crate) fn has_team(
        &self,
        apps: &[String],
        nonce: &Nonce,
        ignored: &BTreeSet<Email>,
    ) -> Rivals {
        let mut walk = self.walk();
        if walk.phase != Phase::Plan {
            return Rivals::default();
        }
        walk.held.insert(nonce.clone());
        walk.apps.has_team(apps, nonce, ignored)
    }

    /// Notes that an object of the state is to leave the seat; what it held
    /// before in this walk is void.
    pub(crate) fn leaves(&self, seat: &Seat, nonce: &Nonce) -> Verdict {
        self.plan(|walk| {
            walk.apps.leaves(&seat.apps, nonce);
            let notes = walk.notes(seat);
            notes.holders.retain(|holder| holder != nonce);
            add(&mut notes.leavers, nonce);
            notes.verdict(nonce)
        })
    }

    /// Notes that a new object takes the seat now, at apply. False when another
    /// one of this apply has it.
    pub(crate) fn takes(&self, seat: &Seat) -> bool {
        let mut walk = self.apply();
        let notes = walk.notes(seat);
        !std::mem::replace(&mut notes.is_taken, true)
    }

    /// Whether an object took the seat in this apply.
    pub(crate) fn is_taken(&self, seat: &Seat) -> bool {
        self.walk().notes(seat).is_taken
    }

    /// Notes that the state forgets an object, while the person stays.
    pub(crate) fn forgets(&self, seat: &Seat) {
        self.apply().notes(seat).is_forgotten = true;
    }

    /// Whether an object of the seat was forgotten in this apply.
    pub(crate) fn is_forgotten(&self, seat: &Seat) -> bool {
        self.walk().notes(seat).is_forgotten
    }

    /// Notes that the person is off the app, or was not invited after all.
    pub(crate) fn empties(&self, seat: &Seat) {
        self.apply().notes(seat).is_taken = false;
    }

    /// Plans of an apply decide nothing about others: the plan before did.
    fn plan(&self, note: impl FnOnce(&mut Walk) -> Verdict) -> Verdict {
        let mut walk = self.walk();
        if walk.phase == Phase::Plan {
            note(&mut walk)
        } else {
            Verdict::Free
        }
    }

    fn apply(&self) -> MutexGuard<'_, Walk> {
        let mut walk = self.walk();
        if walk.phase == Phase::Plan {
            walk.phase = Phase::Apply;
        }
        walk
    }

    fn walk(&self) -> MutexGuard<'_, Walk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Walk {
    /// Another walk of the same process.
    fn renew(&mut self, phase: Phase) {
        *self = Self {
            phase,
            arrivals: std::mem::take(&mut self.arrivals),
            ..Self::default()
        };
    }

    /// The notes of a seat. What was noted under different names of one seat
    /// comes together once a call knows them all.
    fn notes(&mut self, seat: &Seat) -> &mut Notes {
        let names = seat.names();
        let mut known: Vec<usize> = names
            .iter()
            .filter_map(|name| self.index.get(name).copied())
            .collect();
        known.sort_unstable();
        known.dedup();
        let place = self.merged(&known);
        self.index
            .extend(names.into_iter().map(|name| (name, place)));
        self.notes.entry(place).or_default()
    }

    fn merged(&mut self, known: &[usize]) -> usize {
        let Some((&first, others)) = known.split_first() else {
            self.next += 1;
            return self.next;
        };
        for other in others {
            let moved = self.notes.remove(other).unwrap_or_default();
            self.notes.entry(first).or_default().merge(moved);
            for place in self.index.values_mut().filter(|place| *place == other) {
                *place = first;
            }
        }
        first
    }
}

#[cfg(test)]
mod tests;
