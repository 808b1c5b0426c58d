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

/// With nothing under way but waiting calls for this long, nothing more is
/// coming. Terraform starts the next call of a walk within milliseconds.
const QUIET: Duration = Duration::from_millis(200);
/// So many waiting calls may be all that Terraform runs at once (ten, unless
/// told otherwise), and what they wait for may stand in line behind them.
const FULL: usize = 8;
/// When so many wait, one goes on as soon as nothing arrived for this long.
const STALL: Duration = Duration::from_millis(30);

/// One person on one app, in whatever spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seat {
    /// The app's id where it is known, else what the configuration says.
    pub(crate) app: String,
    /// The address; compares without case.
    pub(crate) email: Email,
}

/// What the walk has seen of one seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fate {
    /// Instances that are in the state and stay.
    pub(crate) stays: u32,
    /// Instances that are in the state and go.
    pub(crate) goes: u32,
    /// Instances that are not in the state and are wanted.
    pub(crate) wanted: u32,
    /// Whether a plan to remove the person has been answered already.
    pub(crate) is_leaving: bool,
}

impl Fate {
    /// Whether more than one instance would hold the seat afterwards.
    pub(crate) fn is_claimed_twice(self) -> bool {
        self.stays + self.wanted > 1
    }

    /// Whether an instance holds the seat afterwards.
    pub(crate) fn is_claimed(self) -> bool {
        self.stays + self.wanted > 0
    }
}

/// What a wait for the missing piece ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The piece arrived, or nothing more is coming.
    Known(Fate),
    /// Too many calls waited, so this one had to go on; more may be coming.
    Pressed(Fate),
}

impl Settled {
    /// What was known in the end.
    pub(crate) fn fate(self) -> Fate {
        match self {
            Self::Known(fate) | Self::Pressed(fate) => fate,
        }
    }
}

/// Which call goes on first when too many wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wait {
    /// For a person who is wanted: can be decided again at apply.
    Arrival,
    /// For a person who goes: what is answered now is final.
    Departure,
}

/// The calls of one walk, put together.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    calls: Mutex<Calls>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Calls {
    seats: HashMap<Seat, Fate>,
    under_way: usize,
    waiting: BTreeSet<Ticket>,
    next_number: u64,
    last_change: Option<Instant>,
}

/// A place in the queue: the first in this order goes on first.
type Ticket = (Wait, u64);

/// A call under way; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    walk: &'a Walk,
}

impl Walk {
    /// Notes that a call begins.
    pub(crate) fn begin(&self) -> Call<'_> {
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
    pub(crate) fn stays(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.stays += 1)
    }

    /// Notes that an instance in the state goes. Returns what is known now.
    pub(crate) fn goes(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.goes += 1)
    }

    /// Notes that a new instance is wanted. Returns what is known now.
    pub(crate) fn wanted(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.wanted += 1)
    }

    /// Notes that an instance that was to stay is made anew instead, in the
    /// same seat. Returns what is known now.
    pub(crate) fn made_anew(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| {
            fate.stays = fate.stays.saturating_sub(1);
            fate.wanted += 1;
        })
    }

    /// Notes that the removal of a person is about to be answered, unless an
    /// instance holds the seat by now. Returns what is known now.
    pub(crate) fn leaves(&self, seat: &Seat) -> Fate {
        self.note(seat, |fate| fate.is_leaving |= !fate.is_claimed())
    }

    fn note(&self, seat: &Seat, note: impl FnOnce(&mut Fate)) -> Fate {
        self.walk.change(|calls| {
            let fate = calls.seats.entry(seat.clone()).or_default();
            note(fate);
            *fate
        })
    }

    /// Waits until `decided` holds for the seat, or nothing else is under way,
    /// or too many calls wait.
    ///
    /// Dropping the future is safe: the call stops waiting.
    pub(crate) async fn settled(
        &self,
        wait: Wait,
        seat: &Seat,
        decided: impl Fn(Fate) -> bool,
    ) -> Settled {
        let turn = Turn::take(self.walk, wait);
        loop {
            let changed = self.walk.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let (fate, patience) = turn.look(seat);
            if decided(fate) {
                return Settled::Known(fate);
            }
            match patience {
                // Whether it changed or the time is up: look again.
                Patience::For(time) => _ = tokio::time::timeout(time, changed).await,
                Patience::Quiet => return Settled::Known(fate),
                Patience::Pressed => return Settled::Pressed(fate),
            }
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.walk.change(|calls| calls.under_way -= 1);
    }
}

