//! `terraform query`: the apps of the account.

use std::sync::Arc;

use async_trait::async_trait;
use plugin::{ListResource, Listed};
use scalingo::App;
use serde::Deserialize;
use tf_provider::schema::Schema;
use tf_provider::value::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::attributes::Environment;
use super::resource::identity;
use super::state::State;
use crate::diagnostics::Told;
use crate::schema::schema;
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The list of `scalingo_app`.
#[derive(Debug)]
pub(crate) struct AppList {
    session: SessionCell,
}

impl AppList {
    /// A list that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// Nothing can be chosen.
#[derive(Debug, Deserialize)]
pub(crate) struct Config {}

#[async_trait]
impl ListResource for AppList {
    type Config = Config;
    type State = State;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(schema(
            "Finds all apps of the region that the token's user owns or works on, ordered by name. \
             Their environment variables are not read.",
            [],
        ))
    }

    async fn list(&self, diags: &mut Diagnostics, _config: Config) -> Option<Vec<Listed<State>>> {
        let list = async |session: Arc<Session>| all(&session).await.map(Told::quiet);
        self.session.with(diags, list).await
    }
}

async fn all(session: &Session) -> Result<Vec<Listed<State>>, Diagnostic> {
    let mut apps = session.all_apps().await?;
    apps.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(apps.iter().map(listed).collect())
}

/// Reading the variables would cost a call for each app.
fn listed(app: &App) -> Listed<State> {
    let state = State {
        environment: Value::Value(Environment::new()),
        ..State::default()
    };
    Listed {
        display_name: app.name.clone(),
        identity: identity(&app.id),
        state: state.with_app(app),
    }
}
