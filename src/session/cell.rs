//! The one door to the session.

use std::sync::{Arc, PoisonError, RwLock};

use plugin::Stop;
use scalingo::{Client, Email};
use tf_provider::{Diagnostic, Diagnostics};

use super::{Policy, Session};
use crate::diagnostics::{self, Told};
use crate::seats::Seats;

/// Where the provider leaves its session and the resources find it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionCell {
    state: Arc<RwLock<State>>,
    seats: Seats,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Unconfigured,
    Unknown(Vec<&'static str>),
    Ready(Arc<Session>),
}

/// Why there is no session.
#[derive(Clone, Debug)]
pub(crate) enum NotReady {
    /// Terraform did not configure the provider before this call.
    Unconfigured,
    /// These attributes of the provider block are not known yet.
    Unknown(Vec<&'static str>),
}

impl SessionCell {
    /// Puts a session in place of the one before.
    pub(crate) fn set(&self, client: Client, policy: Policy, stop: Stop) {
        self.seats.begin();
        let session = Session::new(client, policy, self.seats.clone(), stop);
        self.replace(State::Ready(Arc::new(session)));
    }

    /// Notes that these attributes are not known yet.
    pub(crate) fn set_unknown(&self, attributes: Vec<&'static str>) {
        self.seats.begin();
        self.replace(State::Unknown(attributes));
    }

    /// The session, or why there is none.
    pub(crate) fn get(&self) -> Result<Arc<Session>, NotReady> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Ready(session) => Ok(Arc::clone(session)),
            State::Unknown(attributes) => Err(NotReady::Unknown(attributes.clone())),
            State::Unconfigured => Err(NotReady::Unconfigured),
        }
    }

    /// Who holds and who leaves each seat, also where there is no session.
    pub(crate) fn seats(&self) -> &Seats {
        &self.seats
    }

    /// An address as messages show it; in full while nobody knows better.
    pub(crate) fn shown(&self, email: &Email) -> String {
        match self.get() {
            Ok(session) => session.shown(email),
            Err(_) => diagnostics::shown(email, false),
        }
    }

    /// Does `work` with the session. What it ends with is recorded, and beside
    /// it what the session has to tell.
    pub(crate) async fn with<T>(
        &self,
        diags: &mut Diagnostics,
        work: impl AsyncFnOnce(Arc<Session>) -> Result<Told<T>, Diagnostic>,
    ) -> Option<T> {
        let session = Told::record(self.get().map(Told::quiet).map_err(Diagnostic::from), diags)?;
        let outcome = work(session).await;
        self.record(outcome, diags)
    }

    /// Records what a piece of work ended with, and beside it what the session
    /// has to tell. What others were told already is told in one line.
    pub(crate) fn record<T>(
        &self,
        outcome: Result<Told<T>, Diagnostic>,
        diags: &mut Diagnostics,
    ) -> Option<T> {
        let Ok(session) = self.get() else {
            return Told::record(outcome, diags);
        };
        diags.warnings.extend(session.notices());
        let outcome = outcome.map_err(|problem| session.repeated.brief(problem));
        Told::record(outcome, diags)
    }

    fn replace(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

impl From<NotReady> for Diagnostic {
    fn from(reason: NotReady) -> Self {
        match reason {
            NotReady::Unconfigured => diagnostics::provider::unconfigured(),
            NotReady::Unknown(attributes) => diagnostics::provider::unknown(&attributes),
        }
    }
}
