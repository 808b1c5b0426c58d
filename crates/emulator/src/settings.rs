//! Knobs for everything the documentation leaves open, and for the server's pace.

use std::time::Duration;

use crate::clock::Clock;

/// How the emulator behaves. Change it while it runs with
/// [`Emulator::configure`](crate::Emulator::configure).
#[derive(Clone, Debug)]
pub struct Settings {
    /// Token of the default user; `None` draws a random one at start.
    pub api_token: Option<String>,
    /// Reply to an invitation of somebody who is already there.
    pub already_there: AlreadyThere,
    /// How long a bearer token is good for. Scalingo documents one hour.
    /// Checked to the millisecond; the `exp` claim is rounded up to seconds.
    pub bearer_lifetime: Duration,
    /// The emulator's time of day.
    pub clock: Clock,
    /// Wait before each call takes effect.
    pub latency: Duration,
    /// What happens to the letter case of an invited address.
    pub letter_case: LetterCase,
    /// Calls allowed per user and window; `None` allows any number.
    pub rate_limit: Option<RateLimit>,
    /// The shape of replies.
    pub replies: Replies,
    /// What callers with too few rights get.
    pub refusal: Refusal,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            api_token: None,
            already_there: AlreadyThere::default(),
            bearer_lifetime: Duration::from_hours(1),
            clock: Clock::Skewed(0),
            latency: Duration::ZERO,
            letter_case: LetterCase::default(),
            rate_limit: None,
            replies: Replies::default(),
            refusal: Refusal::default(),
        }
    }
}

impl Settings {
    /// The address as the service would keep it.
    pub(crate) fn stored_address(&self, email: &str) -> String {
        match self.letter_case {
            LetterCase::Folded => email.to_lowercase(),
            LetterCase::Kept => email.to_owned(),
        }
    }
}

/// Reply to an invitation of the owner or of somebody already invited.
/// Undocumented, so each of the plausible ones can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlreadyThere {
    /// 422 with `errors.email`.
    #[default]
    Unprocessable422,
    /// 400 with `type: already-collaborator`.
    BadRequest400,
    /// 409 with `error`.
    Conflict409,
}

/// What becomes of upper-case letters in an address; two that differ in nothing
/// else are one person. Undocumented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterCase {
    /// Kept as written.
    #[default]
    Kept,
    /// Folded to lower case.
    Folded,
}

/// The shape of replies where documentation and captures differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    /// Leave out `tfa_status`, `user_id`, `is_limited` and `app_name` of
    /// collaborators, as replies of 2020 did; an accepted one then has a link
    /// with an empty `token=`.
    pub old: bool,
    /// The shape of `collaborator` in the reply to an invitation.
    pub invitation: InvitationReply,
    /// Letter case of `resource` in a 404.
    pub resource_names: ResourceNames,
}

/// The shape of `collaborator` in the reply to an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvitationReply {
    /// An object, as captured replies show.
    #[default]
    Object,
    /// An array of one, as the documentation shows.
    Array,
}

/// Letter case of `resource` in a 404 body; both occur in captured replies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResourceNames {
    /// `app`, `collaborator`.
    #[default]
    Lower,
    /// `App`, `Collaborator`.
    Capital,
}

/// Status that tells a caller about missing rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refusal {
    /// 403 with `error`.
    #[default]
    Forbidden403,
    /// 401 with `error`, which official clients also read as missing rights.
    Unauthorized401,
}

/// A fixed-window limit per user. Scalingo documents 60 requests per minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed in one window; refused calls count too.
    pub requests: u32,
    /// Length of a window. Windows start at whole multiples of it on the
    /// emulator's clock.
    pub window: Duration,
    /// Send `Retry-After` (seconds to the next window, rounded up) with a 429.
    pub retry_after: bool,
}

impl RateLimit {
    /// A limit without `Retry-After`. Token exchanges are not counted.
    pub fn new(requests: u32, window: Duration) -> Self {
        Self {
            requests,
            window,
            retry_after: false,
        }
    }
}
