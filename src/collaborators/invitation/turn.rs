//! One person: the invitation is cancelled, and another one is sent.
//!
//! A stop is heeded until the cancellation is on its way. From then on the
//! person would be without an invitation, so the rest is done all the same.

use std::time::Duration;

use scalingo::{Collaborator, Error, Invitation, InviteError, Who};

use super::super::host::READ_PEOPLE;
use super::choice::{Found, Standing, standing};
use super::invocation::Invocation;
use crate::diagnostics::api;
use crate::diagnostics::invitation::{Aftermath, Failure, new_invitation_unknown};

/// How old a list may be that says who has not accepted yet: whoever accepts
/// must not be cancelled.
const RECENT: Duration = Duration::from_secs(10);

/// How one person's turn ended.
pub(super) enum Turn {
    /// They have another invitation.
    Sent,
    /// Nothing was to be done any more, as was said.
    LeftAlone,
    /// Terraform said stop before anything was sent.
    Stopped,
    Failed(Box<Failure>),
}

/// Invites one person again, if they still wait for the invitation that was
/// found. Terraform may invoke the action many times at once, and remove the
/// person in the same apply, so these stand in line.
pub(super) async fn turn(at: &Invocation<'_>, found: &Found, who: &str, of: &str) -> Turn {
    let Some(_turn) = at.session.turn_to_resend().await else {
        return Turn::Stopped;
    };
    let row = match pending(at, found, who).await {
        Ok(row) => row,
        Err(turn) => return turn,
    };
    if let Err(turn) = cancel(at, &row).await {
        return turn;
    }
    invite(at, &row, who, of).await
}

/// The person's row, which may have changed while others had their turn.
async fn pending(at: &Invocation<'_>, found: &Found, who: &str) -> Result<Collaborator, Turn> {
    let client = at.session.client();
    let rosters = &at.session.rosters;
    let people = rosters
        .people_within(&client, &at.app.id, RECENT)
        .await
        .map_err(|error| untouched(READ_PEOPLE, &error))?;
    let now = match standing(people.iter(), &found.email) {
        Standing::Pending(row) if row.id == found.id => return Ok(row.clone()),
        Standing::Pending(_) => "has another invitation already".to_owned(),
        Standing::Other(status) => format!("is {status} now"),
        Standing::Absent => "is not on the app any more".to_owned(),
    };
    at.say(&format!("{who} {now} and is left alone."));
    Err(Turn::LeftAlone)
}

/// Cancels the invitation. Where the outcome is open, a list decides.
async fn cancel(at: &Invocation<'_>, row: &Collaborator) -> Result<(), Turn> {
    const DOING: &str = "cancel an invitation";
    let rosters = &at.session.rosters;
    let who = Who {
        id: Some(&row.id),
        email: &row.email,
    };
    let client = at.session.client();
    let Err(error) = rosters.remove(&client, &at.app.id, who).await else {
        return Ok(());
    };
    if !error.outcome_unknown() {
        return Err(untouched(DOING, &error));
    }
    let to_finish = at.session.client_to_finish();
    let listed = rosters.refreshed(&to_finish, &at.app.id).await;
    let is_gone =
        listed.is_ok_and(|people| matches!(standing(people.iter(), &row.email), Standing::Absent));
    if is_gone {
        return Ok(());
    }
    Err(failed(row, Aftermath::CancelUnknown, detail(DOING, &error)))
}

async fn invite(at: &Invocation<'_>, row: &Collaborator, who: &str, of: &str) -> Turn {
    let invitation = Invitation {
        email: row.email.clone(),
        is_limited: row.is_limited,
    };
    let client = at.session.client_to_finish();
    let rosters = &at.session.rosters;
    match rosters.invite(&client, &at.app.id, &invitation).await {
        Ok(_) => {
            at.say(&format!("{who}: invited again, role {} {of}.", role(row)));
            Turn::Sent
        }
        Err(InviteError::AlreadyThere { collaborator }) => {
            let role = role(&collaborator);
            at.say(&format!(
                "{who}: invited by somebody else meanwhile, role {role}."
            ));
            Turn::LeftAlone
        }
        Err(InviteError::Failed(error)) => {
            let problem = detail("invite a collaborator", &error);
            failed(row, Aftermath::Uninvited, problem)
        }
        Err(unknown) => failed(
            row,
            Aftermath::InviteUnknown,
            new_invitation_unknown(&unknown),
        ),
    }
}

/// What is to be done about a failed call, and its cause.
fn detail(doing: &str, error: &Error) -> String {
    api::failure(doing, error).detail.into_owned()
}

/// What the new invitation repeats.
fn role(row: &Collaborator) -> &'static str {
    if row.is_limited { "limited" } else { "full" }
}

fn failed(row: &Collaborator, aftermath: Aftermath, problem: String) -> Turn {
    Turn::Failed(Box::new(Failure {
        aftermath,
        role: role(row),
        problem,
    }))
}

/// Nothing was sent, or what was sent was refused.
fn untouched(doing: &str, error: &Error) -> Turn {
    if error.is_cancelled() {
        return Turn::Stopped;
    }
    Turn::Failed(Box::new(Failure {
        aftermath: Aftermath::Untouched,
        role: "",
        problem: detail(doing, error),
    }))
}
