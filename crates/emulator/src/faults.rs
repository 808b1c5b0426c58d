//! Faults on demand: which call fails, when, and how.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::garbage::Garbage;
use crate::paths;

/// One rule: the calls it is about, and what happens to them.
///
/// Without [`nth`](Self::nth), [`every`](Self::every), [`after`](Self::after)
/// or [`times`](Self::times) it is about every call that fits. Rules are tried
/// in the order they were added; all that fit count the call, the first that
/// fires decides.
#[derive(Clone, Debug)]
pub struct FaultRule {
    method: Option<Method>,
    pattern: String,
    skip: u64,
    every: u64,
    left: u64,
    seen: u64,
    action: Action,
}

impl FaultRule {
    /// A rule about calls of `method` whose path fits `pattern`: `*` stands
    /// for one segment, a last `**` for any rest. Answers 500 without running
    /// the call until [`does`](Self::does) says otherwise.
    pub fn on(method: Method, pattern: impl Into<String>) -> Self {
        Self {
            method: Some(method),
            ..Self::any(pattern)
        }
    }

    /// A rule about calls of any method whose path fits `pattern`.
    pub fn any(pattern: impl Into<String>) -> Self {
        Self {
            method: None,
            pattern: pattern.into(),
            skip: 0,
            every: 1,
            left: u64::MAX,
            seen: 0,
            action: Action::Status(Answer::text(500, "")),
        }
    }

    /// Only the `n`th call that fits, counted from 1.
    #[must_use]
    pub fn nth(self, n: u64) -> Self {
        self.after(n.saturating_sub(1)).times(1)
    }

    /// Only each `n`th call that fits; 0 counts as 1.
    #[must_use]
    pub fn every(mut self, n: u64) -> Self {
        self.every = n.max(1);
        self
    }

    /// Leaves the first `n` calls that fit alone.
    #[must_use]
    pub fn after(mut self, n: u64) -> Self {
        self.skip = n;
        self
    }

    /// Fires at most `k` times.
    #[must_use]
    pub fn times(mut self, k: u64) -> Self {
        self.left = k;
        self
    }

    /// What happens to the call.
    #[must_use]
    pub fn does(mut self, action: Action) -> Self {
        self.action = action;
        self
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && paths::matches(&self.pattern, path)
    }

    fn is_due(&self) -> bool {
        let past = self.seen.saturating_sub(self.skip);
        past > 0 && past.is_multiple_of(self.every) && self.left > 0
    }
}

/// What happens to a call that a rule picked.
#[derive(Clone, Debug)]
pub enum Action {
    /// Answers this; the call does not take effect.
    Status(Answer),
    /// The call takes effect, then this is answered, as a gateway does that
    /// lost patience.
    StatusAfter(Answer),
    /// Closes the connection; the call does not take effect.
    DropBefore,
    /// The call takes effect, then the connection closes without an answer.
    DropAfter,
    /// Waits, then the call goes its way. It takes effect even if the client
    /// has left by then.
    Delay(Duration),
    /// The call takes effect, then the answer waits.
    DelayAfter(Duration),
    /// Like `Delay`, until the gate opens.
    Hold(Gate),
    /// Like `DelayAfter`, until the gate opens.
    HoldAfter(Gate),
    /// The call takes effect, then its answer is spoilt.
    Garbage(Garbage),
    /// No answer, no effect, until the client leaves.
    Hang,
}

/// An answer a rule gives in place of the real one.
#[derive(Clone, Debug)]
pub struct Answer {
    code: u16,
    content_type: String,
    body: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// A plain-text answer.
    pub fn text(code: u16, body: impl Into<String>) -> Self {
        Self::typed(code, "text/plain", body)
    }

    /// A JSON answer.
    pub fn json(code: u16, body: &Value) -> Self {
        Self::typed(code, "application/json", body.to_string())
    }

    /// An answer of any content type.
    pub fn typed(code: u16, content_type: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            code,
            content_type: content_type.into(),
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// Adds a header. One that HTTP does not allow is left out.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body).into_response();
        let content_type = ("content-type".to_owned(), self.content_type);
        for (name, value) in std::iter::once(content_type).chain(self.headers) {
            if let (Ok(name), Ok(value)) =
                (name.parse::<HeaderName>(), value.parse::<HeaderValue>())
            {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Holds calls back until a test lets them go; no clock involved.
#[derive(Clone, Debug, Default)]
pub struct Gate(CancellationToken);

impl Gate {
    /// A closed gate. Clones are the same gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets all held and all later calls pass.
    pub fn open(&self) {
        self.0.cancel();
    }

    pub(crate) async fn opened(&self) {
        self.0.cancelled().await;
    }
}

/// All rules, with their counts.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
}

impl Faults {
    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Counts a call and returns what is to happen to it.
    pub(crate) fn pick(&mut self, method: &Method, path: &str) -> Option<Action> {
        let mut picked = None;
        for rule in &mut self.rules {
            if !rule.fits(method, path) {
                continue;
            }
            rule.seen += 1;
            if picked.is_none() && rule.is_due() {
                rule.left -= 1;
                picked = Some(rule.action.clone());
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fired(rule: FaultRule, calls: usize) -> Vec<bool> {
        let mut faults = Faults::default();
        faults.add(rule);
        (0..calls)
            .map(|_| faults.pick(&Method::GET, "/v1/apps").is_some())
            .collect()
    }

    #[test]
    fn nth_fires_once() {
        let rule = FaultRule::on(Method::GET, "/v1/apps").nth(2);
        assert_eq!(fired(rule, 4), [false, true, false, false]);
    }

    #[test]
    fn every_fires_again_and_again() {
        let rule = FaultRule::any("/v1/apps").every(2);
        assert_eq!(fired(rule, 4), [false, true, false, true]);
    }

    #[test]
    fn times_bounds_and_after_skips() {
        let rule = FaultRule::any("**").after(1).times(2);
        assert_eq!(fired(rule, 5), [false, true, true, false, false]);
    }

    #[test]
    fn other_methods_and_paths_are_left_alone() {
        let mut faults = Faults::default();
        faults.add(FaultRule::on(Method::POST, "/a"));
        assert!(faults.pick(&Method::GET, "/a").is_none());
        assert!(faults.pick(&Method::POST, "/b").is_none());
        assert!(faults.pick(&Method::POST, "/a").is_some());
    }

    #[test]
    fn first_rule_that_fires_decides_and_later_ones_still_count() {
        let mut faults = Faults::default();
        faults.add(FaultRule::any("/a").nth(1).does(Action::Hang));
        faults.add(FaultRule::any("/a").nth(2).does(Action::DropBefore));
        let mut pick = || faults.pick(&Method::GET, "/a");
        assert!(matches!(pick(), Some(Action::Hang)));
        assert!(matches!(pick(), Some(Action::DropBefore)));
        assert!(pick().is_none());
    }
}
