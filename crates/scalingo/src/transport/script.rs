//! A lowest layer for tests: it answers from a script and notes what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Method, Response};
use tokio_util::sync::CancellationToken;

use super::call::Call;
use super::http::Fault;
use super::reply::{Failure, Reply};
use super::scope::Scope;
use super::service::Service;
use crate::{CallName, Error};

/// Answers in order, then 200 with an empty body for ever. Each answer takes `latency`.
#[derive(Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<Result<Reply, Failure>>>,
    seen: Mutex<Vec<Seen>>,
    latency: Duration,
}

/// One call that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) name: String,
    pub(crate) authorization: Option<String>,
    pub(crate) attempt: u32,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Result<Reply, Failure>>) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            ..Self::default()
        }
    }

    pub(crate) fn slow(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        lock(&self.seen).clone()
    }
}

impl Service for Arc<Script> {
    type Failure = Failure;

    async fn call(&self, call: &Call, scope: &Scope) -> Result<Reply, Failure> {
        let authorization = call
            .authorization
            .as_ref()
            .and_then(|header| header.to_str().ok());
        lock(&self.seen).push(Seen {
            name: call.name.to_string(),
            authorization: authorization.map(str::to_owned),
            attempt: scope.attempt,
        });
        let answer = lock(&self.answers).pop_front();
        tokio::time::sleep(self.latency).await;
        let reply = answer.unwrap_or_else(|| Ok(reply(200, "")))?;
        Ok(Reply {
            call: call.name.clone(),
            ..reply
        })
    }
}

/// A reply without headers.
pub(crate) fn reply(status: u16, body: &str) -> Reply {
    let mut response = Response::new(body.to_owned().into());
    *response.status_mut() = status.try_into().unwrap_or_default();
    Reply::new(CallName::new(Method::GET, "/v1"), response)
}

/// A connection lost after the call was sent.
pub(crate) fn lost() -> Failure {
    Failure::Fault(Fault::Lost(Arc::new(std::io::Error::other("reset"))))
}

/// A connection that was never made.
pub(crate) fn not_sent() -> Failure {
    Failure::Fault(Fault::NotSent(Arc::new(std::io::Error::other("refused"))))
}

/// A call of an app.
pub(crate) fn call(method: Method) -> Result<Call, Error> {
    let base = "https://api.example.com".parse().map_err(Error::setup)?;
    Call::new(method, &base, &["apps", "my-app"])
}

/// Patience of five minutes.
pub(crate) fn patient() -> Scope {
    Scope::new(CancellationToken::new(), Duration::from_mins(5))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
