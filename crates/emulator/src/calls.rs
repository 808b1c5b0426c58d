//! One call from arrival to answer: recorded, limited, failed on demand, run, finished.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tower_service::Service;

use crate::errors::ApiError;
use crate::faults::Action;
use crate::rate_limit::Refused;
use crate::replies;
use crate::routes::{self, Changed};
use crate::state::DEFAULT_REGION;
use crate::world::{Call, Shared};

/// Longest request body that is read, in bytes; a longer one gets no answer.
const BODY_LIMIT: usize = 1 << 20;

/// A request that gets no answer. Over a network it is a closed connection.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// A fault rule wanted it, or the emulator has ended.
    #[error("the connection was cut on demand")]
    OnDemand,
    /// The body did not come, or is longer than a mebibyte.
    #[error("the request body was not read")]
    Body(#[source] axum::Error),
}

/// What carrying out a call led to.
enum Outcome {
    Answer(Response),
    Cut,
    Hang,
}

/// All of the emulator's APIs as a service, for a client in the same process.
/// Calls are recorded and fail on demand as they do over the network.
#[derive(Clone, Debug)]
pub struct Router {
    shared: Arc<Shared>,
    routes: axum::Router,
}

impl Router {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let routes = routes::router(Arc::clone(&shared));
        Self { shared, routes }
    }
}

impl<B> Service<Request<B>> for Router
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<Response, NoAnswer>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NoAnswer>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        Box::pin(answer(self.clone(), request.map(Body::new)))
    }
}

async fn answer(router: Router, request: Request<Body>) -> Result<Response, NoAnswer> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.map_err(NoAnswer::Body)?;
    let region = take_region(&mut parts);
    let takes_gzip = replies::takes_gzip(&parts.headers);
    let mut call = router
        .shared
        .record(|world| world.arrive(&parts, &body, &region));
    let presence = Presence::new(&router.shared, call.number);
    if let Some(caller) = call.caller.take() {
        parts.extensions.insert(caller);
    }
    let request = Request::from_parts(parts, Body::from(body));
    // A task of its own: a server does not notice that its client has left.
    let work = tokio::spawn(until_stopped(router.clone(), call, request));
    match work.await.unwrap_or(Outcome::Cut) {
        Outcome::Answer(response) => Ok(presence.finish(response, takes_gzip).await),
        Outcome::Hang => {
            router.shared.stop.cancelled().await;
            Err(NoAnswer::OnDemand)
        }
        Outcome::Cut => Err(NoAnswer::OnDemand),
    }
}

/// Takes the part of the path off that stands for another region's API, and
/// gives the region's name.
fn take_region(parts: &mut Parts) -> String {
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let other = path
        .strip_prefix("/regions/")
        .and_then(|rest| rest.split_once('/'))
        .and_then(|(region, rest)| Some((region.to_owned(), format!("/{rest}").parse().ok()?)));
    let Some((region, rest)): Option<(String, Uri)> = other else {
        return DEFAULT_REGION.to_owned();
    };
    parts.uri = rest;
    region
}

async fn until_stopped(router: Router, call: Call, request: Request<Body>) -> Outcome {
    tokio::select! {
        biased;
        () = router.shared.stop.cancelled() => Outcome::Cut,
        outcome = carry_out(&router, call, request) => outcome,
    }
}

async fn carry_out(router: &Router, call: Call, request: Request<Body>) -> Outcome {
    let action = match call.verdict {
        Err(refused) => {
            let tell_wait = router.shared.lock().settings.rate_limit;
            let tell_wait = tell_wait.is_some_and(|limit| limit.retry_after);
            return Outcome::Answer(retry_later(refused, tell_wait));
        }
        Ok(action) => action,
    };
    pause(call.latency).await;
    match action {
        Some(Action::Status(answer)) => return Outcome::Answer(answer.into_response()),
        Some(Action::DropBefore) => return Outcome::Cut,
        Some(Action::Hang) => return Outcome::Hang,
        Some(Action::Delay(time)) => pause(time).await,
        Some(Action::Hold(ref gate)) => gate.opened().await,
        _ => {}
    }
    let response = run(router, call.number, request).await;
    after_effect(action, response).await
}

/// The part of a fault that comes once the call has taken effect.
async fn after_effect(action: Option<Action>, response: Response) -> Outcome {
    match action {
        Some(Action::StatusAfter(answer)) => return Outcome::Answer(answer.into_response()),
        Some(Action::DropAfter) => return Outcome::Cut,
        Some(Action::DelayAfter(time)) => pause(time).await,
        Some(Action::HoldAfter(gate)) => gate.opened().await,
        Some(Action::Garbage(garbage)) => {
            let (response, body) = read(response).await;
            return Outcome::Answer(garbage.spoilt(response, &body));
        }
        _ => {}
    }
    Outcome::Answer(response)
}

async fn run(router: &Router, number: u64, request: Request<Body>) -> Response {
    let served: Result<Response, Infallible> = router.routes.clone().call(request).await;
    let response = served.unwrap_or_else(|never| match never {});
    if response.extensions().get::<Changed>().is_some() {
        router.shared.record(|world| world.log.took_effect(number));
    }
    match response.extensions().get::<ApiError>() {
        Some(error) => error.answer(&router.shared.lock().settings),
        None => response,
    }
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// Takes the body out; ours are in memory, so reading cannot fail.
async fn read(response: Response) -> (Response, Bytes) {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    (Response::from_parts(parts, Body::empty()), body)
}

/// The documented refusal: plain text, not JSON.
fn retry_later(refused: Refused, tell_wait: bool) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, "Retry later").into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    if tell_wait {
        let seconds = refused.wait.as_millis().div_ceil(1000);
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Lives as long as the client waits; its end is the end of the request.
struct Presence {
    shared: Arc<Shared>,
    number: u64,
    status: Option<u16>,
}

impl Presence {
    fn new(shared: &Arc<Shared>, number: u64) -> Self {
        Self {
            shared: Arc::clone(shared),
            number,
            status: None,
        }
    }

    async fn finish(mut self, response: Response, takes_gzip: bool) -> Response {
        let (response, body) = read(response).await;
        let mut world = self.shared.lock();
        let (response, length) = replies::finished(response, body, takes_gzip, world.now());
        world.log.bytes_sent += length;
        drop(world);
        self.status = Some(response.status().as_u16());
        response
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let (number, status) = (self.number, self.status);
        self.shared.record(|world| world.log.end(number, status));
    }
}
