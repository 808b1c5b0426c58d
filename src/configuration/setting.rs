//! One setting: the names it goes by, and where its text comes from.

use std::time::Duration;

use tf_provider::value::Value;

/// Reads an environment variable; a function, so that tests pass a map.
pub(crate) type Environment<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Length of Scalingo's rate-limit window; an allowance can differ by account.
pub(crate) const RATE_WINDOW: Setting = Setting::of("rate_window", "SCALINGO_RATE_WINDOW");

/// One setting and the names it goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The attribute of the provider block.
    pub(crate) attribute: &'static str,
    /// The environment variable that stands in for it, where there is one.
    pub(crate) variable: Option<&'static str>,
}

/// `api_token`.
pub(crate) const API_TOKEN: Setting = Setting::of("api_token", "SCALINGO_API_TOKEN");
/// `region`.
pub(crate) const REGION: Setting = Setting::of("region", "SCALINGO_REGION");
/// `api_url`.
pub(crate) const API_URL: Setting = Setting::of("api_url", "SCALINGO_API_URL");
/// `auth_api_url`.
pub(crate) const AUTH_API_URL: Setting = Setting::of("auth_api_url", "SCALINGO_AUTH_URL");
/// `db_api_url`.
pub(crate) const DB_API_URL: Setting = Setting::of("db_api_url", "SCALINGO_DB_API_URL");
/// `max_wait`.
pub(crate) const MAX_WAIT_SETTING: Setting = Setting::only("max_wait");
/// `request_timeout`.
pub(crate) const REQUEST_TIMEOUT_SETTING: Setting = Setting::only("request_timeout");

impl Setting {
    const fn of(attribute: &'static str, variable: &'static str) -> Self {
        Self {
            attribute,
            variable: Some(variable),
        }
    }

    const fn only(attribute: &'static str) -> Self {
        Self {
            attribute,
            variable: None,
        }
    }

    /// The configured text, else the environment's, else none.
    pub(crate) fn read(self, value: &Value<String>, environment: Environment<'_>) -> Option<Given> {
        let configured = value.as_deref_option().filter(|text| !text.is_empty());
        if let Some(text) = configured {
            return Some(Given {
                setting: self,
                text: text.to_owned(),
                from_environment: false,
            });
        }
        let text = environment(self.variable?).filter(|text| !text.is_empty())?;
        Some(Given {
            setting: self,
            text,
            from_environment: true,
        })
    }
}

/// A setting's text and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// Which setting.
    pub(crate) setting: Setting,
    /// Its text, never empty.
    pub(crate) text: String,
    /// Whether it came from the environment, not from the provider block.
    pub(crate) from_environment: bool,
}

/// Bounds of a duration, both allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Shortest.
    pub(crate) least: Duration,
    /// Longest.
    pub(crate) most: Duration,
}
