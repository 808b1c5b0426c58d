//! Provider block and environment, read once and made into client settings.
//!
//! The block beats the environment, whatever the setting: a region in the block
//! is not overruled by a URL in the environment. Within one of them an explicit
//! URL beats the region. An empty text means unset, everywhere: users of the
//! official provider with explicit URLs write `region = ""`.
//!
//! Without a token in either, the login of the Scalingo CLI is used.

mod cli_login;
mod reader;
#[cfg(test)]
mod tests;
mod token;

use std::collections::BTreeSet;
use std::env::VarError;
use std::ops::RangeInclusive;
use std::time::Duration;

use scalingo::{Region, Settings, Url};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use crate::app_problem::AppProblem;
use crate::diagnostics::provider as messages;
use crate::session::Policy;
use cli_login::Files;
use reader::{Reader, Setting, is_set};

pub(crate) use reader::Environment;

const API_TOKEN: Setting = Setting::of("api_token", "SCALINGO_API_TOKEN");
const REGION: Setting = Setting::of("region", "SCALINGO_REGION");
const API_URL: Setting = Setting::of("api_url", "SCALINGO_API_URL");
const AUTH_API_URL: Setting = Setting::of("auth_api_url", "SCALINGO_AUTH_URL");
const DB_API_URL: Setting = Setting::of("db_api_url", "SCALINGO_DB_API_URL");
const GONE_APPS: Setting = Setting::environment("SCALINGO_GONE_APPS");
const MAX_WAIT: Setting = Setting::only("max_wait");
const REQUEST_TIMEOUT: Setting = Setting::only("request_timeout");
const RATE_WINDOW: Setting = Setting::environment("SCALINGO_RATE_WINDOW");

const MAX_WAIT_BOUNDS: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_hours(24);
const REQUEST_TIMEOUT_BOUNDS: RangeInclusive<Duration> =
    Duration::from_millis(100)..=Duration::from_mins(10);
const RATE_WINDOW_BOUNDS: RangeInclusive<Duration> =
    Duration::from_secs(1)..=Duration::from_hours(1);

/// The provider block, as Terraform sends it. No `Debug`: the token is a
/// secret.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Config {
    pub(crate) api_token: Value<String>,
    pub(crate) region: Value<String>,
    pub(crate) api_url: Value<String>,
    pub(crate) auth_api_url: Value<String>,
    pub(crate) db_api_url: Value<String>,
    pub(crate) max_wait: Value<String>,
    pub(crate) request_timeout: Value<String>,
    pub(crate) adopt_existing: Value<bool>,
    pub(crate) gone_apps: Value<Vec<Value<String>>>,
    pub(crate) mask_addresses: Value<bool>,
    pub(crate) use_cli_login: Value<bool>,
}

impl Config {
    /// The attributes whose values are not known yet and would be needed.
    pub(crate) fn unknown(&self) -> Vec<&'static str> {
        [
            ("api_token", self.api_token.is_unknown()),
            ("region", self.region.is_unknown()),
            ("api_url", self.api_url.is_unknown()),
            ("auth_api_url", self.auth_api_url.is_unknown()),
            ("max_wait", self.max_wait.is_unknown()),
            ("request_timeout", self.request_timeout.is_unknown()),
            ("adopt_existing", self.adopt_existing.is_unknown()),
            ("gone_apps", has_unknown(&self.gone_apps)),
            ("mask_addresses", self.mask_addresses.is_unknown()),
            ("use_cli_login", self.use_cli_login.is_unknown()),
        ]
        .into_iter()
        .filter(|(_, is_unknown)| *is_unknown)
        .map(|(attribute, _)| attribute)
        .collect()
    }
}

/// What block and environment say together.
#[derive(Default)]
struct Given {
    token: Option<SecretString>,
    region: Option<Region>,
    api_url: Option<Url>,
    auth_url: Option<Url>,
    max_wait: Option<Duration>,
    request_timeout: Option<Duration>,
    rate_window: Option<Duration>,
    may_use_cli_login: bool,
    policy: Policy,
}

/// Checks everything that can be checked without a token or a call.
///
/// Unknown values pass. Returns one diagnostic per wrong setting.
pub(crate) fn check(config: &Config, environment: Environment<'_>) -> Vec<Diagnostic> {
    Given::read(config, environment).err().unwrap_or_default()
}

