//! The bearer and how long it is trusted.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::time::Instant;

/// Scalingo documents that a bearer is valid for one hour.
const LONGEST_LIFE: Duration = Duration::from_hours(1);
/// Whatever the token says, it is tried for this long: a wrong clock must not cause an exchange per call.
const SHORTEST_LIFE: Duration = Duration::from_secs(5);
/// A bearer is renewed this long before its end, or a tenth of its life if that is shorter.
const MARGIN: Duration = Duration::from_mins(1);

/// A bearer token and the instant from which on a new one is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    pub(crate) token: SecretString,
    pub(crate) number: u64,
    renew_at: Instant,
}

/// The claims of the JWT that matter; other content, or no JWT at all, is no fault.
#[derive(Debug, Default, Deserialize)]
struct Claims {
    exp: Option<f64>,
    iat: Option<f64>,
}

impl Bearer {
    /// A bearer that was asked for at `asked`. Its life is counted from there on the local monotonic clock, so only
    /// the difference of two moments of one clock is used: `exp` and `iat`, else `exp` and the reply's `Date`.
    pub(crate) fn new(
        token: SecretString,
        number: u64,
        asked: Instant,
        date: Option<SystemTime>,
    ) -> Self {
        let life = life(
            &claims(token.expose_secret()),
            date.unwrap_or_else(SystemTime::now),
        );
        let margin = MARGIN.min(life / 10);
        Self {
            token,
            number,
            renew_at: asked + life.saturating_sub(margin),
        }
    }

    /// Whether it can be used at this instant.
    pub(crate) fn is_fresh(&self, now: Instant) -> bool {
        now < self.renew_at
    }
}

fn life(claims: &Claims, date: SystemTime) -> Duration {
    let Some(exp) = claims.exp else {
        return LONGEST_LIFE;
    };
    let date = date
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64();
    let seconds = exp - claims.iat.unwrap_or(date);
    let life = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST_LIFE);
    life.clamp(SHORTEST_LIFE, LONGEST_LIFE)
}

fn claims(token: &str) -> Claims {
    let payload = token
        .split('.')
        .nth(1)
        .unwrap_or_default()
        .trim_end_matches('=');
    let json = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    serde_json::from_slice(&json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_200_000;

    fn lives(payload: &str, date: u64) -> Duration {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload));
        life(&claims(&token), UNIX_EPOCH + Duration::from_secs(date))
    }

    #[test]
    fn life_is_the_time_between_issue_and_end_whatever_the_clock_says() {
        let payload = format!(r#"{{"iat":{NOW},"exp":{}}}"#, NOW + 900);
        for date in [NOW, NOW - 86_400, NOW + 86_400] {
            assert_eq!(lives(&payload, date), Duration::from_mins(15));
        }
    }

    #[test]
    fn without_an_issue_time_the_date_of_the_reply_counts() {
        let payload = format!(r#"{{"exp":{}}}"#, NOW + 600);
        assert_eq!(lives(&payload, NOW), Duration::from_mins(10));
    }

    #[test]
    fn odd_claims_stay_between_five_seconds_and_an_hour() {
        assert_eq!(lives(r#"{"iat":100,"exp":50}"#, NOW), SHORTEST_LIFE);
        assert_eq!(lives(r#"{"iat":0,"exp":1e300}"#, NOW), LONGEST_LIFE);
        assert_eq!(lives(r#"{"iat":0,"exp":7200}"#, NOW), LONGEST_LIFE);
        assert_eq!(lives(r#"{"exp":1}"#, NOW), SHORTEST_LIFE);
    }

    #[test]
    fn bearer_without_an_end_or_without_claims_is_trusted_for_an_hour() {
        assert_eq!(lives("{}", NOW), LONGEST_LIFE);
        for token in ["", "opaque", "a.b", "a.%%%.c", "a.bm90IGpzb24.c"] {
            assert_eq!(life(&claims(token), UNIX_EPOCH), LONGEST_LIFE, "{token:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn bearer_is_renewed_before_its_end() {
        let bearer = Bearer::new(SecretString::from("opaque"), 1, Instant::now(), None);
        assert!(bearer.is_fresh(Instant::now() + Duration::from_mins(58)));
        assert!(!bearer.is_fresh(Instant::now() + Duration::from_mins(59)));
    }
}
