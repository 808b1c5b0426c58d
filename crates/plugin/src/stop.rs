//! The stop signal that every call, wait and retry listens to.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How long after a stop new work is refused. Terraform may have sent a call
/// in the moment in which it sent the stop; what it wants two seconds later,
/// it wants in spite of the stop.
const REFUSAL: Duration = Duration::from_secs(2);

tokio::task_local! {
    /// The token of the call that this task works for.
    static CALL: CancellationToken;
}

/// Terraform's wish that work in flight ends, shared by the server and the
/// provider.
///
/// `StopProvider` cancels what runs and what begins within the next two
/// seconds. What begins later is new work: the protocol asks the process to
/// serve on, and `terraform test` cleans up in the same process after Ctrl-C.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    current: Arc<Mutex<Stretch>>,
}

/// The time between two stops.
#[derive(Debug, Default)]
struct Stretch {
    token: CancellationToken,
    stopped: Option<Instant>,
}

impl Stop {
    /// The token to listen to, which stays cancelled once cancelled.
    ///
    /// Inside a call of the protocol it is the call's own, however long the
    /// call goes on after a stop. Elsewhere it is the one for work that begins
    /// now.
    pub fn token(&self) -> CancellationToken {
        CALL.try_with(Clone::clone).unwrap_or_else(|_| self.begin())
    }

    /// The token for a call that begins now; cancelled if it must not begin.
    pub(crate) fn begin(&self) -> CancellationToken {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.stopped.is_some_and(|at| at.elapsed() >= REFUSAL) {
            *current = Stretch::default();
        }
        current.token.clone()
    }

    /// Cancels what runs and what begins soon.
    pub(crate) fn cancel(&self) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.token.cancel();
        current.stopped = Some(Instant::now());
    }
}

/// Runs `work` so that [`Stop::token`] is `token` inside it.
pub(crate) fn within_call<F: Future>(
    token: CancellationToken,
    work: F,
) -> impl Future<Output = F::Output> {
    CALL.scope(token, work)
}

/// Whether the call that this task works for was told to stop.
pub(crate) fn is_call_stopped() -> bool {
    CALL.try_with(CancellationToken::is_cancelled)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use super::{REFUSAL, Stop, within_call};

    const MOMENT: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn work_is_refused_for_two_seconds_after_a_stop() {
        let stop = Stop::default();
        let running = stop.token();
        assert!(!running.is_cancelled());
        stop.cancel();
        assert!(running.is_cancelled());
        assert!(stop.token().is_cancelled(), "begun in the same moment");
        advance(REFUSAL.saturating_sub(MOMENT)).await;
        assert!(stop.token().is_cancelled());
        advance(MOMENT).await;
        assert!(!stop.token().is_cancelled(), "new work");
        assert!(running.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn second_stop_ends_the_work_begun_after_the_first() {
        let stop = Stop::default();
        stop.cancel();
        advance(REFUSAL).await;
        let later = stop.token();
        stop.cancel();
        assert!(later.is_cancelled() && stop.token().is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn call_keeps_its_token_however_long_it_goes_on() {
        let stop = Stop::default();
        let work = async {
            stop.cancel();
            advance(REFUSAL).await;
            stop.token().is_cancelled()
        };
        assert!(within_call(stop.begin(), work).await);
    }

    #[test]
    fn clones_share_one_signal() {
        let stop = Stop::default();
        let running = stop.clone().token();
        stop.cancel();
        assert!(running.is_cancelled());
    }
}
