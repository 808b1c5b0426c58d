//! The lowest layer: one HTTP request becomes one response, over the network or
//! in the same process.

use std::future::Future;
use std::pin::{Pin, pin};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;

use crate::{Cause, Obstacle};

/// The largest reply that is read, unpacked. A thousand collaborators take less
/// than one of these 32 MiB.
const LARGEST_REPLY: usize = 32 * 1024 * 1024;

pub(crate) type Exchange<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, Fault>> + Send + 'a>>;

/// Sends one request and gives its response, both complete.
pub(crate) trait Http: Send + Sync {
    fn send(&self, request: Request<Bytes>) -> Exchange<'_>;
}

/// Why a request has no response.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// No connection was made, so nothing was sent.
    NotSent(Cause),
    /// No connection can be made before somebody changes something.
    Blocked(Obstacle, Cause),
    /// The connection was lost or timed out after the request may have been sent.
    Lost(Cause),
    /// The response is larger than any documented one can be.
    TooLarge(StatusCode),
    /// The HTTP client or the request could not be built.
    Setup(Cause),
}

/// Reads a whole body, however it is cut.
pub(crate) async fn complete<B: Body<Data = Bytes>>(
    response: Response<B>,
    lost: impl Fn(B::Error) -> Cause,
) -> Result<Response<Bytes>, Fault> {
    let (parts, body) = response.into_parts();
    let mut body = pin!(body);
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Fault::Lost(lost(error)))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if read.len() + data.len() > LARGEST_REPLY {
            return Err(Fault::TooLarge(parts.status));
        }
        read.extend_from_slice(&data);
    }
    Ok(Response::from_parts(parts, read.into()))
}
