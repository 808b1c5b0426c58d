//! One invocation of the action, on one app.

use plugin::Progress;
use scalingo::App;

use crate::session::Session;

/// What everybody's turn needs.
pub(super) struct Invocation<'a> {
    pub(super) session: &'a Session,
    pub(super) app: &'a App,
    pub(super) progress: &'a Progress,
}

impl Invocation<'_> {
    /// Shows one line.
    pub(super) fn say(&self, line: &str) {
        self.progress.say(line);
    }
}
