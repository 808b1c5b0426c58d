//! Which requests go through a proxy.

use std::ffi::{OsStr, OsString};

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::settings::is_loopback;

/// The variables that name a proxy for `https`. Plain `http` is for loopback, which no proxy may see.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The proxies of the environment and of the system's settings.
pub(crate) struct Proxies {
    matcher: Matcher,
    /// Takes everything that `NO_PROXY` does not exclude.
    wanted: Matcher,
    /// `NO_PROXY=*`, which the matcher takes for names only.
    forbidden: bool,
    unusable: Option<UnusableProxy>,
}

/// A proxy that is configured and cannot be used. It is an error: whoever wants a proxy does not want to go around it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{variable} {problem}")]
pub(crate) struct UnusableProxy {
    variable: &'static str,
    problem: &'static str,
}

impl Proxies {
    pub(crate) fn of_the_system() -> Self {
        Self::new(Matcher::from_system(), |name| std::env::var_os(name))
    }

    fn new(matcher: Matcher, environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let excluded = set("NO_PROXY")
            .or_else(|| set("no_proxy"))
            .unwrap_or_default();
        let excluded = excluded.to_string_lossy();
        let unusable = |variable| {
            let problem = problem(&set(variable)?)?;
            Some(UnusableProxy { variable, problem })
        };
        Self {
            matcher,
            wanted: Matcher::builder()
                .all("http://proxy")
                .no(excluded.as_ref())
                .build(),
            forbidden: excluded.split(',').any(|part| part.trim() == "*"),
            unusable: VARIABLES.into_iter().find_map(unusable),
        }
    }

    /// Whether a request to this address goes through a proxy.
    pub(crate) fn apply_to(&self, uri: &Uri) -> Result<bool, UnusableProxy> {
        let wanted = !self.forbidden && self.wanted.intercept(uri).is_some();
        if !wanted || uri.host().is_none_or(is_loopback) {
            return Ok(false);
        }
        match &self.unusable {
            Some(unusable) => Err(unusable.clone()),
            None => Ok(self.matcher.intercept(uri).is_some()),
        }
    }
}

/// Without a scheme it is `http`, as everywhere.
fn problem(value: &OsStr) -> Option<&'static str> {
    let text = value.to_str().unwrap_or_default();
    let url = match text.split_once("://") {
        Some(_) => Url::parse(text),
        None => Url::parse(&format!("http://{text}")),
    };
    match url.as_ref().map(Url::scheme) {
        Ok("http" | "https") if text.parse::<Uri>().is_ok() => None,
        Ok("http" | "https") | Err(_) => {
            Some("is not the address of a proxy, such as http://proxy.example.com:3128")
        }
        Ok(_) => Some("has a scheme that is not supported: it must be http or https"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    const HOSTS: [&str; 3] = [
        "https://api.example.com",
        "https://10.1.2.3",
        "https://[2001:db8::1]",
    ];

    fn proxies(proxy: &str, excluded: &str) -> Proxies {
        let matcher = Matcher::builder().all(proxy).no(excluded).build();
        Proxies::new(matcher, |name| match name {
            "ALL_PROXY" => Some(proxy.into()),
            "NO_PROXY" => Some(excluded.into()),
            _ => None,
        })
    }

    #[test]
    fn loopback_never_goes_through_a_proxy() -> TestResult {
        let proxies = proxies("http://proxy.example.com:3128", "");
        for host in HOSTS {
            assert!(proxies.apply_to(&host.parse()?)?, "{host}");
        }
        for host in [
            "http://127.0.0.1:80",
            "http://localhost:80",
            "http://[::1]:80",
            "https://127.9.9.9",
        ] {
            assert!(!proxies.apply_to(&host.parse()?)?, "{host}");
        }
        Ok(())
    }

    #[test]
    fn star_excludes_every_host_also_addresses() -> TestResult {
        for excluded in ["*", "example.com, *"] {
            for host in HOSTS {
                assert!(!proxies("http://proxy.example.com", excluded).apply_to(&host.parse()?)?);
            }
        }
        let some = proxies("http://proxy.example.com", "10.0.0.0/8");
        let through: Result<Vec<_>, _> = HOSTS
            .into_iter()
            .map(|host| Ok::<_, Box<dyn std::error::Error>>(some.apply_to(&host.parse()?)?))
            .collect();
        assert_eq!(through?, [true, false, true]);
        Ok(())
    }

    #[test]
    fn proxy_that_cannot_be_used_is_an_error_and_never_ignored() -> TestResult {
        for proxy in [
            "http://",
            "//",
            "pro xy",
            "http://proxy:port",
            "socks5://proxy:1080",
            "ftp://proxy",
        ] {
            let result = proxies(proxy, "").apply_to(&"https://api.example.com".parse()?);
            let error = result.err().ok_or(proxy)?;
            let excluded = proxies(proxy, "example.com");
            assert!(!excluded.apply_to(&"https://api.example.com".parse()?)?);
            assert!(error.to_string().starts_with("ALL_PROXY "), "{error}");
            assert!(!proxies(proxy, "").apply_to(&"http://127.0.0.1".parse()?)?);
        }
        for proxy in [
            "proxy:3128",
            "http://user:secret@proxy",
            "https://proxy:3128/",
        ] {
            assert!(
                proxies(proxy, "").apply_to(&"https://api.example.com".parse()?)?,
                "{proxy}"
            );
        }
        Ok(())
    }
}
