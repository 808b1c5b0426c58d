//! A call, ready to be made any number of times.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use crate::text::{check_segment, shown};
use crate::{CallName, Error, safe_for_secrets};

/// How long a change that is on its way is awaited after the handle was cancelled: nobody may be on an app and not in
/// the state because an answer took five seconds. Who is in more of a hurry presses Ctrl-C again.
const GRACE: Duration = Duration::from_secs(6);

/// Whether a call may be made again when the outcome of an attempt is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It changes nothing.
    Read,
    /// It changes something, and twice is the same as once.
    Write,
    /// A second time would do more than the first: an invitation sends an e-mail.
    Once,
}

impl Repeat {
    fn grace(self) -> Duration {
        match self {
            Self::Read => Duration::ZERO,
            Self::Write | Self::Once => GRACE,
        }
    }
}

/// One call of the API. No `Debug`: it carries the bearer, and bodies may hold values of environment variables.
pub(crate) struct Call {
    pub(crate) name: CallName,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<Bytes>,
    pub(crate) repeat: Repeat,
    pub(crate) grace: Duration,
    /// Whether it counts against the rate limit, which Scalingo documents per user.
    pub(crate) is_counted: bool,
    pub(crate) authorization: Option<HeaderValue>,
    hidden: Vec<SecretString>,
}

impl Call {
    /// A call of `<base>/v1/<segments>`; the segments are percent-encoded. GET reads, POST is made once, every other
    /// method may be repeated.
    pub(crate) fn new(method: Method, base: &Url, segments: &[&str]) -> Result<Self, Error> {
        let url = address(base, segments)?;
        let repeat = match method {
            Method::GET => Repeat::Read,
            Method::POST => Repeat::Once,
            _ => Repeat::Write,
        };
        Ok(Self {
            name: CallName::new(method.clone(), url.path()),
            method,
            url,
            body: None,
            repeat,
            grace: repeat.grace(),
            is_counted: true,
            authorization: None,
            hidden: Vec::new(),
        })
    }

    /// Adds a parameter to the query. It never shows in the call's name.
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Gives the call a JSON body.
    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let json = serde_json::to_vec(body).map_err(Error::setup)?;
        self.body = Some(json.into());
        Ok(self)
    }

    /// Names values that the body holds and nobody may see, should the server repeat them.
    pub(crate) fn hiding(mut self, values: impl IntoIterator<Item = SecretString>) -> Self {
        self.hidden.extend(values);
        self
    }

    /// What must not be shown of a reply to this call.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let header = self.authorization.as_ref();
        let credentials = header.and_then(|header| header.to_str().ok()?.split_once(' '));
        let hidden = self.hidden.iter().map(SecretString::expose_secret);
        hidden.chain(credentials.map(|(_, secret)| secret))
    }

    /// Changes what may be repeated, and how long the call is awaited after a cancel.
    pub(crate) fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self.grace = repeat.grace();
        self
    }

    /// Takes the call out of the account of the rate limit: it comes before there is a user.
    pub(crate) fn uncounted(mut self) -> Self {
        self.is_counted = false;
        self
    }

    /// The same call with an `Authorization` header.
    pub(crate) fn authorised(mut self, header: HeaderValue) -> Self {
        self.authorization = Some(header);
        self
    }

    /// Whether it can leave something changed.
    pub(crate) fn changes(&self) -> bool {
        self.repeat != Repeat::Read
    }
}

#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is not an address that a token may be sent to: it must be https, or http on a loopback address"
)]
struct UnsafeAddress(String);

#[derive(Debug, thiserror::Error)]
#[error("`{text}` cannot be part of a path: it {problem}")]
struct UnsafeSegment {
    text: String,
    problem: &'static str,
}

