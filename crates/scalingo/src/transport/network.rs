//! Requests over the network, by `reqwest`.

use std::error::Error as StdError;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, ClientBuilder, redirect, retry};
use tokio::sync::OnceCell;

use super::http::{Exchange, Fault, Http, complete};
use super::proxies::Proxies;
use crate::{Cause, Obstacle};

/// How long connecting may take when a whole attempt may take longer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Keeps its connections. Each HTTP client is built at the first request that
/// needs it, because reading the system's certificates takes a while and many
/// runs of a provider never call anything.
#[derive(Default)]
pub(crate) struct Network {
    proxies: OnceLock<Proxies>,
    through_proxy: OnceCell<Client>,
    direct: OnceCell<Client>,
}

/// The name of a host that no address was found for.
#[derive(Debug, thiserror::Error)]
#[error("no address was found for the host {host}")]
struct UnknownHost {
    host: String,
    source: io::Error,
}

impl Network {
    async fn client(&self, by_proxy: bool) -> Result<&Client, Fault> {
        let (cell, builder) = if by_proxy {
            (&self.through_proxy, Client::builder())
        } else {
            (&self.direct, Client::builder().no_proxy())
        };
        // Certificates are files: read them where blocking is allowed.
        let build = || async {
            tokio::task::spawn_blocking(|| build(builder))
                .await
                .map_err(|gone| Fault::Setup(Arc::new(gone)))?
        };
        cell.get_or_try_init(build).await
    }
}

impl Http for Network {
    fn send(&self, request: Request<Bytes>) -> Exchange<'_> {
        Box::pin(async move {
            let proxies = self.proxies.get_or_init(Proxies::of_the_system);
            let by_proxy = proxies
                .apply_to(request.uri())
                .map_err(|error| Fault::Blocked(Obstacle::ProxyAddress, Arc::new(error)))?;
            let client = self.client(by_proxy).await?;
            let fault = |error| fault(error, by_proxy);
            let request = request.try_into().map_err(fault)?;
            let response: Response<reqwest::Body> =
                client.execute(request).await.map_err(fault)?.into();
            complete(response, cause).await
        })
    }
}

fn build(builder: ClientBuilder) -> Result<Client, Fault> {
    builder
        .connect_timeout(CONNECT_TIMEOUT)
        .dns_resolver(Arc::new(Hosts))
        .redirect(redirect::Policy::none())
        // The retry layer alone decides what is sent again.
        .retry(retry::never())
        .build()
        .map_err(|error| Fault::Setup(Arc::new(error)))
}

/// Asks the system, and says so where the system does not know a host.
struct Hosts;

impl Resolve for Hosts {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let addresses: Vec<_> = found
                .map_err(|source| UnknownHost {
                    host: name.as_str().to_owned(),
                    source,
                })?
                .collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn fault(error: reqwest::Error, by_proxy: bool) -> Fault {
    if error.is_builder() {
        return Fault::Setup(cause(error));
    }
    if !error.is_connect() {
        return Fault::Lost(cause(error));
    }
    match obstacle(&error, by_proxy) {
        Some(obstacle) => Fault::Blocked(obstacle, cause(error)),
        None => Fault::NotSent(cause(error)),
    }
}

/// What will keep every attempt from connecting.
fn obstacle(error: &reqwest::Error, by_proxy: bool) -> Option<Obstacle> {
    let certificate = |tls: &rustls::Error| matches!(tls, rustls::Error::InvalidCertificate(_));
    let refused = |io: &io::Error| io.kind() == io::ErrorKind::ConnectionRefused;
    if find(error, certificate) {
        return Some(Obstacle::Certificate);
    }
    if find(error, |_: &UnknownHost| true) {
        return Some(Obstacle::UnknownHost);
    }
    if by_proxy && find(error, refused) {
        return Some(Obstacle::ProxyRefused);
    }
    wants_sign_in(error).then_some(Obstacle::ProxySignIn)
}

/// The type of this error is private to `hyper-util`; a test holds its words.
fn wants_sign_in(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.to_string().ends_with("proxy authorization required"))
}

fn find<E: StdError + 'static>(error: &reqwest::Error, is_it: impl Fn(&E) -> bool) -> bool {
    causes(error).any(|cause| cause.downcast_ref().is_some_and(&is_it))
}

/// Every error underneath. An I/O error hides the one it was made of from `source`.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let first = error.source();
    std::iter::successors(first, |cause| under(*cause))
}

fn under<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    let made_of = cause.downcast_ref().and_then(io::Error::get_ref);
    match made_of {
        Some(inner) => Some(inner),
        None => cause.source(),
    }
}

/// Takes the address off: its query can hold a name, and the call is named by
/// whoever reports this.
fn cause(error: reqwest::Error) -> Cause {
    Arc::new(error.without_url())
}

#[cfg(test)]
mod tests;
