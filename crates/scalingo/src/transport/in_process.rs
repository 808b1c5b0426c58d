//! Requests to a service in the same process.

use std::future::poll_fn;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::http::{Exchange, Fault, Http, complete};
use crate::Cause;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A service that answers instead of a server.
pub(crate) struct InProcess<S>(pub(crate) S);

impl<S, B> Http for InProcess<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone + Send + Sync,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: Body<Data = Bytes> + Send,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: Request<Bytes>) -> Exchange<'_> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| Fault::NotSent(cause(error)))?;
            let response = service.call(request.map(Full::new)).await;
            complete(response.map_err(|error| Fault::Lost(cause(error)))?, cause).await
        })
    }
}

fn cause(error: impl Into<BoxError>) -> Cause {
    Cause::from(error.into())
}
