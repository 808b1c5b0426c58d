//! One call from arrival to answer: recorded, limited, failed on demand, run, finished.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio_util::sync::CancellationToken;

use crate::faults::Action;
use crate::garbage::{self, Garbage};
use crate::rate_limit::Refused;
use crate::replies::{self, Wishes};
use crate::requests::End;
use crate::routes::Changed;
use crate::world::{Call, Shared};

/// Longest request body that is read, in bytes; a longer one cuts the line.
const BODY_LIMIT: usize = 1 << 20;

/// Tells hyper to close the connection without an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Cut {
    #[error("the connection was cut on demand")]
    OnDemand,
    #[error("the request body was not read")]
    Body(#[source] axum::Error),
}

/// What carrying out a call led to.
enum Outcome {
    Answer(Response),
    Cut,
    Hang,
}

/// One connection's view of the emulator.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) shared: Arc<Shared>,
    pub(crate) router: Router,
    pub(crate) number: u64,
    /// Cancelled when the emulator itself closes the connection.
    pub(crate) cut: CancellationToken,
}

/// Answers one request, or closes the connection with an error.
pub(crate) async fn answer(line: Line, request: Request<Incoming>) -> Result<Response, Cut> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), BODY_LIMIT)
        .await
        .map_err(Cut::Body)?;
    let wishes = Wishes::of(&parts);
    let mut call = line.shared.arrive(&parts, &body, line.number);
    let presence = Presence::new(&line, call.number);
    if let Some(caller) = call.caller.take() {
        parts.extensions.insert(caller);
    }
    let request = Request::from_parts(parts, Body::from(body));
    // A task of its own: a server does not notice that its client has left.
    let work = tokio::spawn(until_stopped(line.clone(), call, request));
    match work.await.unwrap_or(Outcome::Cut) {
        Outcome::Answer(response) => Ok(presence.finish(response, &wishes).await),
        Outcome::Hang => {
            line.shared.stop.cancelled().await;
            Err(Cut::OnDemand)
        }
        Outcome::Cut => {
            presence.end(End::Cut);
            Err(Cut::OnDemand)
        }
    }
}

async fn until_stopped(line: Line, call: Call, request: Request<Body>) -> Outcome {
    tokio::select! {
        biased;
        () = line.shared.stop.cancelled() => Outcome::Cut,
        outcome = carry_out(&line, call, request) => outcome,
    }
}

async fn carry_out(line: &Line, call: Call, request: Request<Body>) -> Outcome {
    let action = match call.verdict {
        Err(refused) => {
            let tell_wait = line.shared.lock().settings.rate_limit;
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
    let response = run(line, call.number, request).await;
    after_effect(action, response).await
}

/// The part of a fault that comes once the call has taken effect.
async fn after_effect(action: Option<Action>, response: Response) -> Outcome {
    match action {
        Some(Action::StatusAfter(answer)) => return Outcome::Answer(answer.into_response()),
        Some(Action::DropAfter) => return Outcome::Cut,
        Some(Action::DelayAfter(time)) => pause(time).await,
        Some(Action::HoldAfter(gate)) => gate.opened().await,
        Some(Action::Garbage(garbage)) => return Outcome::Answer(spoil(response, garbage).await),
        _ => {}
    }
    Outcome::Answer(response)
}

async fn run(line: &Line, number: u64, request: Request<Body>) -> Response {
    let router = TowerToHyperService::new(line.router.clone());
    let served: Result<Response, Infallible> = router.call(request).await;
    let response = served.unwrap_or_else(|never| match never {});
    if response.extensions().get::<Changed>().is_some() {
        line.shared.took_effect(number);
    }
    response
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

async fn spoil(response: Response, garbage: Garbage) -> Response {
    let (response, body) = read(response).await;
    garbage::spoilt(response, &body, garbage)
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

/// Lives as long as the client waits. Dropped without an end, it records that
/// the client has left.
struct Presence {
    shared: Arc<Shared>,
    cut: CancellationToken,
    number: u64,
    ended: bool,
}

impl Presence {
    fn new(line: &Line, number: u64) -> Self {
        Self {
            shared: Arc::clone(&line.shared),
            cut: line.cut.clone(),
            number,
            ended: false,
        }
    }

    fn end(mut self, end: End) {
        self.ended = true;
        self.shared.end(self.number, end);
    }

    async fn finish(self, response: Response, wishes: &Wishes) -> Response {
        let (response, body) = read(response).await;
        let (replies, now) = {
            let world = self.shared.lock();
            (world.settings.replies, world.settings.clock.now())
        };
        let (response, length) = replies::finished(response, body, wishes, replies, now);
        self.shared.lock().log.bytes_sent += length;
        self.end(End::Answered(response.status().as_u16()));
        response
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let end = if self.cut.is_cancelled() {
            End::Cut
        } else {
            End::ClientLeft
        };
        self.shared.end(self.number, end);
    }
}
