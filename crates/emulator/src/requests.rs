//! The record of every request, for tests to read.

use std::time::Instant;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use serde_json::Value;

/// One request as it arrived, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// 1 for the first request since the start, then counting up.
    pub number: u64,
    /// HTTP method.
    pub method: Method,
    /// The region whose API was called.
    pub region: String,
    /// Path as sent, without the region's prefix and the query.
    pub path: String,
    /// The body, if it was JSON.
    pub body: Option<Value>,
    /// All headers but `Authorization`.
    pub headers: HeaderMap,
    /// Whether `Authorization` held a bearer token, good or not.
    pub has_bearer: bool,
    /// Username of the caller; `None` without a good bearer token.
    pub caller: Option<String>,
    /// When it arrived.
    pub at: Instant,
    /// Requests under way when it arrived, itself included.
    pub in_flight: usize,
    /// Status of the answer; `None` while under way, or if none was sent.
    pub status: Option<u16>,
    /// Whether it changed the emulator's state, answered or not. Token
    /// exchanges do not count as a change.
    pub effect: bool,
}

impl RecordedRequest {
    /// Whether method and path fit; see [`FaultRule::on`](crate::FaultRule::on) for patterns.
    pub fn is(&self, method: &Method, pattern: &str) -> bool {
        self.method == *method && crate::paths::matches(pattern, &self.path)
    }

    /// The text of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// All requests since the start or since they were last taken.
#[derive(Debug, Default)]
pub(crate) struct Log {
    kept: Vec<RecordedRequest>,
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
        region: &str,
        caller: Option<String>,
    ) -> u64 {
        self.arrived += 1;
        self.in_flight += 1;
        let mut headers = parts.headers.clone();
        let authorization = headers.remove(header::AUTHORIZATION);
        self.kept.push(RecordedRequest {
            number: self.arrived,
            method: parts.method.clone(),
            region: region.to_owned(),
            path: parts.uri.path().to_owned(),
            body: serde_json::from_slice(body).ok(),
            headers,
            has_bearer: authorization.is_some_and(|value| value.as_bytes().starts_with(b"Bearer ")),
            caller,
            at: tokio::time::Instant::now().into_std(),
            in_flight: self.in_flight,
            status: None,
            effect: false,
        });
        self.arrived
    }

    pub(crate) fn took_effect(&mut self, number: u64) {
        if let Some(request) = self.find(number) {
            request.effect = true;
        }
    }

    /// Notes the end of a request, and the status of its answer if it got one.
    pub(crate) fn end(&mut self, number: u64, status: Option<u16>) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let Some(request) = self.find(number) {
            request.status = status;
        }
    }

    fn find(&mut self, number: u64) -> Option<&mut RecordedRequest> {
        let mut latest_first = self.kept.iter_mut().rev();
        latest_first.find(|request| request.number == number)
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.kept.clone()
    }

    pub(crate) fn take(&mut self) -> Vec<RecordedRequest> {
        std::mem::take(&mut self.kept)
    }

    pub(crate) fn count(&self, method: &Method, pattern: &str) -> usize {
        self.kept
            .iter()
            .filter(|request| request.is(method, pattern))
            .count()
    }
}
