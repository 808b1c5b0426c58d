//! When the process ends: on Terraform's word, on a signal, or when the
//! process that started it is gone.

use std::sync::Arc;
#[cfg(unix)]
use std::time::Duration;

use tokio::sync::SetOnce;

/// How often the parent process is looked at. Nothing tells a process that
/// its parent died, so it has to look.
#[cfg(unix)]
const PARENT_CHECK: Duration = Duration::from_millis(500);

/// How the process was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By `terraform` or `tofu`, which passes a cookie and a certificate in
    /// the environment and reads one handshake line from stdout.
    Terraform,
    /// By hand, to be attached to through `TF_REATTACH_PROVIDERS`. Serves
    /// until it is interrupted, without TLS.
    Debug,
}

/// Why serving ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Terraform said that it is done.
    Shutdown,
    /// A signal said so; only in [`Mode::Debug`] one that Terraform gets too.
    Terminated,
    /// The user pressed Ctrl-C; only in [`Mode::Debug`].
    Interrupted,
    /// The process that started this one is gone.
    ParentGone,
}

/// The one answer to "is it over, and why". The first reason stays.
#[derive(Clone, Debug, Default)]
pub(super) struct Lifetime {
    reason: Arc<SetOnce<Ended>>,
}

impl Lifetime {
    /// Ends the process for `reason`, unless it is ending already.
    pub(super) fn end(&self, reason: Ended) {
        // Only the first reason can be set.
        drop(self.reason.set(reason));
    }

    /// Waits for the end and says why.
    pub(super) async fn ended(&self) -> Ended {
        *self.reason.wait().await
    }

    /// The reason, if it is over.
    pub(super) fn reason(&self) -> Option<Ended> {
        self.reason.get().copied()
    }
}

/// The process that started this one, noted as early as possible: one that
/// dies before it is noted is never missed.
#[cfg(unix)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent(u32);

#[cfg(unix)]
impl Parent {
    /// Notes the parent of this process.
    pub(super) fn note() -> Self {
        Self(std::os::unix::process::parent_id())
    }

    /// Ends `lifetime` in the background when the parent of a process that
    /// Terraform started is gone. Must be called inside a runtime.
    pub(super) fn watch(self, mode: Mode, lifetime: Lifetime) {
        if mode == Mode::Terraform {
            let current = std::os::unix::process::parent_id;
            tokio::spawn(end_with_parent(self.0, current, PARENT_CHECK, lifetime));
        }
    }
}

/// Ends `lifetime` once `current` is no longer `first`: an orphan is handed to
/// another parent.
#[cfg(unix)]
async fn end_with_parent(
    first: u32,
    current: impl Fn() -> u32,
    every: Duration,
    lifetime: Lifetime,
) {
    let mut ticks = tokio::time::interval(every);
    while current() == first {
        ticks.tick().await;
    }
    lifetime.end(Ended::ParentGone);
}

/// There is no portable way to ask for the parent elsewhere: such a process
/// ends by `Shutdown` or by being terminated.
#[cfg(not(unix))]
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent;

#[cfg(not(unix))]
impl Parent {
    /// Nothing to note.
    pub(super) fn note() -> Self {
        Self
    }

    /// Nothing to watch.
    pub(super) fn watch(self, _mode: Mode, _lifetime: Lifetime) {}
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::{Ended, Lifetime, end_with_parent};

    #[tokio::test]
    async fn first_reason_stays() {
        let lifetime = Lifetime::default();
        assert_eq!(lifetime.reason(), None);
        lifetime.end(Ended::Terminated);
        lifetime.end(Ended::Shutdown);
        assert_eq!(lifetime.ended().await, Ended::Terminated);
    }

    #[tokio::test]
    async fn vanished_parent_ends_the_process() {
        let lifetime = Lifetime::default();
        let looks = AtomicU32::new(0);
        // The third look finds another parent.
        let parent = || u32::from(looks.fetch_add(1, Ordering::Relaxed) < 2);
        end_with_parent(1, parent, Duration::from_millis(1), lifetime.clone()).await;
        assert_eq!(lifetime.reason(), Some(Ended::ParentGone));
        assert_eq!(looks.load(Ordering::Relaxed), 3);
    }
}
