//! One call in flight for everybody who wants its result.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::{CallName, Error};

/// Lets one caller at a time make a shared thing; the others wait and take what was made.
///
/// The maker runs inside its own caller's future. When that future is dropped or cancelled, the next in line makes the
/// thing itself, so nobody depends on a caller that went away. A failure is told to those who were waiting for it and
/// is then forgotten.
#[derive(Debug, Default)]
pub(crate) struct Flight {
    failures: AtomicU64,
    /// Held across the making: that is how one flight at a time is kept.
    turn: Mutex<Option<Error>>,
}

impl Flight {
    /// Returns `ready()` as soon as it has a value, else the result of `make`, which must leave a value for `ready`.
    /// Ends with [`Error::Cancelled`], in the name of `call`, when the caller's token is cancelled.
    pub(crate) async fn share<T>(
        &self,
        cancel: &CancellationToken,
        call: impl FnOnce() -> CallName,
        ready: impl Fn() -> Option<T>,
        make: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        tokio::select! {
            biased;
            value = self.make(ready, make) => value,
            () = cancel.cancelled() => Err(Error::Cancelled { call: call(), sent: false }),
        }
    }

    async fn make<T>(
        &self,
        ready: impl Fn() -> Option<T>,
        make: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let seen = self.failures.load(Ordering::Acquire);
        let mut last_failure = self.turn.lock().await;
        if let Some(value) = ready() {
            return Ok(value);
        }
        let failed_meanwhile = self.failures.load(Ordering::Acquire) > seen;
        if let (true, Some(error)) = (failed_meanwhile, last_failure.as_ref()) {
            return Err(error.clone());
        }
        let result = make.await;
        match &result {
            Err(error) if !error.is_cancelled() => {
                *last_failure = Some(error.clone());
                self.failures.fetch_add(1, Ordering::Release);
            }
            _ => *last_failure = None,
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::AtomicU32;
    use std::time::Duration;

    use futures_util::future::join_all;

    use super::*;

    /// A thing to be shared, and how often it was made.
    #[derive(Default)]
    struct Shelf {
        flight: Flight,
        thing: Mutex<Option<u32>>,
        made: AtomicU32,
    }

    impl Shelf {
        async fn take(&self, fails: bool) -> Result<u32, Error> {
            let ready = || self.thing.lock().ok().and_then(|thing| *thing);
            let make = async {
                let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
                if fails {
                    return Err(Error::setup("broken"));
                }
                if let Ok(mut thing) = self.thing.lock() {
                    *thing = Some(number);
                }
                Ok(number)
            };
            let call = || CallName::new(http::Method::GET, "/v1/shelf");
            self.flight
                .share(&CancellationToken::new(), call, ready, make)
                .await
        }

        fn made(&self) -> u32 {
            self.made.load(Ordering::Relaxed)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn thing_is_made_once_for_all() {
        let shelf = Shelf::default();
        let all = join_all((0..20).map(|_| shelf.take(false))).await;
        assert!(
            all.into_iter()
                .all(|thing| thing.is_ok_and(|number| number == 1))
        );
        assert_eq!(shelf.made(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn failure_is_told_to_who_waited_and_then_forgotten() {
        let shelf = Shelf::default();
        let all = join_all((0..20).map(|_| shelf.take(true))).await;
        assert!(all.iter().all(Result::is_err));
        assert_eq!(shelf.made(), 1);
        assert!(shelf.take(false).await.is_ok());
        assert_eq!(shelf.made(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_maker_leaves_the_work_to_the_next() {
        let shelf = Shelf::default();
        let dropped = tokio::time::timeout(Duration::from_millis(50), shelf.take(false));
        let (dropped, next) = tokio::join!(dropped, shelf.take(false));
        assert!(dropped.is_err());
        assert!(next.is_ok_and(|number| number == 2));
    }
}
