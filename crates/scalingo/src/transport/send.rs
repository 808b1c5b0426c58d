//! The lowest layer: one HTTP request, one reply.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, redirect, retry};
use tokio::sync::OnceCell;
use tracing::debug;

use super::call::Call;
use super::reply::{Failure, Reply};
use super::{Scope, Service};
use crate::{Cause, Settings};

/// The largest reply that is read, unpacked. A thousand collaborators take less than one of these 32 MiB.
const LARGEST_REPLY: usize = 32 * 1024 * 1024;
/// How long connecting may take when a whole attempt may take longer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends calls over kept connections. The HTTP client is built at the first call, because reading the system's
/// certificates takes a while and many runs of a provider never call anything.
pub(crate) struct HttpSender {
    client: OnceCell<Client>,
    user_agent: String,
    timeout: Duration,
}

impl HttpSender {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            client: OnceCell::new(),
            user_agent: settings.user_agent.clone(),
            timeout: settings.request_timeout,
        }
    }

    async fn client(&self) -> Result<&Client, Failure> {
        let build = || async {
            let (user_agent, timeout) = (self.user_agent.clone(), self.timeout);
            // Certificates are files: read them where blocking is allowed.
            tokio::task::spawn_blocking(move || build(&user_agent, timeout))
                .await
                .map_err(|gone| Failure::Setup(Arc::new(gone)))?
        };
        self.client.get_or_try_init(build).await
    }

    async fn exchange(&self, client: &Client, call: &Call) -> Result<Reply, Failure> {
        let response = request(client, call).send().await.map_err(fault)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = body(response).await?;
        Ok(Reply::new(status, &headers, body))
    }
}

impl Service for HttpSender {
    type Failure = Failure;

    async fn call(&self, call: &Call, scope: &Scope) -> Result<Reply, Failure> {
        let client = tokio::select! {
            biased;
            () = scope.cancelled() => return Err(Failure::Cancelled { sent: false }),
            client = self.client() => client?,
        };
        let started = Instant::now();
        let exchange = self.exchange(client, call);
        tokio::pin!(exchange);
        let result = tokio::select! {
            biased;
            result = &mut exchange => result,
            () = scope.cancelled() => tokio::time::timeout(call.grace, exchange)
                .await
                .unwrap_or(Err(Failure::Cancelled { sent: call.changes() })),
        };
        log(call, scope, &result, started.elapsed());
        result
    }
}

fn build(user_agent: &str, timeout: Duration) -> Result<Client, Failure> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    Client::builder()
        .user_agent(user_agent)
        .default_headers(headers)
        .timeout(timeout)
        .connect_timeout(timeout.min(CONNECT_TIMEOUT))
        .redirect(redirect::Policy::none())
        // The retry layer alone decides what is sent again.
        .retry(retry::never())
        .build()
        .map_err(|error| Failure::Setup(Arc::new(error)))
}

fn request(client: &Client, call: &Call) -> RequestBuilder {
    let mut request = client.request(call.method.clone(), call.url.clone());
    if let Some(authorization) = &call.authorization {
        request = request.header(AUTHORIZATION, authorization.clone());
    }
    if let Some(body) = &call.body {
        request = request
            .header(CONTENT_TYPE, "application/json")
            .body(body.clone());
    }
    request
}

async fn body(mut response: Response) -> Result<Vec<u8>, Failure> {
    let status = response.status();
    let mut body = Vec::new();
    // A fault this late is never `NotSent`, whatever its kind.
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| Failure::Lost(cause(error)))?
    {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(Failure::TooLarge(status));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn fault(error: reqwest::Error) -> Failure {
    if error.is_builder() {
        Failure::Setup(cause(error))
    } else if error.is_connect() {
        Failure::NotSent(cause(error))
    } else {
        Failure::Lost(cause(error))
    }
}

/// Takes the address off: its query can hold a name, and the call is named by whoever reports this.
fn cause(error: reqwest::Error) -> Cause {
    Arc::new(error.without_url())
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
