//! Keeps one call from harming the others: stop and panics.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tf_provider::{Diagnostic, Diagnostics};
use tokio_util::sync::CancellationToken;

use super::{Call, Offer, OnStop, problems};
use crate::panics;
use crate::stop::{Stop, within_call};

/// How long a write may go on after Terraform wants to stop. Core allows five
/// seconds after a second Ctrl-C; people expect to wait less than two.
pub(crate) const GRACE: Duration = Duration::from_millis(1200);

/// Runs calls so that a stop or a panic ends in a diagnostic.
pub(crate) struct Guard {
    stop: Stop,
    grace: Duration,
}

impl Guard {
    /// A guard that listens to `stop` and gives writes `grace` after it.
    pub(crate) fn new(stop: Stop, grace: Duration) -> Self {
        Self { stop, grace }
    }

    /// Cancels what runs now.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }

    /// Runs `call` to its end, to a panic or to a stop.
    pub(crate) async fn run<C: Call>(&self, call: C, offer: &Offer) -> (C::Answer, Diagnostics) {
        let unanswered = call.unanswered();
        let token = self.stop.begin();
        if token.is_cancelled() {
            return (unanswered, problems::alone(problems::not_begun()));
        }
        let stopped = self.stopped(C::ON_STOP, token.clone());
        let work = async {
            let mut diags = Diagnostics::default();
            let answer = call.run(offer, &mut diags).await;
            (answer, diags)
        };
        let work = AssertUnwindSafe(within_call(token, work)).catch_unwind();
        let diags = tokio::select! {
            biased;
            done = work => match done {
                Ok((Some(answer), diags)) => return (answer, diags),
                Ok((None, diags)) => problems::with_error(diags, C::RPC),
                Err(panic) => {
                    problems::alone(problems::panicked(C::RPC, panics::message(panic.as_ref())))
                }
            },
            () = stopped => problems::alone(stop_problem(C::ON_STOP)),
        };
        (unanswered, diags)
    }

    async fn stopped(&self, on_stop: OnStop, token: CancellationToken) {
        token.cancelled().await;
        if on_stop == OnStop::Grace {
            tokio::time::sleep(self.grace).await;
        }
    }
}

fn stop_problem(on_stop: OnStop) -> Diagnostic {
    match on_stop {
        OnStop::Drop => problems::cancelled(),
        OnStop::Grace => problems::cancelled_while_writing(),
    }
}
