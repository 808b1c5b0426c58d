//! One setting: the names it goes by, and where its text comes from.

use std::time::Duration;

use tf_provider::value::Value;

/// Reads an environment variable; a function, so that tests pass a map.
pub type Environment<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// Length of Scalingo's rate-limit window; an allowance can differ by account.
pub const RATE_WINDOW: Setting = Setting::of("rate_window", "SCALINGO_RATE_WINDOW");

/// One setting and the names it goes by.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The attribute of the provider block.
    pub attribute: &'static str,
    /// The environment variable that stands in for it, where there is one.
    pub variable: Option<&'static str>,
}

/// `api_token`.
pub const API_TOKEN: Setting = Setting::of("api_token", "SCALINGO_API_TOKEN");
/// `region`.
pub const REGION: Setting = Setting::of("region", "SCALINGO_REGION");
/// `api_url`.
pub const API_URL: Setting = Setting::of("api_url", "SCALINGO_API_URL");
/// `auth_api_url`.
pub const AUTH_API_URL: Setting = Setting::of("auth_api_url", "SCALINGO_AUTH_URL");
/// `db_api_url`.
pub const DB_API_URL: Setting = Setting::of("db_api_url", "SCALINGO_DB_API_URL");
/// `max_wait`.
pub const MAX_WAIT_SETTING: Setting = Setting::only("max_wait");
/// `request_timeout`.
pub const REQUEST_TIMEOUT_SETTING: Setting = Setting::only("request_timeout");

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
    pub fn read(self, value: &Value<String>, environment: Environment<'_>) -> Option<Given> {
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
pub struct Given {
    /// Which setting.
    pub setting: Setting,
    /// Its text, never empty.
    pub text: String,
    /// Whether it came from the environment, not from the provider block.
    pub from_environment: bool,
}

/// Bounds of a duration, both allowed.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Shortest.
    pub least: Duration,
    /// Longest.
    pub most: Duration,
}
