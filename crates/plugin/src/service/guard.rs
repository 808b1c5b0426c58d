//! Keeps one call from harming the others: stop and panics.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tf_provider::Diagnostics;
use tokio_util::sync::CancellationToken;

use crate::offer::Offer;
use crate::rpc::{OnStop, Rpc};
use crate::stop::{Stop, within_call};
use crate::{panics, problems};

/// Runs calls so that a stop or a panic ends in a diagnostic.
#[derive(Clone)]
pub(super) struct Guard {
    stop: Stop,
}

impl Guard {
    /// A guard that listens to `stop`.
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }

    /// Cancels what runs now.
    pub(super) fn stop(&self) {
        self.stop.cancel();
    }

    /// Runs a call to its end, to a panic or to a stop.
    pub(super) async fn run<R: Rpc>(
        &self,
        request: R,
        offer: &Offer,
    ) -> (R::Response, Diagnostics) {
        let unanswered = request.unanswered();
        let token = self.stop.begin();
        if token.is_cancelled() {
            return (unanswered, problems::alone(problems::not_begun()));
        }
        let work = async {
            let mut diags = Diagnostics::default();
            let answer = request.answer(offer, &mut diags).await;
            (answer, diags)
        };
        let work = AssertUnwindSafe(within_call(token.clone(), work)).catch_unwind();
        let diags = tokio::select! {
            biased;
            done = work => match done {
                Ok((Some(answer), diags)) => return (answer, diags),
                Ok((None, diags)) => problems::with_error(diags, R::NAME),
                Err(panic) => {
                    problems::alone(problems::panicked(R::NAME, panics::message(panic.as_ref())))
                }
            },
            () = dropped(R::ON_STOP, token) => problems::alone(problems::cancelled()),
        };
        (unanswered, diags)
    }
}

/// Ends when the call is to be dropped.
async fn dropped(on_stop: OnStop, token: CancellationToken) {
    match on_stop {
        OnStop::Drop => token.cancelled().await,
        OnStop::Finish => std::future::pending().await,
    }
}
