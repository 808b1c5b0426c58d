//! What bounds one call: the caller's cancel token and how long it may wait.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Patience;

/// Longer waits than this mean "for ever"; bounding them keeps instants from overflowing.
const LONGEST: Duration = Duration::from_hours(24 * 30);

/// The bounds of one call, shared by its attempts.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    cancel: CancellationToken,
    started: Instant,
    limit: Duration,
    /// Number of the attempt being made, from 1; zero before the first.
    pub(crate) attempt: u32,
}

impl Scope {
    /// Bounds for a call that is asked for now and may wait for `limit`.
    pub(crate) fn new(cancel: CancellationToken, limit: Duration) -> Self {
        Self {
            cancel,
            started: Instant::now(),
            limit: limit.min(LONGEST),
            attempt: 0,
        }
    }

    /// The same bounds, for the attempt with this number.
    pub(crate) fn attempt(&self, number: u32) -> Self {
        Self {
            attempt: number,
            ..self.clone()
        }
    }

    /// The instant after which no wait may end.
    pub(crate) fn deadline(&self) -> Instant {
        self.started + self.limit
    }

    /// Whether a wait of this length would end in time.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.started.elapsed().saturating_add(wait) <= self.limit
    }

    /// What was spent so far.
    pub(crate) fn patience(&self) -> Patience {
        Patience {
            attempts: self.attempt,
            elapsed: self.started.elapsed(),
            limit: self.limit,
        }
    }

    /// The caller's token.
    pub(crate) fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Whether the caller has given up.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Completes when the caller gives up.
    pub(crate) async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }
}
