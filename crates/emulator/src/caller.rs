//! Who is calling: bearer tokens and the HTTP Basic pair of a token exchange.

use std::time::SystemTime;

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::bearers::Bearers;
use crate::state::{Model, Scope, User};

/// The user behind a good bearer token.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) user_id: String,
    /// The region whose API is called.
    pub(crate) region: String,
}

impl Caller {
    /// The caller asking about an app or database.
    pub(crate) fn at<'call>(&'call self, app: &'call str) -> Scope<'call> {
        Scope {
            caller: &self.user_id,
            region: &self.region,
            app,
        }
    }
}

/// The caller a request's bearer token stands for, if it is good now.
pub(crate) fn of(
    headers: &HeaderMap,
    region: &str,
    bearers: &Bearers,
    now: SystemTime,
) -> Option<Caller> {
    let token = credentials(headers, "Bearer ")?;
    Some(Caller {
        user_id: bearers.user(token, now)?.to_owned(),
        region: region.to_owned(),
    })
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

fn credentials<'headers>(headers: &'headers HeaderMap, scheme: &str) -> Option<&'headers str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix(scheme)
}
