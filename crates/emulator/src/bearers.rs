//! Bearer tokens: JWT-shaped, good for a set time, revocable all at once.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::clock::since_epoch;

#[derive(Debug)]
struct Bearer {
    user: String,
    expires: SystemTime,
}

/// The bearer tokens that are good now.
#[derive(Debug, Default)]
pub(crate) struct Bearers {
    live: HashMap<String, Bearer>,
    issued: Vec<String>,
}

impl Bearers {
    /// A new token for `user`. Forgets expired ones, so the map stays small.
    pub(crate) fn issue(&mut self, user: &str, now: SystemTime, lifetime: Duration) -> String {
        self.live.retain(|_, bearer| bearer.expires > now);
        let expires = now.checked_add(lifetime).unwrap_or(now);
        let token = jwt(user, now, expires);
        let bearer = Bearer {
            user: user.to_owned(),
            expires,
        };
        self.issued.push(token.clone());
        self.live.insert(token.clone(), bearer);
        token
    }

    /// The id of the user a token stands for, if it is good at `now`.
    pub(crate) fn user(&self, token: &str, now: SystemTime) -> Option<&str> {
        let bearer = self.live.get(token)?;
        (bearer.expires > now).then_some(bearer.user.as_str())
    }

    pub(crate) fn issued(&self) -> &[String] {
        &self.issued
    }

    pub(crate) fn revoke_all(&mut self) {
        self.live.clear();
    }
}

/// Three base64url parts. The signature is random: nobody here verifies it.
fn jwt(user: &str, now: SystemTime, expires: SystemTime) -> String {
    let header = json!({ "alg": "HS512", "typ": "JWT" });
    let payload = json!({
        "iat": since_epoch(now).as_secs(),
        "exp": whole_seconds_up(since_epoch(expires)),
        "iss": "emulator",
        "sub": user,
        "jti": random_text(24),
    });
    let part = |text: String| URL_SAFE_NO_PAD.encode(text);
    let signature = part(random_text(64));
    format!(
        "{}.{}.{signature}",
        part(header.to_string()),
        part(payload.to_string())
    )
}

fn whole_seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// Letters and digits, for tokens that only have to be unlike each other.
pub(crate) fn random_text(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric)
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn bearer_ends_at_the_exact_instant() {
        let mut bearers = Bearers::default();
        let token = bearers.issue("u1", UNIX_EPOCH, Duration::from_millis(1500));
        let at = |ms| UNIX_EPOCH + Duration::from_millis(ms);
        assert_eq!(bearers.user(&token, at(1499)), Some("u1"));
        assert_eq!(bearers.user(&token, at(1500)), None);
    }

    #[test]
    fn expiry_claim_is_rounded_up_to_seconds() {
        assert_eq!(whole_seconds_up(Duration::from_millis(1500)), 2);
        assert_eq!(whole_seconds_up(Duration::from_secs(2)), 2);
    }

    #[test]
    fn expired_bearers_are_forgotten_when_the_next_is_issued() {
        let mut bearers = Bearers::default();
        bearers.issue("u1", UNIX_EPOCH, Duration::from_secs(1));
        bearers.issue(
            "u1",
            UNIX_EPOCH + Duration::from_secs(2),
            Duration::from_secs(1),
        );
        assert_eq!(bearers.live.len(), 1);
    }
}
