//! Who is calling: bearer tokens and the HTTP Basic pair of a token exchange.

use std::time::SystemTime;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::bearers::Bearers;
use crate::errors::ApiError;
use crate::state::{Model, Scope, User};

/// The user behind a good bearer token. As an extractor it answers 401 to
/// everybody else.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) user_id: String,
}

impl Caller {
    /// The caller asking about an app or database.
    pub(crate) fn at<'call>(&'call self, app: &'call str) -> Scope<'call> {
        Scope {
            caller: &self.user_id,
            app,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(ApiError::Unauthorised("unauthorized"))
    }
}

/// The caller a request's bearer token stands for, if it is good now.
pub(crate) fn of(headers: &HeaderMap, bearers: &Bearers, now: SystemTime) -> Option<Caller> {
    let token = credentials(headers, "Bearer ")?;
    let user_id = bearers.user(token, now)?.to_owned();
    Some(Caller { user_id })
}

/// The user whose API token comes as the password of HTTP Basic, next to an
/// empty user name, as Scalingo documents for a token exchange.
pub(crate) fn token_owner<'model>(
    headers: &HeaderMap,
    model: &'model Model,
) -> Option<&'model User> {
    let pair = STANDARD.decode(credentials(headers, "Basic ")?).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    model.user_by_token(pair.strip_prefix(':')?)
}

/// The id of the user who exchanges a token, for the rate limit.
pub(crate) fn exchanging(headers: &HeaderMap, model: &Model) -> Option<String> {
    token_owner(headers, model).map(|user| user.id.clone())
}

fn credentials<'headers>(headers: &'headers HeaderMap, scheme: &str) -> Option<&'headers str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix(scheme)
}
