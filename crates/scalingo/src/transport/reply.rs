//! What came back, and what can be said when nothing did.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{Response, StatusCode};

use super::http::Fault;
use crate::CallName;

/// A complete reply. No `Debug`: bodies can hold a bearer or an invitation link.
#[derive(Clone)]
pub(crate) struct Reply {
    /// What it answers.
    pub(crate) call: CallName,
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    /// The server's clock, in whole seconds.
    pub(crate) date: Option<SystemTime>,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) says_html: bool,
}

/// The `Retry-After` header. Scalingo does not document it; one that comes is honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    /// Seconds from the reply on.
    In(Duration),
    /// A moment on the server's clock.
    At(SystemTime),
}

impl Reply {
    /// Keeps the headers that some layer needs.
    pub(crate) fn new(call: CallName, response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let text = |name| {
            let value = parts.headers.get(name)?;
            value.to_str().ok()
        };
        Self {
            call,
            status: parts.status,
            body,
            date: text(DATE).and_then(|date| httpdate::parse_http_date(date).ok()),
            retry_after: text(RETRY_AFTER).and_then(RetryAfter::parse),
            says_html: text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")),
        }
    }

    /// How long the server asks to wait, counted from its own clock where it gave one.
    pub(crate) fn asked_wait(&self) -> Option<Duration> {
        match self.retry_after? {
            RetryAfter::In(wait) => Some(wait),
            RetryAfter::At(moment) => {
                let now = self.date.unwrap_or_else(SystemTime::now);
                Some(moment.duration_since(now).unwrap_or_default())
            }
        }
    }

    /// Whether the body is a page for people.
    pub(crate) fn is_html(&self) -> bool {
        self.says_html || self.body.trim_ascii_start().first() == Some(&b'<')
    }
}

impl RetryAfter {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(seconds) => Some(Self::In(Duration::from_secs(seconds))),
            Err(_) => httpdate::parse_http_date(text).ok().map(Self::At),
        }
    }
}

/// Why an attempt has no reply.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// There was no response.
    Fault(Fault),
    /// The gate opens too late for this call.
    Limited,
    /// The caller gave up; `sent` when a change was on its way.
    Cancelled { sent: bool },
}

impl Failure {
    /// One word for the log.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Fault(Fault::NotSent(_)) => "no connection",
            Self::Fault(Fault::Blocked(..)) => "no way to connect",
            Self::Fault(Fault::Lost(_)) => "connection lost",
            Self::Fault(Fault::TooLarge(_)) => "reply too large",
            Self::Fault(Fault::Setup(_)) => "set-up",
            Self::Limited => "rate limit",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    fn reply(headers: &[(&'static str, &str)]) -> Result<Reply, Box<dyn std::error::Error>> {
        let mut response = Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let call = CallName::new(Method::GET, "/v1/apps");
        Ok(Reply::new(call, response.body(Bytes::new())?))
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(
            reply(&[("retry-after", "17")])?.asked_wait(),
            Some(Duration::from_secs(17))
        );
        let dated = [
            ("date", "Sat, 21 Nov 2026 10:00:40 GMT"),
            ("retry-after", "Sat, 21 Nov 2026 10:01:00 GMT"),
        ];
        assert_eq!(reply(&dated)?.asked_wait(), Some(Duration::from_secs(20)));
        Ok(())
    }

    #[test]
    fn senseless_retry_after_is_no_wish() -> Result<(), Box<dyn std::error::Error>> {
        for value in ["soon", "-1", ""] {
            assert_eq!(
                reply(&[("retry-after", value)])?.asked_wait(),
                None,
                "{value:?}"
            );
        }
        Ok(())
    }

    #[test]
    fn page_is_known_by_header_or_by_first_character() -> Result<(), Box<dyn std::error::Error>> {
        assert!(reply(&[("content-type", "text/html; charset=utf-8")])?.is_html());
        let mut unmarked = reply(&[])?;
        assert!(!unmarked.is_html());
        unmarked.body = Bytes::from_static(b"\n <html>");
        assert!(unmarked.is_html());
        Ok(())
    }
}
