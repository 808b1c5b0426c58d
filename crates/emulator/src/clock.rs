//! The emulator's own time of day: skewed against the machine's, or stopped.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// What the emulator takes for the time of day. Bearer life times, the
/// `Date` header and the windows of the rate limit all follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock, this many milliseconds ahead (negative: behind). It
    /// runs by Tokio's time: in a test that pauses that, both stand still and
    /// advance together.
    Skewed(i64),
    /// A clock that stands still until [`Emulator::advance_clock`](crate::Emulator::advance_clock) moves it.
    Stopped(SystemTime),
}

/// The moment from which a running clock counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    time_of_day: SystemTime,
    instant: Instant,
}

impl Start {
    pub(crate) fn now() -> Self {
        Self {
            time_of_day: SystemTime::now(),
            instant: Instant::now(),
        }
    }

    fn time_of_day_now(self) -> SystemTime {
        let passed = self.instant.elapsed();
        self.time_of_day.checked_add(passed).unwrap_or(UNIX_EPOCH)
    }
}

impl Clock {
    /// The present moment on this clock.
    pub(crate) fn now(self, start: Start) -> SystemTime {
        match self {
            Self::Stopped(at) => at,
            Self::Skewed(ahead) => shifted(start.time_of_day_now(), ahead),
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
        let at = UNIX_EPOCH + Duration::from_secs(100);
        let mut clock = Clock::Stopped(at);
        assert_eq!(clock.now(Start::now()), at);
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now(Start::now()), at + Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn running_clock_follows_tokios_time_and_its_skew() {
        let start = Start::now();
        let clock = Clock::Skewed(-60_000);
        let before = clock.now(start);
        assert_eq!(before, start.time_of_day - Duration::from_mins(1));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(clock.now(start), before + Duration::from_secs(5));
    }
}
