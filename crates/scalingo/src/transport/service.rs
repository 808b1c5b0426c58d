//! What a layer of the transport is.

use std::future::Future;

use super::call::Call;
use super::reply::Reply;
use super::scope::Scope;

/// One layer: takes a call and gives its reply.
pub(crate) trait Service: Send + Sync {
    /// What this layer says when there is no reply.
    type Failure;

    /// Makes the call within the scope's patience, until the scope is cancelled.
    fn call(
        &self,
        call: &Call,
        scope: &Scope,
    ) -> impl Future<Output = Result<Reply, Self::Failure>> + Send;
}
