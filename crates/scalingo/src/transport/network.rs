//! Requests over the network, by `reqwest`.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use reqwest::{Client, redirect, retry};
use tokio::sync::OnceCell;

use super::http::{Exchange, Fault, Http, complete};
use crate::Cause;

/// How long connecting may take when a whole attempt may take longer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Keeps its connections. The HTTP client is built at the first request,
/// because reading the system's certificates takes a while and many runs of a
/// provider never call anything.
#[derive(Default)]
pub(crate) struct Network {
    client: OnceCell<Client>,
}

impl Network {
    async fn client(&self) -> Result<&Client, Fault> {
        // Certificates are files: read them where blocking is allowed.
        let build = || async {
            tokio::task::spawn_blocking(build)
                .await
                .map_err(|gone| Fault::Setup(Arc::new(gone)))?
        };
        self.client.get_or_try_init(build).await
    }
}

impl Http for Network {
    fn send(&self, request: Request<Bytes>) -> Exchange<'_> {
        Box::pin(async move {
            let client = self.client().await?;
            let request = request.try_into().map_err(fault)?;
            let response: Response<reqwest::Body> =
                client.execute(request).await.map_err(fault)?.into();
            complete(response, cause).await
        })
    }
}

fn build() -> Result<Client, Fault> {
    Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(redirect::Policy::none())
        // The retry layer alone decides what is sent again.
        .retry(retry::never())
        .build()
        .map_err(|error| Fault::Setup(Arc::new(error)))
}

fn fault(error: reqwest::Error) -> Fault {
    if error.is_builder() {
        Fault::Setup(cause(error))
    } else if error.is_connect() {
        Fault::NotSent(cause(error))
    } else {
        Fault::Lost(cause(error))
    }
}

/// Takes the address off: its query can hold a name, and the call is named by
/// whoever reports this.
fn cause(error: reqwest::Error) -> Cause {
    Arc::new(error.without_url())
}
