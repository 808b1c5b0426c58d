//! Exactly one invitation: an e-mail goes to a person, so nothing is sent again before a look at the list.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::Rosters;
use super::book::Change;
use crate::{Client, Collaborator, Email, Error, Invitation};

/// How often an invitation is sent at most, each time after a list that does not show the person.
const MOST_INVITATIONS: usize = 3;
/// How long the list may take that is looked at after a cancel.
const LAST_LOOK: Duration = Duration::from_millis(500);

/// Why there is no new invitation.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum InviteError {
    /// The address is on the app already: nothing was sent, or what was sent was refused.
    #[error("the address is already a collaborator of the app")]
    AlreadyThere {
        /// Who is there.
        collaborator: Box<Collaborator>,
    },
    /// The invitation may stand or not, and the list that would tell could not be read.
    #[error("it is not known whether the invitation was sent")]
    Unknown {
        /// How the invitation ended.
        #[source]
        error: Box<Error>,
        /// Why the list could not be read.
        lookup: Box<Error>,
    },
    /// The invitation does not stand. The exception is [`Error::Cancelled`] with `sent`, where nobody could look.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// What a failed invitation asks for.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Tell the caller.
    GiveUp,
    /// The API refuses the content: see whether somebody else was quicker.
    LookForReason,
    /// It may stand: look, and send again if it does not.
    LookThenSend,
    /// It may stand, and sending it again would meet the same reply: look only.
    LookOnly,
    /// The caller has given up while it was on its way: one short look.
    LastLook,
}

impl Rosters {
    /// Invites somebody who is not on the app yet, with one e-mail whatever happens to the replies.
    ///
    /// When the outcome of the call is not known, a fresh list decides: a person who is there now, in the wanted role,
    /// is the result. When the handle is cancelled while the invitation is on its way, the reply is awaited for some
    /// seconds and then looked for once; if both fail the error is [`Error::Cancelled`] with `sent`.
    ///
    /// # Errors
    ///
    /// [`InviteError::AlreadyThere`] with whoever is on the app, [`InviteError::Unknown`] when nobody can say whether
    /// the invitation stands, else what [`Client::invite`] says.
    pub async fn invite(
        &self,
        client: &Client,
        app: &str,
        invitation: &Invitation,
    ) -> Result<Collaborator, InviteError> {
        let before = self.people(client, app).await?;
        if let Some(present) = before.by_email(&invitation.email) {
            return Err(already_there(present));
        }
        let mut waits = waits();
        let mut unknown_before = false;
        loop {
            let error = match client.invite(app, invitation).await {
                Ok(invited) => return Ok(self.note(app, invited)),
                Err(error) => error,
            };
            let next = next(&error);
            debug!(%error, ?next, "an invitation has no usable reply");
            if next == Next::GiveUp {
                return Err(error.into());
            }
            if next == Next::LastLook {
                let found = self.glance(client, app, &invitation.email).await;
                return found.map_or(Err(error.into()), |found| {
                    ours_or_theirs(found, invitation, true)
                });
            }
            unknown_before |= next != Next::LookForReason;
            if let Some(found) = self
                .look(client, app, &invitation.email, &error, unknown_before)
                .await?
            {
                return ours_or_theirs(found, invitation, unknown_before);
            }
            match waits.next().filter(|_| next == Next::LookThenSend) {
                Some(wait) => pause(client, wait, &error).await?,
                None => return Err(error.into()),
            }
        }
    }

    fn note(&self, app: &str, invited: Collaborator) -> Collaborator {
        self.record(app, Change::Put(std::sync::Arc::new(invited.clone())));
        invited
    }

    /// The person in a fresh list. When that fails, what the caller learns depends on whether anything may stand.
    async fn look(
        &self,
        client: &Client,
        app: &str,
        email: &Email,
        error: &Error,
        may_stand: bool,
    ) -> Result<Option<Collaborator>, InviteError> {
        let lookup = match self.refreshed(client, app).await {
            Ok(view) => return Ok(view.by_email(email).cloned()),
            Err(lookup) => lookup,
        };
        if !may_stand {
            return Err(InviteError::Failed(error.clone()));
        }
        if lookup.is_cancelled() {
            let found = self.glance(client, app, email).await;
            return found.map(Some).ok_or_else(|| cancelled_with(error, true));
        }
        Err(InviteError::Unknown {
            error: Box::new(error.clone()),
            lookup: Box::new(lookup),
        })
    }

    /// One short look after a cancel. The invitation may still be on its way, so not to find it proves nothing.
    async fn glance(&self, client: &Client, app: &str, email: &Email) -> Option<Collaborator> {
        let uncancelled = client.cancelled_by(CancellationToken::new());
        let look = self.refreshed(&uncancelled, app);
        let view = tokio::time::timeout(LAST_LOOK, look).await.ok()?.ok();
        let found = view.as_ref().and_then(|view| view.by_email(email));
        if found.is_none() {
            self.forget(app);
        }
        found.cloned()
    }
}

fn next(error: &Error) -> Next {
    match error {
        Error::Cancelled { sent: true, .. } => Next::LastLook,
        Error::Invalid { .. } | Error::Conflict { .. } => Next::LookForReason,
        Error::Unavailable { sent: true, .. }
        | Error::Unexpected {
            status: 200..=299, ..
        } => Next::LookThenSend,
        Error::Unexpected { .. } => Next::LookOnly,
        _ => Next::GiveUp,
    }
}

/// A person who came while an invitation of ours had no known outcome is its result, unless the role shows that
/// somebody else invited.
fn ours_or_theirs(
    found: Collaborator,
    invitation: &Invitation,
    may_be_ours: bool,
) -> Result<Collaborator, InviteError> {
    if may_be_ours && found.is_limited == invitation.is_limited {
        return Ok(found);
    }
    Err(already_there(&found))
}

fn already_there(collaborator: &Collaborator) -> InviteError {
    InviteError::AlreadyThere {
        collaborator: Box::new(collaborator.clone()),
    }
}

fn waits() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(200))
        .with_max_times(MOST_INVITATIONS - 1)
        .with_jitter()
        .build()
}

/// Waits before the next try. The list has shown that nothing stands, so a cancel here leaves nothing behind.
async fn pause(client: &Client, wait: Duration, error: &Error) -> Result<(), InviteError> {
    tokio::select! {
        biased;
        () = client.cancel().cancelled() => Err(cancelled_with(error, false)),
        () = tokio::time::sleep(wait) => Ok(()),
    }
}

fn cancelled_with(error: &Error, sent: bool) -> InviteError {
    InviteError::Failed(match error {
        Error::Unavailable { call, .. } | Error::Unexpected { call, .. } => Error::Cancelled {
            call: call.clone(),
            sent,
        },
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests;
