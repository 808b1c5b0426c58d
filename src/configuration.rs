//! Provider block and environment, checked and made into client settings.
//!
//! An explicit URL beats the region. An empty text means unset, everywhere:
//! users of the official provider with explicit URLs write `region = ""`.

pub(crate) mod setting;
#[cfg(test)]
mod tests;

use std::time::Duration;

use scalingo::{Region, Url};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::diagnostics::provider as diagnostics;
use setting::{
    API_TOKEN, API_URL, AUTH_API_URL, Bounds, DB_API_URL, Environment, MAX_WAIT_SETTING,
    RATE_WINDOW, REGION, REQUEST_TIMEOUT_SETTING, Setting,
};

/// The provider block, as Terraform sends it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Config {
    /// Token from the Scalingo dashboard; secret.
    pub(crate) api_token: Value<String>,
    /// Region name, such as `osc-fr1`.
    pub(crate) region: Value<String>,
    /// Base URL of the regional API.
    pub(crate) api_url: Value<String>,
    /// Base URL of the authentication API.
    pub(crate) auth_api_url: Value<String>,
    /// Base URL of the database API.
    pub(crate) db_api_url: Value<String>,
    /// Longest total wait of one call, such as `10m`.
    pub(crate) max_wait: Value<String>,
    /// Longest time of one request, such as `30s`.
    pub(crate) request_timeout: Value<String>,
}

/// Checks everything that can be checked without a token or a call.
///
/// Unknown values pass. Returns one diagnostic per wrong setting.
pub(crate) fn check(config: &Config, environment: Environment<'_>) -> Vec<Diagnostic> {
    let urls = [
        base_url(&config.api_url, API_URL, environment).err(),
        base_url(&config.auth_api_url, AUTH_API_URL, environment).err(),
        base_url(&config.db_api_url, DB_API_URL, environment).err(),
    ];
    let durations = [
        duration(&config.max_wait, MAX_WAIT_SETTING, MAX_WAITS, environment).err(),
        duration(
            &config.request_timeout,
            REQUEST_TIMEOUT_SETTING,
            REQUEST_TIMEOUTS,
            environment,
        )
        .err(),
    ];
    urls.into_iter().chain(durations).flatten().collect()
}

/// The attributes whose values are not known yet.
pub(crate) fn unknown(config: &Config) -> Vec<&'static str> {
    [
        (&config.api_token, API_TOKEN),
        (&config.region, REGION),
        (&config.api_url, API_URL),
        (&config.auth_api_url, AUTH_API_URL),
        (&config.max_wait, MAX_WAIT_SETTING),
        (&config.request_timeout, REQUEST_TIMEOUT_SETTING),
    ]
    .into_iter()
    .filter(|(value, _)| value.is_unknown())
    .map(|(_, setting)| setting.attribute)
    .collect()
}

/// Client settings from the provider block and the environment.
///
/// `version` goes into the `User-Agent`. Nothing is called. The error is one
/// diagnostic per wrong or missing setting.
pub(crate) fn resolve(
    config: &Config,
    environment: Environment<'_>,
    version: &str,
) -> Result<scalingo::Settings, Vec<Diagnostic>> {
    let mut problems = check(config, environment);
    let token = API_TOKEN.read(&config.api_token, environment);
    match token {
        Some(token) if problems.is_empty() => {
            assemble(config, environment, version, &token.text).map_err(|problem| vec![problem])
        }
        Some(_) => Err(problems),
        None => {
            problems.insert(0, diagnostics::missing_token());
            Err(problems)
        }
    }
}

fn assemble(
    config: &Config,
    environment: Environment<'_>,
    version: &str,
    token: &str,
) -> Result<scalingo::Settings, Diagnostic> {
    let agent = format!("terraform-provider-scalingo/{version}");
    let defaults = scalingo::Settings::new(SecretString::from(token), agent);
    let region = REGION.read(&config.region, environment);
    Ok(scalingo::Settings {
        region: region.map_or(defaults.region, |given| Region::new(given.text)),
        auth_url: base_url(&config.auth_api_url, AUTH_API_URL, environment)?
            .unwrap_or(defaults.auth_url),
        api_url: base_url(&config.api_url, API_URL, environment)?,
        max_wait: duration(&config.max_wait, MAX_WAIT_SETTING, MAX_WAITS, environment)?
            .unwrap_or(defaults.max_wait),
        request_timeout: duration(
            &config.request_timeout,
            REQUEST_TIMEOUT_SETTING,
            REQUEST_TIMEOUTS,
            environment,
        )?
        .unwrap_or(defaults.request_timeout),
        rate_window: duration(&Value::Null, RATE_WINDOW, RATE_WINDOWS, environment)?
            .unwrap_or(defaults.rate_window),
        ..defaults
    })
}

const MAX_WAITS: Bounds = Bounds {
    least: Duration::ZERO,
    most: Duration::from_hours(24),
};
const RATE_WINDOWS: Bounds = Bounds {
    least: Duration::from_secs(1),
    most: Duration::from_hours(1),
};
const REQUEST_TIMEOUTS: Bounds = Bounds {
    least: Duration::from_millis(100),
    most: Duration::from_mins(10),
};

fn duration(
    value: &Value<String>,
    setting: Setting,
    bounds: Bounds,
    environment: Environment<'_>,
) -> Result<Option<Duration>, Diagnostic> {
    let Some(given) = setting.read(value, environment) else {
        return Ok(None);
    };
    let parsed = humantime::parse_duration(&given.text)
        .map_err(|cause| diagnostics::not_a_duration(&given, bounds, &cause.to_string()))?;
    if parsed < bounds.least || parsed > bounds.most {
        return Err(diagnostics::duration_out_of_bounds(&given, bounds));
    }
    Ok(Some(parsed))
}

fn base_url(
    value: &Value<String>,
    setting: Setting,
    environment: Environment<'_>,
) -> Result<Option<Url>, Diagnostic> {
    if value.is_unknown() {
        return Ok(None);
    }
    let Some(given) = setting.read(value, environment) else {
        return Ok(None);
    };
    let url = Url::parse(&given.text)
        .map_err(|cause| diagnostics::not_a_url(&given, &cause.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(diagnostics::credentials_in_url(&given));
    }
    match url.scheme() {
        _ if scalingo::safe_for_secrets(&url) => Ok(Some(url)),
        "http" => Err(diagnostics::insecure_url(&given)),
        scheme => Err(diagnostics::not_a_url(
            &given,
            &format!("the scheme is {scheme:?}"),
        )),
    }
}
