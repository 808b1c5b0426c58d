//! The highest layer: gives each call a bearer, and makes bearers out of the API token.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Method, StatusCode};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::time::Instant;
use tracing::debug;

use super::bearer::Bearer;
use super::call::{Call, Repeat};
use super::reply::Reply;
use super::scope::Scope;
use super::service::Service;
use crate::flight::Flight;
use crate::{CallName, Error, Settings};

/// Longer bearers would meet the limits that servers have for headers.
const LONGEST_BEARER: usize = 8 * 1024;

/// Signs calls in. One exchange is in flight however many calls wait for it; a failed one is not kept.
pub(crate) struct Authorise<S> {
    inner: S,
    exchange: Call,
    present: Mutex<Option<Bearer>>,
    flight: Flight,
    /// How the API token was refused. It is the same one for ever, so it is not offered again.
    refused: OnceLock<Error>,
}

#[derive(Deserialize)]
struct Exchanged {
    token: String,
}

impl<S> Authorise<S> {
    /// Prepares the exchange. Nothing is called.
    pub(crate) fn new(inner: S, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            inner,
            exchange: exchange_call(&settings.auth_url()?, &settings.api_token)?,
            present: Mutex::new(None),
            flight: Flight::default(),
            refused: OnceLock::new(),
        })
    }

    /// The layer below.
    pub(crate) fn inner(&self) -> &S {
        &self.inner
    }

    fn present(&self) -> MutexGuard<'_, Option<Bearer>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Service<Failure = Error>> Authorise<S> {
    /// The present bearer, or a new one when there is none, when it is about to end or when it is the `refused` one.
    async fn bearer(
        &self,
        refused: Option<u64>,
        call: &CallName,
        scope: &Scope,
    ) -> Result<Bearer, Error> {
        let ready = || {
            let usable =
                |bearer: &Bearer| Some(bearer.number) != refused && bearer.is_fresh(Instant::now());
            self.present().clone().filter(usable)
        };
        if let Some(bearer) = ready() {
            return Ok(bearer);
        }
        let name = || call.clone();
        self.flight
            .share(scope.cancel(), name, ready, self.renew(scope))
            .await
    }

    async fn renew(&self, scope: &Scope) -> Result<Bearer, Error> {
        let asked = Instant::now();
        if let Some(refused) = self.refused.get() {
            return Err(refused.clone());
        }
        let answer = self.inner.call(&self.exchange, scope).await;
        let reply = answer.map_err(|error| self.token_refused(error))?;
        let exchanged: Exchanged = reply.json("a bearer")?;
        let mut present = self.present();
        let number = present.as_ref().map_or(1, |bearer| bearer.number + 1);
        let bearer = Bearer::new(
            SecretString::from(exchanged.token),
            number,
            asked,
            reply.date,
        );
        *present = Some(bearer.clone());
        debug!(number, "signed in");
        Ok(bearer)
    }

    fn token_refused(&self, error: Error) -> Error {
        let Error::Unauthorised { call, detail } = error else {
            return error;
        };
        let refused = Error::TokenRefused { call, detail };
        self.refused.get_or_init(|| refused).clone()
    }

    fn header(&self, bearer: &Bearer) -> Result<HeaderValue, Error> {
        bearer_header(bearer).ok_or_else(|| Error::Unexpected {
            call: self.exchange.name.clone(),
            status: StatusCode::OK.as_u16(),
            problem: "the bearer cannot stand in a header".to_owned(),
            source: None,
        })
    }

    /// Makes the call with a bearer. A 401 is answered with one new bearer, unless somebody has made one already, and
    /// one more try.
    pub(crate) async fn call(&self, call: Call, scope: &Scope) -> Result<Reply, Error> {
        let bearer = self.bearer(None, &call.name, scope).await?;
        let call = call.authorised(self.header(&bearer)?);
        match self.inner.call(&call, scope).await {
            Err(Error::Unauthorised { .. }) => {}
            result => return result,
        }
        let renewed = self.bearer(Some(bearer.number), &call.name, scope).await?;
        let call = call.authorised(self.header(&renewed)?);
        self.inner.call(&call, scope).await
    }
}

/// Scalingo documents HTTP Basic with an empty user and the API token as password. A second exchange does no harm.
fn exchange_call(auth_url: &Url, api_token: &SecretString) -> Result<Call, Error> {
    let credentials = STANDARD.encode(format!(":{}", api_token.expose_secret()));
    let header = sensitive(&format!("Basic {credentials}")).map_err(Error::setup)?;
    let call = Call::new(Method::POST, auth_url, &["tokens", "exchange"])?;
    let call = call.hiding([api_token.clone()]).authorised(header);
    Ok(call.repeat(Repeat::Read).uncounted())
}

fn bearer_header(bearer: &Bearer) -> Option<HeaderValue> {
    let token = bearer.token.expose_secret();
    let usable =
        (1..=LONGEST_BEARER).contains(&token.len()) && token.chars().all(|c| c.is_ascii_graphic());
    usable
        .then(|| sensitive(&format!("Bearer {token}")).ok())
        .flatten()
}

/// A header that HTTP/2 does not put into its tables and that no debug output shows.
fn sensitive(text: &str) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    let mut header = HeaderValue::from_str(text)?;
    header.set_sensitive(true);
    Ok(header)
}

#[cfg(test)]
mod tests;
