//! When the gate opens again after a refusal.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::reply::Reply;

/// Wishes of the server are kept between a sixtieth of a window (a second, usually) and this many windows.
const MOST_WINDOWS: u32 = 10;

/// How long to wait after a 429: what `Retry-After` asks, else until the server's next window, else a guess.
/// `chance` is a random number from 0 to 1; it keeps processes that must guess apart.
pub(crate) fn wait_after_refusal(reply: &Reply, window: Duration, chance: f64) -> Duration {
    if let Some(asked) = reply.asked_wait() {
        return asked.clamp(window / 60, window * MOST_WINDOWS);
    }
    match reply.date.and_then(|date| until_next_window(date, window)) {
        Some(wait) => wait,
        None => window.mul_f64(0.25 + 0.25 * chance.clamp(0.0, 1.0)),
    }
}

/// Which window of the server's clock a moment lies in. Fixed-window limiters, which answer a plain `Retry later`,
/// count windows from the epoch: with 60 s they are the clock's whole minutes.
pub(crate) fn window_number(date: SystemTime, window: Duration) -> Option<u128> {
    let now = date.duration_since(UNIX_EPOCH).ok()?;
    now.as_nanos().checked_div(window.as_nanos())
}

/// `Date` has whole seconds: the true time is up to a second later, so this errs towards opening late.
fn until_next_window(date: SystemTime, window: Duration) -> Option<Duration> {
    let now = date.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let past = now.checked_rem(window.as_nanos())?;
    let wait = window.as_nanos() - past;
    Some(Duration::from_nanos(u64::try_from(wait).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transport::reply::RetryAfter;
    use crate::transport::script::reply;

    proptest! {
        #[test]
        fn any_wish_is_kept_within_limits(text in "[0-9a-zA-Z,: -]{0,24}", date in prop::option::of(0_u64..1 << 40)) {
            let wished = RetryAfter::parse(&text);
            let reply = Reply {
                retry_after: wished,
                ..refusal(date, None)
            };
            let wait = wait_after_refusal(&reply, MINUTE, 0.5);
            prop_assert!(wait <= MINUTE * MOST_WINDOWS);
            prop_assert!(wished.is_none() || wait >= MINUTE / 60);
        }
    }

    const MINUTE: Duration = Duration::from_mins(1);

    fn refusal(date: Option<u64>, retry_after: Option<u64>) -> Reply {
        Reply {
            date: date.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds)),
            retry_after: retry_after.map(|seconds| RetryAfter::In(Duration::from_secs(seconds))),
            ..reply(429, "Retry later")
        }
    }

    #[test]
    fn without_a_wish_the_gate_opens_at_the_next_whole_minute_of_the_server() {
        for (second, wait) in [(0, 60), (1, 59), (37, 23), (59, 1)] {
            let reply = refusal(Some(1_795_200_000 + second), None);
            let expected = Duration::from_secs(wait);
            assert_eq!(
                wait_after_refusal(&reply, MINUTE, 0.0),
                expected,
                "second {second}"
            );
        }
    }

    #[test]
    fn wish_beats_the_clock_and_is_kept_within_limits() {
        for (asked, wait) in [(17, 17), (0, 1), (86_400, 600)] {
            let reply = refusal(Some(1_795_200_030), Some(asked));
            assert_eq!(
                wait_after_refusal(&reply, MINUTE, 0.0),
                Duration::from_secs(wait),
                "asked {asked}"
            );
        }
    }

    #[test]
    fn without_any_clock_the_guess_is_a_quarter_to_half_a_window() {
        let reply = refusal(None, None);
        assert_eq!(
            wait_after_refusal(&reply, MINUTE, 0.0),
            Duration::from_secs(15)
        );
        assert_eq!(
            wait_after_refusal(&reply, MINUTE, 1.0),
            Duration::from_secs(30)
        );
    }

    #[test]
    fn windows_are_numbered_by_whole_minutes() {
        let number = |second| window_number(UNIX_EPOCH + Duration::from_secs(second), MINUTE);
        assert_eq!(number(59), number(0));
        assert_ne!(number(60), number(59));
    }

    #[test]
    fn window_of_no_length_does_not_divide() {
        assert_eq!(window_number(UNIX_EPOCH + MINUTE, Duration::ZERO), None);
    }
}
