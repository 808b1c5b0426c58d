//! What one walk of Terraform has seen of each person: in the state, staying,
//! going, wanted.
//!
//! Terraform tells a provider about one instance at a time, in no order, and
//! never its address. A person who goes at one address and comes at another is
//! nobody to be removed, and one person wanted twice is a mistake: both show
//! only when the pieces are put together. A call that cannot decide alone waits
//! until the missing piece arrives, or until nothing else is under way.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use scalingo::Email;
use tokio::sync::Notify;
use tokio::time::Instant;

/// With nothing under way for this long, nothing more is coming. Terraform
/// starts the next call of a walk within a few milliseconds.
const QUIET: Duration = Duration::from_millis(200);
/// Terraform runs ten calls at once unless told otherwise. So many may wait
/// before the oldest has to go on, or the pieces could never arrive.
const MOST_WAITING: usize = 8;

/// One person on one app, in whatever spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seat {
    /// The app's id where it is known, else what the configuration says.
    pub app: String,
    /// The address; compares without case.
    pub email: Email,
}

/// What the walk has seen of one seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Instances that are in the state and stay.
    pub stays: u32,
    /// Instances that are in the state and go.
    pub goes: u32,
    /// Instances that are not in the state and are wanted.
    pub wanted: u32,
}

impl Fate {
    /// Whether more than one instance would hold the seat afterwards.
    pub fn is_claimed_twice(self) -> bool {
        self.stays + self.wanted > 1
    }

    /// Whether an instance holds the seat afterwards.
    pub fn is_claimed(self) -> bool {
        self.stays + self.wanted > 0
    }
}

/// The calls of one walk, put together.
#[derive(Debug, Default)]
pub struct Walk {
    calls: Mutex<Calls>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Calls {
    seats: HashMap<Seat, Fate>,
    under_way: usize,
    waiting: BTreeSet<u64>,
    next_ticket: u64,
    last_change: Option<Instant>,
}

/// A call under way; it ends when this is dropped.
#[derive(Debug)]
pub struct Call<'a> {
    walk: &'a Walk,
}

impl Walk {
    /// Notes that a call begins.
    pub fn begin(&self) -> Call<'_> {
        self.change(|calls| calls.under_way += 1);
        Call { walk: self }
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Calls) -> T) -> T {
        let mut calls = self.calls();
        calls.last_change = Some(Instant::now());
        let value = change(&mut calls);
        drop(calls);
        self.changed.notify_waiters();
        value
    }
}

impl Call<'_> {
    /// Notes that an instance in the state stays. Returns what is known now.
    pub fn stays(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.stays += 1)
    }

    /// Notes that an instance in the state goes. Returns what is known now.
    pub fn goes(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.goes += 1)
    }

    /// Notes that a new instance is wanted. Returns what is known now.
    pub fn wanted(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.wanted += 1)
    }

    fn note(&self, seat: &Seat, note: impl FnOnce(&mut Fate)) -> Fate {
        self.walk.change(|calls| {
            let fate = calls.seats.entry(seat.clone()).or_default();
            note(fate);
            *fate
        })
    }

    /// Waits until `decided` holds for the seat, or nothing else is under way,
    /// or too many calls wait; returns what is known then.
    ///
    /// Dropping the future is safe: the call stops waiting.
    pub async fn settled(&self, seat: &Seat, decided: impl Fn(Fate) -> bool) -> Fate {
        let turn = Turn::take(self.walk);
        loop {
            let changed = self.walk.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let (fate, wait) = turn.look(seat);
            match wait {
                Some(wait) if !decided(fate) => {
                    _ = tokio::time::timeout(wait, changed).await;
                }
                _ => return fate,
            }
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.walk.change(|calls| calls.under_way -= 1);
    }
}

/// A place in the queue of waiting calls, given up when dropped.
struct Turn<'a> {
    walk: &'a Walk,
    ticket: u64,
}

impl<'a> Turn<'a> {
    fn take(walk: &'a Walk) -> Self {
        let ticket = walk.change(|calls| {
            calls.next_ticket += 1;
            calls.waiting.insert(calls.next_ticket);
            calls.next_ticket
        });
        Self { walk, ticket }
    }

    /// What is known, and how long to wait for more at most; none when this
    /// call has to decide now.
    fn look(&self, seat: &Seat) -> (Fate, Option<Duration>) {
        let calls = self.walk.calls();
        let fate = calls.seats.get(seat).copied().unwrap_or_default();
        let is_oldest = calls.waiting.first() == Some(&self.ticket);
        if is_oldest && calls.waiting.len() > MOST_WAITING {
            return (fate, None);
        }
        if calls.under_way > calls.waiting.len() {
            return (fate, Some(QUIET));
        }
        let quiet_for = calls.last_change.map_or(QUIET, |last| last.elapsed());
        let left = QUIET.checked_sub(quiet_for);
        (fate, left.filter(|left| !left.is_zero()))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.walk.change(|calls| calls.waiting.remove(&self.ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(email: &str) -> Seat {
        Seat {
            app: "my-app".to_owned(),
            email: Email::as_given(email),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn letter_case_is_the_same_seat() {
        let walk = Walk::default();
        let call = walk.begin();
        call.goes(&seat("User1@Example.com"));
        assert_eq!(call.wanted(&seat("user1@example.com")).goes, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn alone_a_call_decides_after_the_quiet_time() {
        let walk = Walk::default();
        let call = walk.begin();
        let begun = Instant::now();
        let fate = call
            .settled(&seat("a@example.com"), |fate| fate.goes > 0)
            .await;
        assert_eq!(fate, Fate::default());
        assert!(begun.elapsed() >= QUIET);
    }

    #[tokio::test(start_paused = true)]
    async fn missing_piece_ends_the_wait() {
        let walk = Walk::default();
        let (create, destroy) = (walk.begin(), walk.begin());
        let person = seat("a@example.com");
        create.wanted(&person);
        let decide = create.settled(&person, |fate| fate.goes > 0);
        let arrive = async {
            tokio::time::sleep(QUIET * 10).await;
            destroy.goes(&person);
        };
        let (fate, ()) = tokio::join!(decide, arrive);
        assert_eq!((fate.goes, fate.wanted), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn call_under_way_keeps_the_others_waiting() {
        let walk = Walk::default();
        let waiting = walk.begin();
        let slow = walk.begin();
        let person = seat("a@example.com");
        let decide = waiting.settled(&person, |_| false);
        let begun = Instant::now();
        let end = async {
            tokio::time::sleep(QUIET * 50).await;
            drop(slow);
        };
        tokio::join!(decide, end);
        assert!(begun.elapsed() >= QUIET * 50);
    }

    #[tokio::test(start_paused = true)]
    async fn oldest_goes_on_when_too_many_wait() {
        let walk = Walk::default();
        let calls: Vec<_> = (0..=MOST_WAITING).map(|_| walk.begin()).collect();
        let person = seat("a@example.com");
        let begun = Instant::now();
        let mut waits: Vec<_> = calls
            .iter()
            .map(|call| Box::pin(call.settled(&person, |_| false)))
            .collect();
        let mut finished = 0;
        std::future::poll_fn(|context| {
            finished = waits
                .iter_mut()
                .filter_map(|wait| match wait.as_mut().poll(context) {
                    std::task::Poll::Ready(_) => Some(()),
                    std::task::Poll::Pending => None,
                })
                .count();
            std::task::Poll::Ready(())
        })
        .await;
        assert_eq!(finished, 0, "the last to arrive makes the queue too long");
        waits.remove(0).await;
        assert!(begun.elapsed() < QUIET);
    }
}