/// How much longer a call may wait.
#[derive(Debug, PartialEq, Eq)]
enum Patience {
    For(Duration),
    Quiet,
    Pressed,
}

/// A place in the queue of waiting calls, given up when dropped.
struct Turn<'a> {
    walk: &'a Walk,
    ticket: Ticket,
}

impl<'a> Turn<'a> {
    fn take(walk: &'a Walk, wait: Wait) -> Self {
        let ticket = walk.change(|calls| {
            calls.next_number += 1;
            let ticket = (wait, calls.next_number);
            calls.waiting.insert(ticket);
            ticket
        });
        Self { walk, ticket }
    }

    /// What is known, and how long to wait for more.
    fn look(&self, seat: &Seat) -> (Fate, Patience) {
        let calls = self.walk.calls();
        let fate = calls.seats.get(seat).copied().unwrap_or_default();
        (fate, calls.patience(self.ticket))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.walk.change(|calls| calls.waiting.remove(&self.ticket));
    }
}

impl Calls {
    fn patience(&self, ticket: Ticket) -> Patience {
        if self.under_way > self.waiting.len() {
            return Patience::For(QUIET);
        }
        let still_for = self
            .last_change
            .map_or(Duration::MAX, |last| last.elapsed());
        let (limit, end) = if self.waiting.len() < FULL {
            (QUIET, Patience::Quiet)
        } else if self.waiting.first() == Some(&ticket) {
            (STALL, Patience::Pressed)
        } else {
            return Patience::For(QUIET);
        };
        let left = limit.saturating_sub(still_for);
        if left.is_zero() {
            end
        } else {
            Patience::For(left)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

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
        let settled = call
            .settled(Wait::Arrival, &seat("a@example.com"), |fate| fate.goes > 0)
            .await;
        assert_eq!(settled, Settled::Known(Fate::default()));
        assert!(begun.elapsed() >= QUIET);
    }

    #[tokio::test(start_paused = true)]
    async fn missing_piece_ends_the_wait() {
        let walk = Walk::default();
        let (create, destroy) = (walk.begin(), walk.begin());
        let person = seat("a@example.com");
        create.wanted(&person);
        let decide = create.settled(Wait::Arrival, &person, |fate| fate.goes > 0);
        let arrive = async {
            tokio::time::sleep(QUIET * 10).await;
            destroy.goes(&person);
        };
        let (settled, ()) = tokio::join!(decide, arrive);
        assert_eq!((settled.fate().goes, settled.fate().wanted), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn call_under_way_keeps_the_others_waiting() {
        let walk = Walk::default();
        let waiting = walk.begin();
        let slow = walk.begin();
        let person = seat("a@example.com");
        let decide = waiting.settled(Wait::Arrival, &person, |_| false);
        let begun = Instant::now();
        let end = async {
            tokio::time::sleep(QUIET * 50).await;
            drop(slow);
        };
        tokio::join!(decide, end);
        assert!(begun.elapsed() >= QUIET * 50);
    }

    #[tokio::test(start_paused = true)]
    async fn first_arrival_goes_on_when_too_many_wait() {
        let walk = Walk::default();
        let calls: Vec<_> = (0..FULL).map(|_| walk.begin()).collect();
        let person = seat("a@example.com");
        let waits = calls.iter().enumerate().map(|(n, call)| {
            let wait = if n == 5 {
                Wait::Arrival
            } else {
                Wait::Departure
            };
            let person = &person;
            Box::pin(async move { (n, call.settled(wait, person, |_| false).await) })
        });
        let (first, ended) = first_of(waits.collect()).await;
        assert_eq!(first, 5);
        assert!(matches!(ended, Settled::Pressed(_)));
    }

    async fn first_of<T>(mut waits: Vec<impl Future<Output = T> + Unpin>) -> T {
        std::future::poll_fn(|context| {
            let ended =
                waits
                    .iter_mut()
                    .find_map(|wait| match std::pin::Pin::new(wait).poll(context) {
                        Poll::Ready(ended) => Some(ended),
                        Poll::Pending => None,
                    });
            ended.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    #[test]
    fn seat_that_is_claimed_is_not_left() {
        let walk = Walk::default();
        let call = walk.begin();
        let person = seat("a@example.com");
        call.wanted(&person);
        assert!(!call.leaves(&person).is_leaving);
        assert!(call.leaves(&seat("b@example.com")).is_leaving);
    }
}
