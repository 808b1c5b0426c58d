//! The layer above HTTP: a call becomes a request, its response a reply, within
//! the time that one attempt may take.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request};
use tokio::time::{Instant, timeout};
use tracing::debug;

use super::call::Call;
use super::http::{Fault, Http};
use super::reply::{Failure, Reply};
use super::scope::Scope;
use super::service::Service;
use crate::Settings;

/// Sends calls, one request each.
pub(crate) struct Sender {
    http: Arc<dyn Http>,
    user_agent: String,
    timeout: Duration,
}

#[derive(Debug, thiserror::Error)]
#[error("no complete answer within {0:?}")]
struct TooSlow(Duration);

impl Sender {
    pub(crate) fn new(http: Arc<dyn Http>, settings: &Settings) -> Self {
        Self {
            http,
            user_agent: settings.user_agent.clone(),
            timeout: settings.request_timeout,
        }
    }

    async fn exchange(&self, call: &Call) -> Result<Reply, Failure> {
        let request = self
            .request(call)
            .map_err(|error| Fault::Setup(Arc::new(error)))?;
        let response = timeout(self.timeout, self.http.send(request))
            .await
            .map_err(|_| Fault::Lost(Arc::new(TooSlow(self.timeout))))??;
        Ok(Reply::new(call.name.clone(), response))
    }

    fn request(&self, call: &Call) -> http::Result<Request<Bytes>> {
        let mut request = Request::builder()
            .method(&call.method)
            .uri(call.url.as_str())
            .header(USER_AGENT, &self.user_agent)
            .header(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(authorization) = &call.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if call.body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        request.body(call.body.clone().unwrap_or_default())
    }
}

impl Service for Sender {
    type Failure = Failure;

    async fn call(&self, call: &Call, scope: &Scope) -> Result<Reply, Failure> {
        if scope.is_cancelled() {
            return Err(Failure::Cancelled { sent: false });
        }
        let started = Instant::now();
        let exchange = self.exchange(call);
        tokio::pin!(exchange);
        let result = tokio::select! {
            biased;
            result = &mut exchange => result,
            () = scope.cancelled() => timeout(call.grace, exchange)
                .await
                .unwrap_or(Err(Failure::Cancelled { sent: call.changes() })),
        };
        log(call, scope, &result, started.elapsed());
        result
    }
}

fn log(call: &Call, scope: &Scope, result: &Result<Reply, Failure>, took: Duration) {
    let (method, path, attempt) = (call.name.method(), call.name.path(), scope.attempt);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match result {
        Ok(reply) => {
            let status = reply.status.as_u16();
            debug!(
                method,
                path, attempt, status, duration_ms, "Scalingo answered"
            );
        }
        Err(failure) => {
            let fault = failure.kind();
            debug!(
                method,
                path, attempt, fault, duration_ms, "no reply from Scalingo"
            );
        }
    }
}