fn address(base: &Url, segments: &[&str]) -> Result<Url, Error> {
    for segment in segments {
        check_segment(segment).map_err(|problem| unsafe_segment(segment, problem))?;
    }
    let unsafe_address = || Error::setup(UnsafeAddress(origin(base)));
    if !safe_for_secrets(base) {
        return Err(unsafe_address());
    }
    let mut url = without_version(base.clone());
    let before = depth(&url);
    url.path_segments_mut()
        .map_err(|()| unsafe_address())?
        .pop_if_empty()
        .push("v1")
        .extend(segments);
    if depth(&url) != before + 1 + segments.len() {
        return Err(unsafe_segment(&segments.join("/"), "leads to another path"));
    }
    Ok(url)
}

fn unsafe_segment(text: &str, problem: &'static str) -> Error {
    let text = shown(text);
    Error::setup(UnsafeSegment { text, problem })
}

/// How many segments the path has.
fn depth(url: &Url) -> usize {
    let segments = url.path_segments().into_iter().flatten();
    segments.filter(|segment| !segment.is_empty()).count()
}

/// Scheme and host only: an address can hold a password or a query.
fn origin(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default())
}

/// Takes `/v1`, query and fragment off: users write the address with the version and without.
fn without_version(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/v1").unwrap_or(path).to_owned();
    url.set_path(&path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn version_is_added_once() -> TestResult {
        let rows = [
            ("https://api.osc-fr1.scalingo.com", "/v1/apps/my-app"),
            ("https://api.osc-fr1.scalingo.com/", "/v1/apps/my-app"),
            ("https://api.osc-fr1.scalingo.com/v1", "/v1/apps/my-app"),
            ("https://api.osc-fr1.scalingo.com/v1/", "/v1/apps/my-app"),
            (
                "https://proxy.example.com/scalingo/v1?x=1#y",
                "/scalingo/v1/apps/my-app",
            ),
        ];
        for (base, path) in rows {
            let call = Call::new(Method::GET, &base.parse()?, &["apps", "my-app"])?;
            assert_eq!(call.url.path(), path, "{base}");
            assert_eq!(call.url.query(), None, "{base}");
            assert_eq!(call.name.to_string(), format!("GET {path}"));
        }
        Ok(())
    }

    #[test]
    fn app_cannot_leave_its_path_segment() -> TestResult {
        let base = "https://api.osc-fr1.scalingo.com/base//x".parse()?;
        for (app, path) in [
            ("a?b#c", "/base//x/v1/apps/a%3Fb%23c/x"),
            ("é ", "/base//x/v1/apps/%C3%A9%20/x"),
        ] {
            let call = Call::new(Method::GET, &base, &["apps", app, "x"])?;
            assert_eq!(call.url.path(), path);
        }
        for app in ["", ".", "..", "a/b", "%2e%2e", "a\nb"] {
            let call = Call::new(Method::GET, &base, &["apps", app, "x"]);
            assert!(matches!(call, Err(Error::Setup { .. })), "{app:?}");
        }
        Ok(())
    }

    #[test]
    fn query_stays_out_of_the_name() -> TestResult {
        let base = "https://api.osc-fr1.scalingo.com".parse()?;
        let call =
            Call::new(Method::DELETE, &base, &["apps", "my-app"])?.query("current_name", "my-app");
        assert_eq!(call.name.to_string(), "DELETE /v1/apps/my-app");
        assert_eq!(call.url.query(), Some("current_name=my-app"));
        Ok(())
    }

    #[test]
    fn no_call_is_built_for_an_address_that_shows_the_token() -> TestResult {
        let base = "http://user:pw@api.example.com/?secret".parse()?;
        let error = Call::new(Method::GET, &base, &["apps"])
            .err()
            .ok_or("was built")?;
        let cause = std::error::Error::source(&error)
            .ok_or("no cause")?
            .to_string();
        assert!(cause.contains("http://api.example.com"), "{cause}");
        assert!(
            !cause.contains("pw") && !cause.contains("secret"),
            "{cause}"
        );
        Ok(())
    }
}
