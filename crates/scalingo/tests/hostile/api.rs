//! A small API of one app on tokio's clock, which may stand still.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use scalingo::{Client, SecretString, Settings, Transport};
use serde_json::{Value, json};
use tokio::time::Instant;

pub(crate) const APP: &str = "my-app";
pub(crate) const APP_ID: &str = "5343eccd646aa30012620001";
/// A whole minute of the server's clock, at which every test begins.
const BEGINNING: u64 = 1_795_200_000;
const MINUTE: Duration = Duration::from_mins(1);

/// One request, and when it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) call: String,
    pub(crate) at: Duration,
    pub(crate) status: u16,
}

/// A fault takes the place of an answer.
pub(crate) type Fault = Arc<dyn Fn(&str) -> Option<Response> + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Api {
    began: Instant,
    latency: Duration,
    /// Calls per minute of the server's clock, sign-in not counted.
    limit: Option<usize>,
    fault: Option<Fault>,
    /// Which calls are never answered.
    hangs: fn(&str) -> bool,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    people: Vec<Value>,
    invited: usize,
    seen: Vec<Seen>,
}

impl Api {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            latency: Duration::from_millis(50),
            limit: None,
            fault: None,
            hangs: |_| false,
            inner: Arc::default(),
        }
    }

    pub(crate) fn limited(limit: usize) -> Self {
        Self {
            limit: Some(limit),
            ..Self::new()
        }
    }

    /// The same API that answers with `fault` where it gives an answer; it is
    /// told the method and the path.
    pub(crate) fn with_fault(
        self,
        fault: impl Fn(&str) -> Option<Response> + Send + Sync + 'static,
    ) -> Self {
        Self {
            fault: Some(Arc::new(fault)),
            ..self
        }
    }

    /// The same API that takes this long for every answer.
    pub(crate) fn slow(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    /// The same API that never answers some calls.
    pub(crate) fn hanging(self, hangs: fn(&str) -> bool) -> Self {
        Self { hangs, ..self }
    }

    pub(crate) fn client(&self, change: impl FnOnce(&mut Settings)) -> Client {
        let mut settings = Settings::new(SecretString::from("tk-us-1"), "test/1");
        change(&mut settings);
        let router = Router::new().fallback(answer).with_state(self.clone());
        Client::over(Transport::in_process(router), settings)
    }

    /// Puts people on the app; their ids.
    pub(crate) fn add(&self, people: usize) -> Vec<String> {
        let mut inner = self.lock();
        (0..people)
            .map(|number| inner.add(&format!("user{number}@example.com"), false))
            .filter_map(|row| Some(row.get("id")?.as_str()?.to_owned()))
            .collect()
    }

    /// Puts a row on the list that differs from a usual one in these fields; or
    /// that is no row at all.
    pub(crate) fn add_row(&self, fields: Value) {
        let mut inner = self.lock();
        let mut row = inner.add("", false);
        match fields {
            Value::Object(fields) => fields
                .into_iter()
                .for_each(|(name, value)| row[name] = value),
            other => row = other,
        }
        inner.people.pop();
        inner.people.push(row);
    }

    pub(crate) fn remove_everybody(&self) {
        self.lock().people.clear();
    }

    /// How many calls were made whose method and path begin like this.
    pub(crate) fn calls(&self, beginning: &str) -> usize {
        let begins = |seen: &&Seen| seen.call.starts_with(beginning);
        self.seen().iter().filter(begins).count()
    }

    pub(crate) fn people(&self) -> Vec<Value> {
        self.lock().people.clone()
    }

    /// How many invitations were sent.
    pub(crate) fn invited(&self) -> usize {
        self.lock().invited
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over_limit(&self, call: &str) -> bool {
        let minute = |at: Duration| at.as_secs() / 60;
        let now = minute(self.began.elapsed());
        let counted = |seen: &&Seen| minute(seen.at) == now && !seen.call.ends_with("/exchange");
        let calls = self.lock().seen.iter().filter(counted).count();
        !call.ends_with("/exchange") && self.limit.is_some_and(|limit| calls >= limit)
    }

    fn reply(&self, call: &str, body: &[u8]) -> Response {
        if let Some(fault) = self.fault.as_ref().and_then(|fault| fault(call)) {
            return fault;
        }
        if self.is_over_limit(call) {
            return (StatusCode::TOO_MANY_REQUESTS, "Retry later").into_response();
        }
        self.lock().answer(call, body)
    }
}

async fn answer(State(api): State<Api>, method: Method, uri: Uri, body: Bytes) -> Response {
    let (call, at) = (format!("{method} {}", uri.path()), api.began.elapsed());
    let mut response = api.reply(&call, &body);
    let date = UNIX_EPOCH + Duration::from_secs(BEGINNING) + at;
    if let Ok(date) = HeaderValue::from_str(&http_date(date)) {
        response.headers_mut().insert(header::DATE, date);
    }
    let status = response.status().as_u16();
    let hangs = (api.hangs)(&call);
    api.lock().seen.push(Seen { call, at, status });
    if hangs {
        return std::future::pending().await;
    }
    tokio::time::sleep(api.latency).await;
    response
}

fn http_date(at: SystemTime) -> String {
    httpdate::fmt_http_date(at)
}

impl Inner {
    fn add(&mut self, email: &str, is_limited: bool) -> Value {
        let row = json!({
            "id": format!("{:024x}", self.people.len() + 1),
            "email": email,
            "username": "n/a",
            "status": "pending",
            "is_limited": is_limited,
            "app_id": APP_ID,
            "app_name": APP,
        });
        self.people.push(row.clone());
        row
    }

    fn answer(&mut self, call: &str, body: &[u8]) -> Response {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let sent = body.get("collaborator").cloned().unwrap_or_default();
        let is_limited = sent.get("is_limited").and_then(Value::as_bool);
        let id = call.rsplit('/').next().unwrap_or_default().to_owned();
        match call.split_once("/v1/").unwrap_or_default() {
            ("POST ", "tokens/exchange") => axum::Json(json!({"token": "bearer"})).into_response(),
            ("GET ", "apps/my-app") => {
                axum::Json(json!({"app": {"id": APP_ID, "name": APP}})).into_response()
            }
            ("GET ", path) if path.ends_with("collaborators") => {
                axum::Json(json!({"collaborators": self.people})).into_response()
            }
            ("POST ", _) => {
                self.invited += 1;
                let email = sent
                    .get("email")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                let row = self.add(email, is_limited.unwrap_or(true));
                (
                    StatusCode::CREATED,
                    axum::Json(json!({"collaborator": row})),
                )
                    .into_response()
            }
            ("PATCH ", _) => {
                let row = self
                    .people
                    .iter_mut()
                    .find(|row| row.get("id") == Some(&json!(id)));
                if let Some(is_limited) = row.and_then(|row| row.get_mut("is_limited")) {
                    *is_limited = sent.get("is_limited").cloned().unwrap_or_default();
                }
                let row = self
                    .people
                    .iter()
                    .find(|row| row.get("id") == Some(&json!(id)));
                axum::Json(json!({"collaborator": row})).into_response()
            }
            ("DELETE ", _) => {
                self.people.retain(|row| row.get("id") != Some(&json!(id)));
                StatusCode::NO_CONTENT.into_response()
            }
            _ => StatusCode::NOT_IMPLEMENTED.into_response(),
        }
    }
}

/// The minutes in which calls were accepted, and how many in each.
pub(crate) fn by_minute(seen: &[Seen]) -> Vec<(usize, usize)> {
    let mut minutes: Vec<(usize, usize)> = Vec::new();
    for seen in seen.iter().filter(|seen| !seen.call.ends_with("/exchange")) {
        let minute = usize::try_from(seen.at.as_secs() / MINUTE.as_secs()).unwrap_or(usize::MAX);
        minutes.resize(minutes.len().max(minute + 1), (0, 0));
        if let Some((accepted, refused)) = minutes.get_mut(minute) {
            if seen.status == 429 {
                *refused += 1;
            } else {
                *accepted += 1;
            }
        }
    }
    minutes
}
