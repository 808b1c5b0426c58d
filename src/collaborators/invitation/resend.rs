//! `scalingo_invitation_resend`: invitations are cancelled and sent again.

use std::sync::Arc;

use async_trait::async_trait;
use plugin::{Action, Progress};
use scalingo::{App, Email, View, Who};
use serde::Deserialize;
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::super::host::{READ_PEOPLE, is_owned_by};
use super::super::places;
use super::choice::{Found, Standing, all_pending, each_once, standing};
use super::invocation::Invocation;
use super::round;
use crate::checks;
use crate::diagnostics::invitation::{self as messages, Unfit};
use crate::diagnostics::{Told, collaborators};
use crate::schema::{optional, required, schema};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The action.
#[derive(Debug)]
pub(crate) struct InvitationResend {
    session: SessionCell,
}

impl InvitationResend {
    /// An action that finds its session in `session`.
    pub(crate) fn new(session: SessionCell) -> Self {
        Self { session }
    }
}

/// The `config` block.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Config {
    app: Value<String>,
    emails: Value<Vec<Value<String>>>,
}

#[async_trait]
impl Action for InvitationResend {
    type Config = Config;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        Some(resend_schema())
    }

    async fn validate(&self, diags: &mut Diagnostics, config: Config) -> Option<()> {
        diags.errors.extend(checks::app("app", &config.app).err());
        diags
            .errors
            .extend(checks::emails("emails", &config.emails));
        Some(())
    }

    async fn invoke(
        &self,
        diags: &mut Diagnostics,
        config: Config,
        progress: &Progress,
    ) -> Option<()> {
        let send = async |session: Arc<Session>| send_again(&session, &config, progress).await;
        self.session.with(diags, send).await
    }
}

impl Config {
    /// Whom it names, if it names anybody; nobody is not everybody.
    fn named(&self) -> Option<Vec<Email>> {
        let emails = self.emails.as_ref_option()?.iter();
        let emails = emails.filter_map(Value::as_deref_option);
        Some(each_once(emails.map(Email::as_given)))
    }
}

async fn send_again(
    session: &Session,
    config: &Config,
    progress: &Progress,
) -> Result<Told<()>, Diagnostic> {
    let name = config.app.as_deref_option().unwrap_or_default();
    let app = places::look_up(session, "app", name).await?;
    let client = session.client();
    let people = session.rosters.refreshed(&client, &app.id).await;
    let people = people.map_err(|error| places::failed("app", name, READ_PEOPLE, &error))?;
    let named = config.named();
    let chosen = match &named {
        Some(named) => check(session, &app, &people, named)?,
        None => all_pending(&people.iter().collect::<Vec<_>>()),
    };
    let odd = people.odd_rows().first().filter(|_| named.is_none());
    let odd = odd.map(|row| collaborators::left_out(people.odd_rows().len(), &row.problem));
    let invocation = Invocation {
        session,
        app: &app,
        progress,
    };
    round::run(&invocation, &chosen).await?;
    Ok(Told::quiet(()).maybe_warning(odd))
}

/// Those who are named, when each of them waits; everybody who does not is told
/// at once, before anything is sent.
fn check(
    session: &Session,
    app: &App,
    people: &View,
    named: &[Email],
) -> Result<Vec<Found>, Diagnostic> {
    let (mut found, mut unfit) = (Vec::new(), Vec::new());
    for email in named {
        match find(app, people, email) {
            Ok(row) => found.push(row),
            Err(why) => unfit.push((session.shown(email), why)),
        }
    }
    if unfit.is_empty() {
        return Ok(found);
    }
    Err(messages::not_waiting(&app.name, &unfit))
}

fn find(app: &App, people: &View, email: &Email) -> Result<Found, Unfit> {
    match standing(people.iter(), email) {
        Standing::Pending(row) => Ok(row.into()),
        Standing::Other(status) => Err(Unfit::Status(status.to_string())),
        Standing::Absent if is_owned_by(app, email) => Err(Unfit::Owner),
        Standing::Absent => {
            let odd = people.odd_row_of(Who { id: None, email });
            Err(odd.map_or(Unfit::Absent, |row| Unfit::Unreadable(row.problem.clone())))
        }
    }
}

fn resend_schema() -> Schema {
    schema(
        "Sends pending invitations again: each one is cancelled, and the person is invited again \
         in the same role. They get another e-mail, and the link in the old one stops working; \
         Scalingo offers no other way. Nobody who has accepted is affected. It handles one person \
         after the other and reports its progress. If a new invitation fails, the action stops \
         there and says who is left without one. If a trigger runs it right after the same person \
         was invited, they get two e-mails.",
        [
            (
                "app",
                required(AttributeType::String, "The app, by ID or by name."),
            ),
            (
                "emails",
                optional(
                    AttributeType::Set(Box::new(AttributeType::String)),
                    "The addresses to invite again; by default, everybody whose invitation is \
                     pending. Naming somebody who has accepted, or is not on the app, is an error, \
                     and then nothing is sent to anybody; so omit it where a trigger runs the \
                     action. An empty set means nobody.",
                ),
            ),
        ],
    )
}
