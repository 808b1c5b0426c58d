//! What a client needs to know before its first call.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::{Error, Region, regions};

/// How a [`Client`](crate::Client) signs in, where it calls and how patient it is.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API token (`tk-us-…`), exchanged for a bearer at the first call.
    pub api_token: SecretString,
    /// The region whose API is called, unless `api_url` is given.
    pub region: Region,
    /// Address of the auth API, with or without a trailing `/v1`; Scalingo's own when there is none.
    pub auth_url: Option<Url>,
    /// Address of the regional API, with or without a trailing `/v1`. It beats `region`.
    pub api_url: Option<Url>,
    /// Sent as `User-Agent`.
    pub user_agent: String,
    /// The most one call may wait for the rate limit and between attempts. Cut to 30 days.
    pub max_wait: Duration,
    /// The most one attempt may take, from connecting to the last byte of the reply.
    pub request_timeout: Duration,
    /// Length of the server's rate-limit window. Scalingo documents 60 requests per minute; a stand-in may use less.
    pub rate_window: Duration,
}

impl Settings {
    /// Settings for the default region and the documented addresses: waits of up to ten minutes, 30 seconds per
    /// attempt, windows of a minute.
    pub fn new(api_token: SecretString, user_agent: impl Into<String>) -> Self {
        Self {
            api_token,
            region: Region::default(),
            auth_url: None,
            api_url: None,
            user_agent: user_agent.into(),
            max_wait: Duration::from_mins(10),
            request_timeout: Duration::from_secs(30),
            rate_window: Duration::from_mins(1),
        }
    }

    /// The address of the auth API: the one that is set, else Scalingo's own.
    pub(crate) fn auth_url(&self) -> Result<Url, Error> {
        self.auth_url.clone().map_or_else(regions::auth_url, Ok)
    }
}

/// True for an address that a token may be sent to: `https`, or `http` on a loopback address.
pub fn safe_for_secrets(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    }
}

/// Whether a host of a URL, which has IPv6 addresses in brackets, is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_safe_on_loopback_only() -> Result<(), Box<dyn std::error::Error>> {
        let rows = [
            ("https://api.osc-fr1.scalingo.com", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://localhost:8080", true),
            ("http://localhost.example.com", false),
            ("http://api.osc-fr1.scalingo.com", false),
            ("http://10.0.0.1", false),
            ("ftp://127.0.0.1", false),
            ("data:text/plain,x", false),
        ];
        for (url, safe) in rows {
            assert_eq!(safe_for_secrets(&url.parse()?), safe, "{url}");
        }
        Ok(())
    }

    #[test]
    fn settings_do_not_show_the_token() {
        let settings = Settings::new(SecretString::from("tk-us-secret"), "test/1");
        assert!(!format!("{settings:?}").contains("tk-us-secret"));
    }
}
