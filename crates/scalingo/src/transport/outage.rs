//! What one call learned about an outage, so that not everybody has to.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::call::{Call, Repeat};
use super::reply::Reply;
use crate::{CallName, Error};

/// How long the failure of a read answers everybody who asks for the same, counted from the last failure of any call:
/// a call that is never answered takes longer than this.
const REMEMBERED: Duration = Duration::from_secs(5);
/// The same, counted from that failure itself.
const LONGEST_REMEMBERED: Duration = Duration::from_mins(5);
/// How long after a failure every other call is tried once only.
const IMPATIENT: Duration = Duration::from_secs(10);

/// The failures that lasted for a whole cycle of attempts, as long as they count.
#[derive(Debug, Default)]
pub(crate) struct Outage(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// When a call failed last, whatever has been answered since.
    failed: Option<Instant>,
    /// When the API was not available last, if nothing has been answered since.
    unavailable: Option<Instant>,
    reads: HashMap<CallName, (Instant, Error)>,
}

impl Outage {
    /// How the same read failed a moment ago.
    pub(crate) fn failure_of(&self, call: &Call) -> Option<Error> {
        let known = self.lock();
        let (at, error) = known.reads.get(&call.name)?;
        let is_recent = is_within(known.failed, REMEMBERED);
        (is_recent && at.elapsed() < LONGEST_REMEMBERED).then(|| error.clone())
    }

    /// Whether the API was not available a moment ago.
    pub(crate) fn is_on(&self) -> bool {
        is_within(self.lock().unavailable, IMPATIENT)
    }

    /// Takes notice of how a call ended, which was tried only `once` because of an outage or as often as usual. Only
    /// what every caller would meet counts as a failure.
    pub(crate) fn learn(&self, call: &Call, once: bool, result: &Result<Reply, Error>) {
        match result {
            Err(Error::Cancelled { .. } | Error::Setup { .. }) => {}
            Err(error @ (Error::Unavailable { .. } | Error::RateLimited { .. })) => {
                self.remember(call, error, once || tried_again(error));
            }
            Err(error @ Error::Unreachable { .. }) => self.remember(call, error, false),
            _ => {
                let mut known = self.lock();
                known.unavailable = None;
                known.reads.remove(&call.name);
            }
        }
    }

    fn remember(&self, call: &Call, error: &Error, is_outage: bool) {
        let now = Instant::now();
        let mut known = self.lock();
        known.failed = Some(now);
        if is_outage {
            known.unavailable = Some(now);
        }
        if call.repeat == Repeat::Read {
            known.reads.insert(call.name.clone(), (now, error.clone()));
        }
        known
            .reads
            .retain(|_, (at, _)| at.elapsed() < LONGEST_REMEMBERED);
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the call met the fault again after a wait. Who has not the patience to wait for the rate limit, or sends
/// what must not be repeated, has learned nothing about the others' chances.
fn tried_again(error: &Error) -> bool {
    match error {
        Error::Unavailable { patience, .. } | Error::RateLimited { patience, .. } => {
            patience.attempts > 1
        }
        _ => false,
    }
}

fn is_within(at: Option<Instant>, time: Duration) -> bool {
    at.is_some_and(|at| at.elapsed() < time)
}
