//! Where the regional API is, found out at first need.

use std::sync::OnceLock;

use http::Method;
use reqwest::Url;
use serde::Deserialize;

use crate::flight::Flight;
use crate::text::shown;
use crate::transport::{Call, Scope, Stack};
use crate::{CallName, Error, Region, Settings, safe_for_secrets};

/// The address of the regional API, looked up by the region's name where it is
/// not documented.
#[derive(Debug)]
pub(crate) struct RegionalUrl {
    region: Region,
    auth_url: Result<Url, Error>,
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

impl RegionalUrl {
    pub(crate) fn new(settings: Settings) -> Self {
        let auth_url = settings.auth_url();
        let given = settings
            .api_url
            .or_else(|| settings.region.documented_url());
        Self {
            region: settings.region,
            auth_url,
            url: given.map(OnceLock::from).unwrap_or_default(),
            lookup: Flight::default(),
        }
    }

    /// The address. It is looked up once, by whoever comes first.
    pub(crate) async fn get(&self, stack: &Stack, scope: &Scope) -> Result<Url, Error> {
        let ready = || self.url.get().cloned();
        if let Some(url) = ready() {
            return Ok(url);
        }
        let call = || CallName::new(Method::GET, "/v1/regions");
        let look_up = self.look_up(stack, scope);
        self.lookup
            .share(scope.cancel(), call, ready, look_up)
            .await
    }

    async fn look_up(&self, stack: &Stack, scope: &Scope) -> Result<Url, Error> {
        let auth_url = self.auth_url.as_ref().map_err(Clone::clone)?;
        let call = Call::new(Method::GET, auth_url, &["regions"])?;
        let reply = stack.call(call, scope).await?;
        let listed: Listed = reply.json("a list of regions")?;
        let mut regions = listed.regions.iter();
        let Some(entry) = regions.find(|entry| entry.name == self.region.name()) else {
            return Err(self.unknown(&listed));
        };
        let url = entry.api.as_deref().and_then(|api| Url::parse(api).ok());
        let url = url
            .filter(safe_for_secrets)
            .ok_or_else(|| reply.unexpected("the region has no usable API address"))?;
        Ok(self.url.get_or_init(|| url).clone())
    }

    fn unknown(&self, listed: &Listed) -> Error {
        let names = listed.regions.iter().map(|entry| shown(&entry.name));
        let mut known: Vec<_> = names.collect();
        known.sort();
        Error::UnknownRegion {
            region: self.region.name().to_owned(),
            known,
        }
    }
}
