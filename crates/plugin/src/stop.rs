//! The stop signal that every call, wait and retry listens to.

use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

/// Terraform's wish that work in flight ends, shared by the server and the
/// provider.
///
/// `StopProvider` cancels what runs now and nothing that comes later: the
/// protocol asks the process to serve on afterwards. So this is not one token
/// but a row of them. Take [`Stop::token`] when a piece of work begins and
/// listen to that one until it is done.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    current: Arc<Mutex<CancellationToken>>,
}

impl Stop {
    /// The token of the current stretch: everything begun between two stops.
    ///
    /// It stays cancelled once cancelled; work that begins later gets a fresh
    /// one.
    pub fn token(&self) -> CancellationToken {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Cancels the current stretch and starts the next.
    pub(crate) fn cancel(&self) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *current).cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::Stop;

    #[test]
    fn running_work_is_cancelled_and_later_work_is_not() {
        let stop = Stop::default();
        let running = stop.token();
        stop.cancel();
        assert!(running.is_cancelled());
        assert!(!stop.token().is_cancelled());
    }

    #[test]
    fn clones_share_one_signal() {
        let stop = Stop::default();
        let running = stop.clone().token();
        stop.cancel();
        assert!(running.is_cancelled());
    }
}
