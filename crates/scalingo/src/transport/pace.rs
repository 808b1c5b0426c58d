//! The gate that every call of the process passes, so that the rate limit is met once and not by each caller.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use tokio::sync::Notify;
use tokio::time::Instant;
use tracing::warn;

use super::call::Call;
use super::gate::{Admission, Answer, Gate, Ticket};
use super::reopen::{wait_after_refusal, window_number};
use super::reply::{Failure, Reply};
use super::scope::Scope;
use super::service::Service;

/// Waits at the gate above this are announced.
const WORTH_SAYING: Duration = Duration::from_secs(3);
/// Standing in line behind a caller who goes through at once is not waiting, however short the patience.
const SHORTEST_TURN: Duration = Duration::from_secs(1);

/// Lets calls through one by one, in the order they came.
pub(crate) struct Pace<S> {
    inner: S,
    window: Duration,
    state: Mutex<State>,
    /// The line before the gate: its head holds this while it waits. That is the lock's only purpose.
    line: tokio::sync::Mutex<()>,
    /// Tells the head of the line that a call has ended.
    changed: Notify,
}

struct State {
    gate: Gate,
    /// The opening whose closing was announced.
    announced: Option<u64>,
    /// Time during which calls stood at the closed gate, since last asked.
    waited: Duration,
}

/// A place beyond the gate; given back with what was learned, or with nothing when the call is dropped.
struct Pass<'a, S> {
    pace: &'a Pace<S>,
    ticket: Ticket,
    answer: Answer,
}

impl<S> Pace<S> {
    pub(crate) fn new(inner: S, window: Duration) -> Self {
        let state = State {
            gate: Gate::new(window),
            announced: None,
            waited: Duration::ZERO,
        };
        Self {
            inner,
            window,
            state: Mutex::new(state),
            line: tokio::sync::Mutex::new(()),
            changed: Notify::new(),
        }
    }

    /// How long calls waited since this was last asked; none when no wait was worth saying.
    pub(crate) fn take_wait_notice(&self) -> Option<Duration> {
        let waited = std::mem::take(&mut self.lock().waited);
        (!waited.is_zero()).then_some(waited)
    }

    async fn enter(&self, scope: &Scope) -> Result<Pass<'_, S>, Failure> {
        let in_vain = scope.deadline().max(Instant::now() + SHORTEST_TURN);
        let _head = self.line_up(in_vain, scope).await?;
        loop {
            if scope.is_cancelled() {
                return Err(Failure::Cancelled { sent: false });
            }
            let admission = self.lock().gate.admit(Instant::now());
            match admission {
                Admission::Go(ticket) => return Ok(self.pass(ticket)),
                Admission::Wait(until) if until > in_vain => return Err(Failure::Limited),
                Admission::Wait(until) => self.stand(Some(until), scope).await,
                Admission::Full => self.stand(None, scope).await,
            }
        }
    }

    /// Waits for the head of the line. Only the rate limit makes this fail: slow replies alone do not.
    async fn line_up(
        &self,
        in_vain: Instant,
        scope: &Scope,
    ) -> Result<tokio::sync::MutexGuard<'_, ()>, Failure> {
        let head = self.line.lock();
        tokio::pin!(head);
        let mut in_vain = in_vain;
        loop {
            tokio::select! {
                biased;
                head = &mut head => return Ok(head),
                () = scope.cancelled() => return Err(Failure::Cancelled { sent: false }),
                () = tokio::time::sleep_until(in_vain) => {}
            }
            if self.lock().gate.is_limited() {
                return Err(Failure::Limited);
            }
            in_vain = Instant::now() + SHORTEST_TURN;
        }
    }

    /// Waits until the instant, until a call ends or until the caller gives up; the loop then looks again.
    async fn stand(&self, until: Option<Instant>, scope: &Scope) {
        let began = Instant::now();
        let long = until.is_some_and(|until| self.announce(until, began));
        let open = async {
            match until {
                Some(until) => tokio::time::sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = scope.cancelled() => {}
            () = self.changed.notified() => {}
            () = open => {}
        }
        if long {
            self.lock().waited += began.elapsed();
        }
    }

    /// Says once per closing that the gate is closed and when it opens. False for waits too short to mention.
    fn announce(&self, until: Instant, now: Instant) -> bool {
        let wait = until - now;
        if wait <= WORTH_SAYING {
            return false;
        }
        let mut state = self.lock();
        let opening = state.gate.opening();
        if state.announced != Some(opening) {
            state.announced = Some(opening);
            let ends = httpdate::fmt_http_date(SystemTime::now() + wait);
            warn!(
                seconds = wait.as_secs(),
                ends, "waiting for the rate limit of the Scalingo API"
            );
        }
        true
    }

    fn pass(&self, ticket: Ticket) -> Pass<'_, S> {
        Pass {
            pace: self,
            ticket,
            answer: Answer::Nothing,
        }
    }

    fn answer(&self, call: &Call, reply: &Reply) -> Answer {
        if reply.status == StatusCode::TOO_MANY_REQUESTS {
            let wait = wait_after_refusal(reply, self.window, fastrand::f64());
            return Answer::Refused { wait };
        }
        if !call.is_counted {
            return Answer::Nothing;
        }
        let window = reply.date.and_then(|date| window_number(date, self.window));
        Answer::Accepted { window }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Drop for Pass<'_, S> {
    fn drop(&mut self) {
        self.pace
            .lock()
            .gate
            .answered(self.ticket, self.answer, Instant::now());
        self.pace.changed.notify_one();
    }
}

impl<S: Service<Failure = Failure>> Service for Pace<S> {
    type Failure = Failure;

    async fn call(&self, call: &Call, scope: &Scope) -> Result<Reply, Failure> {
        let mut pass = self.enter(scope).await?;
        let result = self.inner.call(call, scope).await;
        if let Ok(reply) = &result {
            pass.answer = self.answer(call, reply);
        }
        result
    }
}

#[cfg(test)]
mod tests;
