//! Configuration, and the catalogue of resources, data sources and functions.

mod catalogue;

use std::env::VarError;

use async_trait::async_trait;
use plugin::{Catalogue, Plugin, Registry, Stop};
use scalingo::{Client, Transport};
use tf_provider::schema::{Attribute, AttributeType, Schema};
use tf_provider::value::ValueEmpty;
use tf_provider::{Diagnostics, Provider};

use crate::configuration::{self, Config};
use crate::schema::{optional, schema, sensitive};
use crate::session::cell::SessionCell;

/// What Terraform and the server's log call this plugin.
pub const PLUGIN: Plugin = Plugin {
    name: "scalingo",
    address: "registry.terraform.io/scalingo/scalingo",
    version: env!("CARGO_PKG_VERSION"),
};

#[derive(Debug)]
struct ScalingoProvider {
    session: SessionCell,
    transport: Transport,
    stop: Stop,
}

/// The provider, whose calls end when `stop` says so.
///
/// Its [`Catalogue`] names everything that it offers; its
/// [`Provider::schema`] describes the provider block. The API is not called
/// before a resource or data source needs it.
pub fn new(stop: Stop) -> impl Catalogue {
    over(Transport::default(), stop)
}

/// The same provider, whose requests `transport` carries: a test puts a router
/// in its own process there.
pub fn over(transport: Transport, stop: Stop) -> impl Catalogue {
    ScalingoProvider {
        session: SessionCell::default(),
        transport,
        stop,
    }
}

impl Catalogue for ScalingoProvider {
    fn register(&self, registry: &mut Registry) {
        catalogue::register(registry, &self.session);
    }
}

#[async_trait]
impl Provider for ScalingoProvider {
    type Config<'a> = Config;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(provider_schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        diags
            .errors
            .extend(configuration::check(&config, &variable));
        Some(())
    }

    async fn configure<'a>(
        &self,
        diags: &mut Diagnostics,
        _terraform_version: String,
        config: Config,
    ) -> Option<()> {
        let unknown = config.unknown();
        if !unknown.is_empty() {
            self.session.set_unknown(unknown);
            return Some(());
        }
        match configuration::resolve(&config, &variable).await {
            Ok((settings, policy)) => {
                let client = Client::over(self.transport.clone(), settings);
                self.session.set(client, policy, self.stop.clone());
            }
            Err(problems) => diags.errors.extend(problems),
        }
        Some(())
    }
}

fn variable(name: &str) -> Result<String, VarError> {
    std::env::var(name)
}

fn provider_schema() -> Schema {
    let attributes = connection().into_iter().chain(policy());
    schema(
        "Manages collaborators of [Scalingo](https://scalingo.com) apps and databases.",
        attributes,
    )
}

/// How the API is reached.
fn connection() -> [(&'static str, Attribute); 6] {
    [
        (
            "api_token",
            sensitive(optional(
                AttributeType::String,
                "[API \
                 token](https://doc.scalingo.com/platform/user-management/scalingo-account/navigating#api-tokens) \
                 (`tk-us-…`) from the Scalingo dashboard, *Account › API tokens*. Preferably set \
                 with the environment variable `SCALINGO_API_TOKEN`. Without either, the login of \
                 the Scalingo CLI is used; see `use_cli_login`.",
            )),
        ),
        (
            "use_cli_login",
            optional(
                AttributeType::Bool,
                "Whether the login of the Scalingo CLI (`scalingo login`) for the same \
                 authentication API is used where no token is set, and its default region \
                 where neither region nor URL is set. Never used in a pipeline, where the \
                 environment variable `CI` is set. `true` by default.",
            ),
        ),
        (
            "region",
            optional(
                AttributeType::String,
                "[Region](https://doc.scalingo.com/platform/internals/regions) of the apps, \
                 `osc-fr1` (default) or `osc-secnum-fr1`. Can be set with `SCALINGO_REGION`. A \
                 region set here takes precedence over `SCALINGO_API_URL`; `api_url` takes \
                 precedence over both.",
            ),
        ),
        (
            "api_url",
            optional(
                AttributeType::String,
                "Base URL of the regional API; takes precedence over `region`. Can be set with \
                 `SCALINGO_API_URL`, which takes precedence over `SCALINGO_REGION`. `http://` is \
                 accepted only for loopback addresses.",
            ),
        ),
        (
            "auth_api_url",
            optional(
                AttributeType::String,
                "Base URL of the authentication API, `https://auth.scalingo.com` by default. \
                 Can be set with `SCALINGO_AUTH_URL`.",
            ),
        ),
        (
            "db_api_url",
            optional(
                AttributeType::String,
                "Base URL of the database API. Accepted so that configurations of the \
                 official provider work unchanged, and not used: collaborators of databases \
                 are managed through the regional API. Can be set with \
                 `SCALINGO_DB_API_URL`.",
            ),
        ),
    ]
}

/// How long calls may take, and what is done about people.
fn policy() -> [(&'static str, Attribute); 5] {
    [
        (
            "max_wait",
            optional(
                AttributeType::String,
                "Longest total time one call may wait for the rate limit and for retries, \
                 such as `90s` or `10m` (default). `0s` gives up at the first refusal.",
            ),
        ),
        (
            "request_timeout",
            optional(
                AttributeType::String,
                "Longest time one request may take, such as `30s` (default).",
            ),
        ),
        (
            "adopt_existing",
            optional(
                AttributeType::Bool,
                "Whether people who are already on an app are taken over, with the configured role \
                 and without an e-mail; for all resources at once. `false` by default.",
            ),
        ),
        (
            "gone_apps",
            optional(
                AttributeType::Set(Box::new(AttributeType::String)),
                "IDs of apps and databases that were deleted outside Terraform. An app that \
                 does not answer is an error, because the token or the region may be wrong; \
                 one that is listed here counts as gone, and so do its people. An entry has \
                 no effect while the app answers. Can be set with `SCALINGO_GONE_APPS`, with \
                 commas between the IDs.",
            ),
        ),
        (
            "mask_addresses",
            optional(
                AttributeType::Bool,
                "Whether this provider's messages mask e-mail addresses, as in \
                 `a…@example.com (1f3a)`. Terraform's own diff, keys and progress lines are \
                 not masked. `false` by default.",
            ),
        ),
    ]
}
