//! Regions: where the API of each one is found.

use std::fmt;
use std::sync::OnceLock;

use reqwest::{Method, Url};
use serde::Deserialize;

use crate::flight::Flight;
use crate::transport::Call;
use crate::{CallName, Client, Error, Settings, decode, safe_for_secrets};

const DEFAULT: &str = "osc-fr1";
/// The regions whose addresses Scalingo documents.
const KNOWN: [(&str, &str); 2] = [
    (DEFAULT, "https://api.osc-fr1.scalingo.com"),
    ("osc-secnum-fr1", "https://api.osc-secnum-fr1.scalingo.com"),
];
const AUTH: &str = "https://auth.scalingo.com";

/// The name of a region. The two documented ones give their address without a call; any other is looked up once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Region(String);

impl Region {
    /// A region by its name, such as `osc-secnum-fr1`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }

    fn documented_url(&self) -> Option<Url> {
        let (_, url) = KNOWN.iter().find(|(name, _)| *name == self.0)?;
        Url::parse(url).ok()
    }
}

impl Default for Region {
    /// `osc-fr1`, as Scalingo's own tools have it.
    fn default() -> Self {
        Self::new(DEFAULT)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Address of the auth API.
#[expect(clippy::expect_used, reason = "a constant, parsed in a test")]
pub(crate) fn auth_url() -> Url {
    Url::parse(AUTH).expect("a constant address")
}

/// Where the regional API is, found out at first need.
#[derive(Debug)]
pub(crate) struct Home {
    region: Region,
    auth_url: Url,
    url: OnceLock<Url>,
    lookup: Flight,
}

#[derive(Deserialize)]
struct Listed {
    regions: Vec<ListedRegion>,
}

#[derive(Deserialize)]
struct ListedRegion {
    name: String,
    #[serde(default)]
    api: Option<String>,
}

impl Home {
    pub(crate) fn new(settings: Settings) -> Self {
        let url = OnceLock::new();
        let given = settings
            .api_url
            .or_else(|| settings.region.documented_url());
        if let Some(given) = given {
            url.get_or_init(|| given);
        }
        Self {
            region: settings.region,
            auth_url: settings.auth_url,
            url,
            lookup: Flight::default(),
        }
    }

    /// The address. It is looked up once, by whoever comes first.
    pub(crate) async fn url(&self, client: &Client) -> Result<Url, Error> {
        let ready = || self.url.get().cloned();
        if let Some(url) = ready() {
            return Ok(url);
        }
        tokio::select! {
            biased;
            url = self.lookup.share(ready, self.look_up(client)) => url,
            () = client.cancel().cancelled() => Err(Error::Cancelled { call: lookup_name(), sent: false }),
        }
    }

    async fn look_up(&self, client: &Client) -> Result<Url, Error> {
        let call = Call::new(Method::GET, &self.auth_url, &["regions"])?;
        let reply = client.perform(&call).await?;
        let listed: Listed = decode::json(&call, &reply, "a list of regions")?;
        let Some(entry) = listed
            .regions
            .iter()
            .find(|entry| entry.name == self.region.0)
        else {
            return Err(self.unknown(&listed));
        };
        let url = entry.api.as_deref().and_then(|api| Url::parse(api).ok());
        let url = url.filter(safe_for_secrets).ok_or_else(|| {
            decode::unexpected(&call, &reply, "the region has no usable API address")
        })?;
        Ok(self.url.get_or_init(|| url).clone())
    }

    fn unknown(&self, listed: &Listed) -> Error {
        let mut known: Vec<_> = listed
            .regions
            .iter()
            .map(|entry| entry.name.clone())
            .collect();
        known.sort();
        Error::UnknownRegion {
            region: self.region.0.clone(),
            known,
        }
    }
}

fn lookup_name() -> CallName {
    CallName::new(&Method::GET, "/v1/regions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_addresses_are_addresses() {
        assert_eq!(auth_url().host_str(), Some("auth.scalingo.com"));
        for (name, url) in KNOWN {
            let found = Region::new(name)
                .documented_url()
                .map(|url| url.origin().ascii_serialization());
            assert_eq!(found.as_deref(), Some(url));
        }
    }

    #[test]
    fn other_regions_have_no_address_yet() {
        assert_eq!(Region::new("osc-de1").documented_url(), None);
        assert_eq!(Region::default().name(), "osc-fr1");
    }
}
