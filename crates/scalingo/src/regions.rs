//! Regions, and the addresses that Scalingo documents.

use std::fmt;

use reqwest::Url;

use crate::Error;

const DEFAULT: &str = "osc-fr1";
/// The regions whose addresses Scalingo documents.
const KNOWN: [(&str, &str); 2] = [
    (DEFAULT, "https://api.osc-fr1.scalingo.com"),
    ("osc-secnum-fr1", "https://api.osc-secnum-fr1.scalingo.com"),
];
/// The host of the authentication API, unless the settings say another.
pub const AUTH_HOST: &str = "auth.scalingo.com";

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

    pub(crate) fn documented_url(&self) -> Option<Url> {
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
pub(crate) fn auth_url() -> Result<Url, Error> {
    Url::parse(&format!("https://{AUTH_HOST}")).map_err(Error::setup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_addresses_are_addresses() {
        let auth_url = auth_url().ok();
        let host = auth_url.as_ref().and_then(Url::host_str);
        assert_eq!(host, Some(AUTH_HOST));
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
