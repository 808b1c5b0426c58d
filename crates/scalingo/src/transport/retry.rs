//! Which attempts are made again, after which wait, and when patience ends.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;
use tracing::debug;

use super::call::{Call, Repeat};
use super::http::Fault;
use super::outage::Outage;
use super::reply::{Failure, Reply};
use super::scope::Scope;
use super::service::Service;
use super::status::outcome;
use crate::Error;

/// Waits after a fault: about 0.2, 0.4, 0.8 and 1.6 s, each with jitter, so five attempts in all. The rate limit is
/// not a fault: its waits belong to the gate and are bounded by the scope alone.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(10);
const MOST_WAITS: usize = 4;

/// Repeats what is safe to repeat.
pub(crate) struct Retry<S> {
    inner: S,
    backoff: ExponentialBuilder,
    outage: Outage,
}

type Attempt = Result<Reply, Failure>;

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Its outcome stands.
    Done,
    /// Make it again as soon as the gate lets it through: the API refused it before it had an effect.
    AtTheGate,
    /// Make it again after a wait; `sent` when this attempt may have had its effect.
    AfterWait { sent: bool },
}

impl<S> Retry<S> {
    pub(crate) fn new(inner: S) -> Self {
        let backoff = ExponentialBuilder::new()
            .with_min_delay(FIRST_WAIT)
            .with_max_delay(LONGEST_WAIT)
            .with_max_times(MOST_WAITS)
            .with_jitter();
        Self {
            inner,
            backoff,
            outage: Outage::default(),
        }
    }

    /// The layer below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }
}

impl<S: Service<Failure = Failure>> Retry<S> {
    async fn cycle(&self, call: &Call, once: bool, scope: &Scope) -> Result<Reply, Error> {
        let mut waits = self.backoff.build();
        let mut maybe_sent = false;
        let mut number = 1;
        loop {
            let scope = scope.attempt(number);
            let attempt = self.inner.call(call, &scope).await;
            number += 1;
            match verdict(call.repeat, &attempt) {
                Verdict::Done => return outcome(call, attempt, maybe_sent, scope.patience()),
                Verdict::AtTheGate if scope.is_cancelled() => {
                    return Err(cancelled(call, maybe_sent));
                }
                Verdict::AtTheGate if scope.allows(Duration::ZERO) && !once => {}
                Verdict::AtTheGate => {
                    let patience = scope.attempt(number).patience();
                    return outcome(call, Err(Failure::Limited), maybe_sent, patience);
                }
                Verdict::AfterWait { sent } => {
                    maybe_sent |= sent && call.changes();
                    let wait = next_wait(&mut waits, &attempt, &scope);
                    let Some(wait) = wait.filter(|_| !once) else {
                        return outcome(call, attempt, maybe_sent, scope.patience());
                    };
                    pause(call, wait, maybe_sent, &scope).await?;
                }
            }
        }
    }
}

impl<S: Service<Failure = Failure>> Service for Retry<S> {
    type Failure = Error;

    async fn call(&self, call: &Call, scope: &Scope) -> Result<Reply, Error> {
        if let Some(failure) = self.outage.failure_of(call) {
            return Err(failure);
        }
        let once = self.outage.is_on();
        let result = self.cycle(call, once, scope).await;
        self.outage.learn(call, once, &result);
        result
    }
}

/// The policy. A call that must not be made twice is made again only when it surely had no effect.
fn verdict(repeat: Repeat, attempt: &Attempt) -> Verdict {
    let again = Verdict::AfterWait { sent: true };
    match (attempt, repeat) {
        (Ok(reply), _) if reply.status == StatusCode::TOO_MANY_REQUESTS => Verdict::AtTheGate,
        (Err(Failure::Fault(Fault::NotSent(_))), _) => Verdict::AfterWait { sent: false },
        (_, Repeat::Once) => Verdict::Done,
        (Err(Failure::Fault(Fault::Lost(_))), _) => again,
        (Ok(reply), Repeat::Read) if reply.status == StatusCode::INTERNAL_SERVER_ERROR => again,
        (Ok(reply), _) if matches!(reply.status.as_u16(), 502..=504) => again,
        _ => Verdict::Done,
    }
}

/// The next wait, at least as long as the server asked for; none when it does not fit any more.
fn next_wait(waits: &mut ExponentialBackoff, attempt: &Attempt, scope: &Scope) -> Option<Duration> {
    let asked = attempt
        .as_ref()
        .ok()
        .and_then(Reply::asked_wait)
        .unwrap_or_default();
    waits
        .next()
        .map(|wait| wait.max(asked))
        .filter(|wait| scope.allows(*wait))
}

async fn pause(call: &Call, wait: Duration, maybe_sent: bool, scope: &Scope) -> Result<(), Error> {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    let (method, path, attempt) = (call.name.method(), call.name.path(), scope.attempt);
    debug!(
        method,
        path, attempt, wait_ms, "the call is made again after a wait"
    );
    tokio::select! {
        biased;
        () = scope.cancelled() => Err(cancelled(call, maybe_sent)),
        () = tokio::time::sleep(wait) => Ok(()),
    }
}

fn cancelled(call: &Call, sent: bool) -> Error {
    let call = call.name.clone();
    Error::Cancelled { call, sent }
}

#[cfg(test)]
mod tests;
