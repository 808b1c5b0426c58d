//! The host's side services: shutdown and the standard streams.

use futures_util::{StreamExt, stream};
use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status};

use super::lifetime::{Ended, Lifetime};
use crate::wire::plugin::grpc_controller_server::{GrpcController, GrpcControllerServer};
use crate::wire::plugin::grpc_stdio_server::{GrpcStdio, GrpcStdioServer};
use crate::wire::plugin::{Empty, StdioData};

/// Lets the host end the process.
pub(super) struct Controller {
    lifetime: Lifetime,
}

/// The service that ends `lifetime` when the host says so.
pub(super) fn controller_service(lifetime: Lifetime) -> GrpcControllerServer<Controller> {
    GrpcControllerServer::new(Controller { lifetime })
}

#[tonic::async_trait]
impl GrpcController for Controller {
    /// Answers at once: the host sets no deadline and kills the process two
    /// seconds later.
    async fn shutdown(&self, _request: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.lifetime.end(Ended::Shutdown);
        Ok(Response::new(Empty {}))
    }
}

/// Answers the host's wish to see what the plugin prints.
///
/// It prints nothing after the handshake, so the stream stays empty; it is
/// held open because hosts complain about one that ends early.
pub(super) struct Stdio {
    lifetime: Lifetime,
}

/// The service whose streams end with `lifetime`.
pub(super) fn stdio_service(lifetime: Lifetime) -> GrpcStdioServer<Stdio> {
    GrpcStdioServer::new(Stdio { lifetime })
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    /// A server that shuts down waits for open streams, so this one ends with
    /// the process.
    async fn stream_stdio(
        &self,
        _request: Request<()>,
    ) -> Result<Response<BoxStream<StdioData>>, Status> {
        let lifetime = self.lifetime.clone();
        let silence = stream::pending().take_until(async move { lifetime.ended().await });
        Ok(Response::new(Box::pin(silence)))
    }
}
