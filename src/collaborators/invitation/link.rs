//! `scalingo_invitation`: the link of an invitation, kept nowhere.

use std::sync::Arc;

use async_trait::async_trait;
use plugin::EphemeralResource;
use scalingo::{Email, Error, ExposeSecret, Invited};
use serde::{Deserialize, Serialize};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::super::host::READ_PEOPLE;
use crate::checks;
use crate::diagnostics::{Told, api, invitation as messages};
use crate::schema::{computed, required, schema, sensitive};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The ephemeral resource.
#[derive(Debug)]
pub(crate) struct InvitationLink {
    session: SessionCell,
}

impl InvitationLink {
    /// An ephemeral resource that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// The attributes. No `Debug`: the link is among them.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    app: Value<String>,
    email: Value<String>,
    link: Value<String>,
    status: Value<String>,
}

#[async_trait]
impl EphemeralResource for InvitationLink {
    type State = State;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(link_schema())
    }

    async fn validate(&self, diags: &mut Diagnostics, config: State) -> Option<()> {
        let app = checks::app("app", &config.app).err();
        let email = checks::email("email", &config.email).err();
        diags.errors.extend(app.into_iter().chain(email));
        Some(())
    }

    async fn open(&self, diags: &mut Diagnostics, config: State) -> Option<State> {
        let app = config.app.as_deref_option().unwrap_or_default();
        let email = Email::as_given(config.email.as_deref_option().unwrap_or_default());
        let look = async |session: Arc<Session>| find(&session, app, &email).await.map(Told::quiet);
        let found = self.session.with(diags, look).await?;
        let status = found.as_ref().map(|it| it.person.status.to_string());
        let link = found.and_then(|it| it.link);
        Some(State {
            link: link.map(|link| link.expose_secret().to_owned()).into(),
            status: status.into(),
            ..config
        })
    }
}

/// The person on the app. It is asked for each time: the shared view of an app
/// has no links, and one of a minute ago may be used up.
async fn find(session: &Session, app: &str, email: &Email) -> Result<Option<Invited>, Diagnostic> {
    match session.client().invited(app, email).await {
        Ok(found) => {
            session.note_answer(app);
            Ok(found)
        }
        Err(Error::NotFound { .. }) if session.is_gone(app) => Ok(None),
        Err(Error::NotFound { .. }) => Err(messages::app_unknown(app)),
        Err(error) => Err(api::failure(READ_PEOPLE, &error)),
    }
}

fn link_schema() -> Schema {
    schema(
        "The link of a pending invitation, which ends up in no state, no plan file and no log. \
         Anybody who has the link can join the app, whatever their address. It only reads and \
         invites nobody: if nobody with the address is there, or they have already accepted, the \
         link is null, which is not an error. Each one costs one list call, in the plan and again \
         in the apply.",
        [
            (
                "app",
                required(
                    AttributeType::String,
                    "The app, by ID or by name. If this configuration creates the app, refer to \
                     its ID (`scalingo_app.<name>.id`): then Terraform waits until the app exists.",
                ),
            ),
            (
                "email",
                required(
                    AttributeType::String,
                    "The invited address. Letter case makes no difference.",
                ),
            ),
            (
                "link",
                sensitive(computed(
                    AttributeType::String,
                    "The link. Null if nobody with this address is on the app, if they have \
                     accepted, and for the owner.",
                )),
            ),
            (
                "status",
                computed(
                    AttributeType::String,
                    "`pending`, `accepted`, or another value that Scalingo reports. Null if there \
                     is no invitation.",
                ),
            ),
        ],
    )
}
