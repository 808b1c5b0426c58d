//! The account joins an app.

use scalingo::{App, Collaborator, Error, User};
use tf_provider::Diagnostic;

use super::attributes::Collaboration;
use super::standing::{Freshness, Standing, account, look, own_row};
use super::{link, place};
use crate::diagnostics::collaboration as messages;
use crate::session::Session;

/// Brings the account onto the app, with the link where it is not there yet.
///
/// A failure leaves nothing in the state, also where the account may have
/// joined: an object that is in the state and failed would be replaced, which
/// is to leave. The next apply finds the account on the app and needs no link.
pub(super) async fn apply(
    session: &Session,
    planned: Collaboration,
    link: Option<&str>,
) -> Result<Collaboration, Diagnostic> {
    let user = account(session).await?;
    let candidate = Candidate {
        session,
        user,
        app: planned.at()?.app,
    };
    let (app, row) = match candidate.look().await? {
        Standing::Joined(app, row) => (app, row),
        Standing::Owner(_) => return Err(messages::owner(&candidate.who(), candidate.app)),
        Standing::Absent => candidate.accept(link).await?,
    };
    session.seats.takes(&place::by_id(&app.id));
    Ok(planned.clone().with(user, &app.id, row.as_ref()))
}

type Joined = (App, Option<Collaborator>);

/// The account, and the app that it is to be on.
struct Candidate<'a> {
    session: &'a Session,
    user: &'a User,
    app: &'a str,
}

impl Candidate<'_> {
    async fn look(&self) -> Result<Standing, Diagnostic> {
        look(self.session, self.user, self.app, Freshness::Now).await
    }

    async fn accept(&self, link: Option<&str>) -> Result<Joined, Diagnostic> {
        let link = link.ok_or_else(|| messages::no_link(&self.who(), self.app))?;
        let token = link::token(link)?;
        match self.session.client().accept_invitation(&token).await {
            Ok(app) if app.goes_by(self.app) => Ok(self.joined(app).await),
            Ok(other) => {
                self.session.rosters.forget(&other.id);
                let (name, id) = (&other.name, &other.id);
                Err(messages::joined_another(&self.who(), self.app, name, id))
            }
            Err(Error::NotFound { .. }) => Err(messages::invitation_gone(&self.who(), self.app)),
            Err(error) => self.found_after(&error).await,
        }
    }

    /// The reply says that the account has joined. A list that cannot be read
    /// leaves the rest to the next refresh.
    async fn joined(&self, app: App) -> Joined {
        let (session, client) = (self.session, self.session.client());
        session.rosters.forget(&app.id);
        let people = session.rosters.refreshed(&client, &app.id).await.ok();
        let row = people.and_then(|people| own_row(&people, self.user).cloned());
        (app, row)
    }

    /// What became of an acceptance without a usable reply, and of one that was
    /// refused: the account may be on the app already.
    async fn found_after(&self, error: &Error) -> Result<Joined, Diagnostic> {
        let is_refused = matches!(error, Error::Invalid { .. } | Error::Conflict { .. });
        if (is_refused || error.outcome_unknown())
            && let Ok(Standing::Joined(app, row)) = self.look().await
        {
            return Ok((app, row));
        }
        if is_refused {
            return Err(messages::not_accepted(&self.who(), self.app, error));
        }
        Err(messages::acceptance_failed(&self.who(), self.app, error))
    }

    fn who(&self) -> String {
        self.session.shown(&self.user.email)
    }
}
