//! Messages about invitations.

use scalingo::InviteError;
use tf_provider::Diagnostic;

use super::repeated::CAUSE;
use super::{api, at, chain, hcl, lines, whole};

/// The app of an invitation does not answer.
pub(crate) fn app_unknown(app: &str) -> Diagnostic {
    let unknown = api::app_unknown("app", app);
    let detail = format!(
        "{} If this configuration creates the app, refer to its ID (app = scalingo_app.<name>.id), \
         and Terraform waits until it is there. If the app was deleted, say so in the provider \
         block: gone_apps = [{}].",
        unknown.detail,
        hcl(app)
    );
    Diagnostic {
        detail: detail.into(),
        ..unknown
    }
}

/// Why somebody cannot be invited again.
#[derive(Debug)]
pub(crate) enum Unfit {
    /// They are not, or not only, waiting: what Scalingo says of them.
    Status(String),
    /// They own the app.
    Owner,
    /// They are not on the app.
    Absent,
    /// Their row cannot be read, for this reason.
    Unreadable(String),
}

/// Named people have no invitation that could be sent again.
pub(crate) fn not_waiting(app: &str, unfit: &[(String, Unfit)]) -> Diagnostic {
    let line = |(who, why): &(String, Unfit)| match why {
        Unfit::Status(status) => format!("{who}: {status}"),
        Unfit::Owner => format!("{who}: the owner"),
        Unfit::Absent => format!("{who}: not on the app"),
        Unfit::Unreadable(problem) => {
            format!("{who}: unknown, because the row cannot be read: {problem}")
        }
    };
    let told: Vec<String> = unfit.iter().map(line).collect();
    let names: Vec<&str> = unfit.iter().map(|(who, _)| who.as_str()).collect();
    at(
        "emails",
        format!("No pending invitation on {app}: {}", names.join(", ")),
        format!(
            "Only people who have been invited and have not accepted can be invited again. These \
             people cannot:\n\n\
             {}\n\n\
             Nothing was sent to anybody. Take them out of emails, or omit emails to invite \
             everybody who is pending. terraform apply invites people who are configured but not \
             on the app.",
            lines(&told)
        ),
    )
}

/// What a failure left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aftermath {
    /// The old invitation stands.
    Untouched,
    /// The old invitation is cancelled or will be, or it stands.
    CancelUnknown,
    /// The old invitation is cancelled, and there is no new one.
    Uninvited,
    /// The old invitation is cancelled, and nobody knows whether there is a new
    /// one.
    InviteUnknown,
}

/// Why a round ended early.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) aftermath: Aftermath,
    /// The role of the person.
    pub(crate) role: &'static str,
    /// What is to be done about the call that failed, and its cause.
    pub(crate) problem: String,
}

/// A round ended early: what became of each.
pub(crate) fn failed(
    app: &str,
    who: &str,
    failure: Failure,
    sent: &[String],
    rest: &[String],
) -> Diagnostic {
    let Failure {
        aftermath,
        role,
        problem: cause,
    } = failure;
    let others = others(sent, rest);
    match aftermath {
        Aftermath::Untouched => whole(
            format!("Not invited again: {who} on {app}"),
            format!(
                "The old invitation of {who} still stands. Invoke the action again once the cause \
                 is fixed. {cause}{others}"
            ),
        ),
        Aftermath::CancelUnknown => whole(
            format!("Unknown whether still invited: {who} on {app}"),
            format!(
                "The invitation of {who} (role: {role}) was to be cancelled, but Scalingo did not \
                 confirm that it was, so no new one was sent. {APPLY} If they are still invited, \
                 invoke the action again. {cause}{others}"
            ),
        ),
        Aftermath::Uninvited => whole(
            format!("Without an invitation now: {who} on {app}"),
            format!(
                "The old invitation of {who} (role: {role}) is cancelled, and the new one failed. \
                 {APPLY} {cause}{others}"
            ),
        ),
        Aftermath::InviteUnknown => whole(
            format!("Unknown whether invited again: {who} on {app}"),
            format!(
                "The old invitation of {who} (role: {role}) is cancelled, and it is not known \
                 whether the new one was sent. {APPLY} {cause}{others}"
            ),
        ),
    }
}

const APPLY: &str = "If a resource manages this person, terraform plan shows whether the \
                     invitation is missing, and terraform apply sends it; otherwise check the \
                     dashboard and invite them there, in that role.";

/// Why nobody knows whether a new invitation was sent.
pub(crate) fn new_invitation_unknown(error: &InviteError) -> String {
    format!(
        "The answer was lost and the list of collaborators could not be read \
         afterwards.{CAUSE}{}",
        chain(error)
    )
}

/// Terraform said stop between two people.
pub(crate) fn stopped(app: &str, sent: &[String], rest: &[String]) -> Diagnostic {
    whole(
        format!("Stopped: not everybody on {app} was invited again"),
        format!(
            "Nobody was left without an invitation. Invoke the action again to invite the \
             others.{}",
            others(sent, rest)
        ),
    )
}

/// Those whom the failure is not about.
fn others(sent: &[String], rest: &[String]) -> String {
    let block = |title: &str, who: &[String]| match who {
        [] => String::new(),
        who => format!("\n\n{title}:\n\n{}", lines(who)),
    };
    block("Invited again", sent) + &block("Not touched", rest)
}
