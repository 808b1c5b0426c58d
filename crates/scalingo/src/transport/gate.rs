//! The arithmetic of the rate limit's gate. It never waits and reads no clock: instants are handed in.

use std::time::Duration;

use tokio::time::Instant;

/// Calls per window that Scalingo documents for a user.
const DOCUMENTED: u32 = 60;
/// The most calls in flight. Terraform's own default is ten.
const MOST_IN_FLIGHT: u32 = 16;
/// Calls in flight right after a refusal; each accepted call adds one.
const FEWEST_IN_FLIGHT: u32 = 2;
/// A budget never falls below this: trying costs at most the calls in flight, and a process that was crowded out must
/// notice soon that it is alone again.
const LEAST: u32 = 6;
/// A window's calls are spread over its first sixteenth: slow enough for another process to get its share before the
/// limit is used up, quick enough that the last window costs hardly more than its beginning.
const SPREAD: u32 = 16;

/// Decides who may be sent when.
///
/// Until the first refusal only the number of calls in flight is bounded. A refusal closes the gate for everybody.
/// From then on each window has a budget: at first the documented limit (or what one window was seen to take), later
/// what the window took before it refused, growing again while nothing is refused, because another process may share
/// the limit and may end.
#[derive(Debug)]
pub(crate) struct Gate {
    window: Duration,
    in_flight: u32,
    most_in_flight: u32,
    closed_until: Option<Instant>,
    seen: Seen,
    pacing: Option<Pacing>,
    /// Counts the openings, so that a refusal from before the present one is known as old.
    opening: u64,
}

/// What the server's present window took, before anything was refused.
#[derive(Debug, Default)]
struct Seen {
    window: Option<u128>,
    accepted: u32,
}

/// The account of one window after the first refusal.
#[derive(Debug)]
struct Pacing {
    opened: Instant,
    next: Instant,
    budget: u32,
    most: u32,
    admitted: u32,
    accepted: u32,
    refused: bool,
}

/// Proof that a call was let through. It goes back with [`Gate::answered`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket {
    opening: u64,
}

/// The gate's answer to a call that wants through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Go on.
    Go(Ticket),
    /// Not before this instant.
    Wait(Instant),
    /// Not before another call has its reply.
    Full,
}

/// How a call that was let through ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Within the limit; with the number of the server's window, where its clock is known.
    Accepted { window: Option<u128> },
    /// Refused with 429; nobody may go for this long.
    Refused { wait: Duration },
    /// No reply, so nothing learned.
    Nothing,
}

impl Gate {
    pub(crate) fn new(window: Duration) -> Self {
        Self {
            window,
            in_flight: 0,
            most_in_flight: MOST_IN_FLIGHT,
            closed_until: None,
            seen: Seen::default(),
            pacing: None,
            opening: 0,
        }
    }

    /// Asks for one call.
    pub(crate) fn admit(&mut self, now: Instant) -> Admission {
        if let Some(until) = self.closed_until {
            if now < until {
                return Admission::Wait(until);
            }
            self.closed_until = None;
            self.open(until, now);
        }
        if let Some(wait) = self.paced(now) {
            return Admission::Wait(wait);
        }
        if self.in_flight >= self.most_in_flight {
            return Admission::Full;
        }
        self.in_flight += 1;
        if let Some(pacing) = &mut self.pacing {
            pacing.admit(now, self.window);
        }
        Admission::Go(Ticket {
            opening: self.opening,
        })
    }

    /// Takes a ticket back.
    pub(crate) fn answered(&mut self, ticket: Ticket, answer: Answer, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        match answer {
            Answer::Accepted { window } => self.accepted(ticket, window),
            Answer::Refused { wait } if ticket.opening == self.opening => self.refused(wait, now),
            Answer::Refused { .. } | Answer::Nothing => {}
        }
    }

    /// Whether the limit was met, so that a wait for one's turn is due to it.
    pub(crate) fn is_limited(&self) -> bool {
        self.pacing.is_some()
    }

    /// Number of the present opening; the gate closes at most once in each.
    pub(crate) fn opening(&self) -> u64 {
        self.opening
    }

    fn accepted(&mut self, ticket: Ticket, window: Option<u128>) {
        self.most_in_flight = (self.most_in_flight + 1).min(MOST_IN_FLIGHT);
        match &mut self.pacing {
            None => self.seen.accepted(window),
            Some(pacing) if ticket.opening == self.opening => pacing.accepted += 1,
            Some(_) => {}
        }
    }

    fn refused(&mut self, wait: Duration, now: Instant) {
        self.most_in_flight = FEWEST_IN_FLIGHT;
        let until = now + wait;
        self.closed_until = Some(
            self.closed_until
                .map_or(until, |earlier| earlier.max(until)),
        );
        match &mut self.pacing {
            Some(pacing) => pacing.refused = true,
            None => self.pacing = Some(Pacing::first(self.seen.accepted, now)),
        }
    }

    /// When the window's budget or its spread says "later".
    fn paced(&mut self, now: Instant) -> Option<Instant> {
        let end = self.pacing.as_ref()?.opened + self.window;
        if now >= end {
            self.open(end, now);
        }
        let pacing = self.pacing.as_ref()?;
        if pacing.admitted >= pacing.budget {
            return Some(pacing.opened + self.window);
        }
        (now < pacing.next).then_some(pacing.next)
    }

    /// Begins the window that `now` lies in, counted in whole windows from `from`.
    fn open(&mut self, from: Instant, now: Instant) {
        self.opening += 1;
        let late = now.saturating_duration_since(from).as_nanos();
        let whole = late.checked_div(self.window.as_nanos()).unwrap_or_default();
        let skipped = self
            .window
            .saturating_mul(u32::try_from(whole).unwrap_or(u32::MAX));
        if let Some(pacing) = &mut self.pacing {
            pacing.open(from.checked_add(skipped).unwrap_or(now));
        }
    }
}

impl Seen {
    fn accepted(&mut self, window: Option<u128>) {
        if self.window != window {
            *self = Self {
                window,
                accepted: 0,
            };
        }
        self.accepted += 1;
    }
}

impl Pacing {
    /// The account that the first refusal opens. Its own window may have been begun by somebody else, so a small
    /// number says nothing.
    fn first(seen: u32, now: Instant) -> Self {
        let budget = seen.max(DOCUMENTED);
        Self {
            opened: now,
            next: now,
            budget,
            most: budget,
            admitted: 0,
            accepted: budget,
            refused: true,
        }
    }

    fn admit(&mut self, now: Instant, window: Duration) {
        self.admitted += 1;
        self.next = now + window / SPREAD / self.budget.max(1);
    }

    /// Learns from the window that ends and begins the next.
    fn open(&mut self, at: Instant) {
        if self.refused {
            self.budget = self.accepted.clamp(LEAST, self.most);
        } else if self.admitted >= self.budget {
            self.budget = self.budget.saturating_mul(2).min(self.most);
        }
        self.opened = at;
        self.next = at;
        self.admitted = 0;
        self.accepted = 0;
        self.refused = false;
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a missing window fails the test")]
mod tests;
