//! What one configured provider shares among its resources.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use plugin::Stop;
use scalingo::{App, Client, Email, Rosters, Settings, User};
use tf_provider::{Diagnostic, Diagnostics};
use tokio::sync::OnceCell;
use tracing::warn;

use crate::diagnostics;
use crate::seats::Walk;

/// How long a roster is trusted. A walk is shorter; a provider kept running for
/// a debugger is not.
const ROSTER_AGE: Duration = Duration::from_mins(5);

/// The client and the shared views of one configured provider.
#[derive(Debug)]
pub(crate) struct Session {
    client: Client,
    /// The shared views of every app's collaborators.
    pub(crate) rosters: Rosters,
    apps: Mutex<HashMap<String, Arc<OnceCell<App>>>>,
    current_user: OnceCell<User>,
    renames: Mutex<HashMap<String, String>>,
    /// What this walk has seen of each person.
    pub(crate) walk: Walk,
    stop: Stop,
}

impl Session {
    /// A session that calls nothing until it is used.
    pub(crate) fn new(settings: Settings, stop: Stop) -> Self {
        let client = Client::new(settings);
        Self {
            rosters: Rosters::new(&client, ROSTER_AGE),
            client,
            apps: Mutex::default(),
            current_user: OnceCell::new(),
            renames: Mutex::default(),
            walk: Walk::default(),
            stop,
        }
    }

    /// Whether a collaborator is the user whose token is in use.
    ///
    /// False, with a line in the log, when Scalingo does not say whose token
    /// it is.
    pub(crate) async fn is_current_user(&self, user_id: Option<&str>, email: &Email) -> bool {
        let user = self
            .current_user
            .get_or_try_init(|| async { self.client().current_user().await });
        match user.await {
            Ok(user) => user_id == Some(&user.id) || user.email == *email,
            Err(error) => {
                warn!(%error, "cannot tell whose token is in use");
                false
            }
        }
    }

    /// Notes that this run renames an app, so that its new name is known before
    /// the API knows it.
    pub(crate) fn note_rename(&self, id: &str, name: &str) {
        self.renames().insert(name.to_owned(), id.to_owned());
    }

    /// The id of the app that gets this name in this run.
    pub(crate) fn renamed_to(&self, name: &str) -> Option<String> {
        self.renames().get(name).cloned()
    }

    fn renames(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.renames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The app by id or by name, looked up once per session.
    pub(crate) async fn app(&self, app: &str) -> Result<App, scalingo::Error> {
        let slot = Arc::clone(self.app_slots().entry(app.to_owned()).or_default());
        let found = slot.get_or_try_init(|| self.look_up_app(app)).await?;
        Ok(found.clone())
    }

    async fn look_up_app(&self, app: &str) -> Result<App, scalingo::Error> {
        self.client().get_app(app).await
    }

    fn app_slots(&self) -> MutexGuard<'_, HashMap<String, Arc<OnceCell<App>>>> {
        self.apps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to tell the user about waits since the last time this was asked.
    pub(crate) fn wait_notice(&self) -> Option<Diagnostic> {
        self.client.take_wait_notice().map(diagnostics::api::waited)
    }

    /// A client handle whose calls and waits end when Terraform says stop.
    pub(crate) fn client(&self) -> Client {
        self.client.cancelled_by(self.stop.token())
    }
}

/// Where the provider leaves its session and the resources find it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionCell(Arc<RwLock<State>>);

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
    /// Puts a session in place of the one before; each walk brings its own.
    pub(crate) fn set(&self, session: Session) {
        self.replace(State::Ready(Arc::new(session)));
    }

    /// Notes that these attributes are not known yet.
    pub(crate) fn set_unknown(&self, attributes: Vec<&'static str>) {
        self.replace(State::Unknown(attributes));
    }

    /// The session, or why there is none.
    pub(crate) fn get(&self) -> Result<Arc<Session>, NotReady> {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Ready(session) => Ok(Arc::clone(session)),
            State::Unknown(attributes) => Err(NotReady::Unknown(attributes.clone())),
            State::Unconfigured => Err(NotReady::Unconfigured),
        }
    }

    /// The session, or none with the reason recorded as an error.
    pub(crate) fn settled(&self, diags: &mut Diagnostics) -> Option<Arc<Session>> {
        diagnostics::settle(diags, self.get().map_err(Diagnostic::from))
    }

    fn replace(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
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
