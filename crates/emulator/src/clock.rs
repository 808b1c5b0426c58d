//! The emulator's own time of day: skewed against the machine's, or stopped.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the emulator takes for the time of day. Bearer life times, the
/// `Date` header and the windows of the rate limit all follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock, this many milliseconds ahead (negative: behind).
    Skewed(i64),
    /// A clock that stands still until [`Emulator::advance_clock`](crate::Emulator::advance_clock) moves it.
    Stopped(SystemTime),
}

impl Clock {
    /// The present moment on this clock.
    pub fn now(self) -> SystemTime {
        match self {
            Self::Stopped(at) => at,
            Self::Skewed(ahead) => shifted(SystemTime::now(), ahead),
        }
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        match self {
            Self::Stopped(at) => *at = at.checked_add(by).unwrap_or(*at),
            Self::Skewed(ahead) => {
                let step = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
                *ahead = ahead.saturating_add(step);
            }
        }
    }
}

fn shifted(moment: SystemTime, ahead: i64) -> SystemTime {
    let distance = Duration::from_millis(ahead.unsigned_abs());
    let moved = if ahead < 0 {
        moment.checked_sub(distance)
    } else {
        moment.checked_add(distance)
    };
    moved.unwrap_or(moment)
}

/// Time since the epoch; a moment before it counts as the epoch.
pub(crate) fn since_epoch(moment: SystemTime) -> Duration {
    moment.duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopped_clock_moves_only_when_told() {
        let start = UNIX_EPOCH + Duration::from_secs(100);
        let mut clock = Clock::Stopped(start);
        assert_eq!(clock.now(), start);
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now(), start + Duration::from_secs(5));
    }

    #[test]
    fn skewed_clock_runs_behind_when_negative() {
        let before = SystemTime::now();
        let shown = Clock::Skewed(-60_000).now();
        assert!(shown < before);
        assert!(shown >= before - Duration::from_secs(61));
    }
}