/// Client settings and policy from the provider block, the environment and, last
/// of all, the files of the Scalingo CLI.
///
/// Nothing is called. The error is one diagnostic per wrong or missing setting.
pub(crate) async fn resolve(
    config: &Config,
    environment: Environment<'_>,
) -> Result<(Settings, Policy), Vec<Diagnostic>> {
    let mut given = Given::read(config, environment)?;
    if given.token.is_none() && given.may_use_cli_login {
        let used = given.use_cli_login(environment).await;
        used.map_err(|problem| vec![problem])?;
    }
    let policy = std::mem::take(&mut given.policy);
    match given.token.take() {
        Some(token) => Ok((given.with_defaults(token), policy)),
        None => Err(vec![messages::missing_token()]),
    }
}

impl Given {
    fn read(config: &Config, environment: Environment<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(environment);
        let given = Self {
            token: reader.token(API_TOKEN, &config.api_token),
            region: reader.text(REGION, &config.region).map(Region::new),
            api_url: api_url(&mut reader, config),
            auth_url: reader.url(AUTH_API_URL, &config.auth_api_url),
            max_wait: reader.duration(MAX_WAIT, &config.max_wait, MAX_WAIT_BOUNDS),
            request_timeout: reader.duration(
                REQUEST_TIMEOUT,
                &config.request_timeout,
                REQUEST_TIMEOUT_BOUNDS,
            ),
            rate_window: reader.duration(RATE_WINDOW, &Value::Null, RATE_WINDOW_BOUNDS),
            may_use_cli_login: config.use_cli_login.unwrap_or(true) && !is_pipeline(environment),
            policy: Policy {
                gone_apps: gone_apps(&mut reader, config),
                adopt_existing: config.adopt_existing.unwrap_or(false),
                mask_addresses: config.mask_addresses.unwrap_or(false),
            },
        };
        // Not used, but a wrong one is told all the same.
        reader.url(DB_API_URL, &config.db_api_url);
        reader.finish(given)
    }

    async fn use_cli_login(&mut self, environment: Environment<'_>) -> Result<(), Diagnostic> {
        let Some(files) = Files::locate(environment) else {
            return Ok(());
        };
        let Some(login) = files.login(&self.auth_host()).await? else {
            return Ok(());
        };
        if self.region.is_none() && self.api_url.is_none() {
            self.region = files.region().await?;
        }
        let user = login.username;
        tracing::info!(user, "signing in with the login of the Scalingo CLI");
        self.token = Some(login.token);
        Ok(())
    }

    /// Host and port, by which the CLI keeps its logins apart.
    fn auth_host(&self) -> String {
        let Some(url) = &self.auth_url else {
            return scalingo::AUTH_HOST.to_owned();
        };
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}"));
        format!("{host}{}", port.unwrap_or_default())
    }

    fn with_defaults(self, token: SecretString) -> Settings {
        let agent = concat!("terraform-provider-scalingo/", env!("CARGO_PKG_VERSION"));
        let default = Settings::new(token, agent);
        Settings {
            region: self.region.unwrap_or(default.region),
            api_url: self.api_url,
            auth_url: self.auth_url,
            max_wait: self.max_wait.unwrap_or(default.max_wait),
            request_timeout: self.request_timeout.unwrap_or(default.request_timeout),
            rate_window: self.rate_window.unwrap_or(default.rate_window),
            ..default
        }
    }
}

fn api_url(reader: &mut Reader<'_>, config: &Config) -> Option<Url> {
    if is_set(&config.region) && !is_set(&config.api_url) {
        return None;
    }
    reader.url(API_URL, &config.api_url)
}

fn is_pipeline(environment: Environment<'_>) -> bool {
    environment("CI").map_or_else(
        |problem| problem != VarError::NotPresent,
        |text| !text.is_empty(),
    )
}

fn has_unknown(list: &Value<Vec<Value<String>>>) -> bool {
    let elements = list.as_ref_option();
    list.is_unknown() || elements.is_some_and(|list| list.iter().any(Value::is_unknown))
}

/// The ids of the block, else those of the environment, with commas between.
fn gone_apps(reader: &mut Reader<'_>, config: &Config) -> BTreeSet<String> {
    let in_block = config.gone_apps.as_ref_option();
    let ids: BTreeSet<String> = if let Some(ids) = in_block.filter(|ids| !ids.is_empty()) {
        ids.iter().filter_map(known_or_null).collect()
    } else {
        let listed = reader.text(GONE_APPS, &Value::Null).unwrap_or_default();
        let ids = listed.split(',').map(str::trim).filter(|id| !id.is_empty());
        ids.map(str::to_owned).collect()
    };
    let problem = |id: &String| Some(messages::invalid_gone_app(id, AppProblem::find(id)?));
    reader.note(ids.iter().filter_map(problem));
    ids
}

/// A null is taken for an empty text, which is refused like one.
fn known_or_null(id: &Value<String>) -> Option<String> {
    (!id.is_unknown()).then(|| id.as_deref_option().unwrap_or_default().to_owned())
}
