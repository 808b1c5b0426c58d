//! The record of every request, for tests to read.

use std::collections::VecDeque;
use std::time::Instant;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use serde_json::Value;

/// The record keeps this many requests and then forgets the oldest.
const KEPT: usize = 100_000;

/// One request as it arrived, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// 1 for the first request since the start, then counting up.
    pub number: u64,
    /// Number of the connection it came in on, counted from 1.
    pub connection: u64,
    /// HTTP method.
    pub method: Method,
    /// Path as sent, without the query.
    pub path: String,
    /// Query as sent, without the question mark.
    pub query: Option<String>,
    /// The body, if it was JSON.
    pub body: Option<Value>,
    /// Headers a test may want to look at.
    pub headers: RecordedHeaders,
    /// Username of the caller; `None` without a good bearer token.
    pub caller: Option<String>,
    /// When it arrived.
    pub at: Instant,
    /// When the answer was handed to the connection.
    pub answered_at: Option<Instant>,
    /// Requests under way when it arrived, itself included.
    pub in_flight: usize,
    /// Status of the answer; `None` while under way, or if none was sent.
    pub status: Option<u16>,
    /// Whether it changed the emulator's state, answered or not. Token
    /// exchanges do not count as a change.
    pub effect: bool,
    /// Whether the client closed the connection before it had an answer.
    pub client_left: bool,
}

impl RecordedRequest {
    /// Whether method and path fit; see [`FaultRule::on`](crate::FaultRule::on) for patterns.
    pub fn is(&self, method: &Method, pattern: &str) -> bool {
        self.method == *method && crate::paths::matches(pattern, &self.path)
    }
}

/// Headers a test may want to look at; secrets are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedHeaders {
    /// `User-Agent`.
    pub user_agent: Option<String>,
    /// `Accept`.
    pub accept: Option<String>,
    /// `Accept-Encoding`.
    pub accept_encoding: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// Whether `Authorization` held a bearer token, good or not.
    pub has_bearer: bool,
}

impl RecordedHeaders {
    fn of(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| {
            let value = headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            user_agent: text(header::USER_AGENT),
            accept: text(header::ACCEPT),
            accept_encoding: text(header::ACCEPT_ENCODING),
            content_type: text(header::CONTENT_TYPE),
            if_none_match: text(header::IF_NONE_MATCH),
            has_bearer: text(header::AUTHORIZATION)
                .is_some_and(|value| value.starts_with("Bearer ")),
        }
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Answered(u16),
    Cut,
    ClientLeft,
}

/// All requests since the start or since they were last taken.
#[derive(Debug, Default)]
pub(crate) struct Log {
    kept: VecDeque<RecordedRequest>,
    arrived: u64,
    in_flight: usize,
    pub(crate) bytes_sent: u64,
    pub(crate) connections: u64,
}

impl Log {
    /// Records an arrival and returns its number.
    pub(crate) fn begin(
        &mut self,
        parts: &Parts,
        body: &[u8],
        connection: u64,
        caller: Option<String>,
    ) -> u64 {
        self.arrived += 1;
        self.in_flight += 1;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(RecordedRequest {
            number: self.arrived,
            connection,
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            body: serde_json::from_slice(body).ok(),
            headers: RecordedHeaders::of(&parts.headers),
            caller,
            at: Instant::now(),
            answered_at: None,
            in_flight: self.in_flight,
            status: None,
            effect: false,
            client_left: false,
        });
        self.arrived
    }

    pub(crate) fn took_effect(&mut self, number: u64) {
        if let Some(request) = self.find(number) {
            request.effect = true;
        }
    }

    pub(crate) fn end(&mut self, number: u64, end: End) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let Some(request) = self.find(number) else {
            return;
        };
        match end {
            End::Answered(status) => {
                request.status = Some(status);
                request.answered_at = Some(Instant::now());
            }
            End::Cut => {}
            End::ClientLeft => request.client_left = true,
        }
    }

    fn find(&mut self, number: u64) -> Option<&mut RecordedRequest> {
        self.kept
            .iter_mut()
            .rev()
            .find(|request| request.number == number)
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.kept.iter().cloned().collect()
    }

    pub(crate) fn take(&mut self) -> Vec<RecordedRequest> {
        std::mem::take(&mut self.kept).into()
    }

    pub(crate) fn count(&self, method: &Method, pattern: &str) -> usize {
        self.kept
            .iter()
            .filter(|request| request.is(method, pattern))
            .count()
    }
}
