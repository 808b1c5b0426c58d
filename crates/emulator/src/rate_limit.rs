//! The fixed-window limit: counts calls per user, forgets them when the window turns.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use crate::clock::since_epoch;
use crate::settings::RateLimit;

/// A refused call; holds the wait until the next window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) wait: Duration,
}

/// One entry per user: the window last seen and the calls in it.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    windows: HashMap<String, (u128, u32)>,
}

impl Limiter {
    /// Counts one call of `user` and says whether it goes beyond the limit.
    pub(crate) fn count(
        &mut self,
        user: &str,
        limit: RateLimit,
        now: SystemTime,
    ) -> Result<(), Refused> {
        let length = limit.window.as_nanos().max(1);
        let passed = since_epoch(now).as_nanos();
        let current = passed / length;
        let entry = self.windows.entry(user.to_owned()).or_default();
        if entry.0 != current {
            *entry = (current, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        if entry.1 <= limit.requests {
            return Ok(());
        }
        let left = length - passed % length;
        Err(Refused {
            wait: Duration::from_nanos(u64::try_from(left).unwrap_or(u64::MAX)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn refused_calls_tell_the_wait_to_the_next_whole_window() {
        let mut limiter = Limiter::default();
        let limit = RateLimit::new(1, Duration::from_mins(1));
        assert_eq!(limiter.count("ann", limit, at(119)), Ok(()));
        let refused = Refused {
            wait: Duration::from_secs(1),
        };
        assert_eq!(limiter.count("ann", limit, at(119)), Err(refused));
        assert_eq!(limiter.count("ann", limit, at(120)), Ok(()));
    }

    #[test]
    fn users_are_counted_apart() {
        let mut limiter = Limiter::default();
        let limit = RateLimit::new(1, Duration::from_mins(1));
        assert_eq!(limiter.count("ann", limit, at(0)), Ok(()));
        assert_eq!(limiter.count("bob", limit, at(0)), Ok(()));
    }

    #[test]
    fn limit_of_zero_refuses_the_first_call() {
        let limit = RateLimit::new(0, Duration::ZERO);
        assert!(Limiter::default().count("ann", limit, at(0)).is_err());
    }
}
