//! What one configured provider shares among its resources.

pub(crate) mod cell;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use plugin::Stop;
use scalingo::{App, Client, Email, Error, Rosters, User, View};
use tf_provider::Diagnostic;
use tokio::sync::{OnceCell, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::diagnostics::{self, Repeated, api};
use crate::seats::Seats;

/// How long a roster is trusted. A walk is shorter; a provider kept running for
/// a debugger is not.
const ROSTER_AGE: Duration = Duration::from_mins(5);

/// What the provider block says about people, beside how to reach the API.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    /// Ids of apps and databases that are gone for sure, should they not answer.
    pub(crate) gone_apps: BTreeSet<String>,
    /// Whether people who are there already are taken over.
    pub(crate) adopt_existing: bool,
    /// Whether messages show addresses masked.
    pub(crate) mask_addresses: bool,
}

/// The client and the shared views of one configured provider.
#[derive(Debug)]
pub(crate) struct Session {
    client: Client,
    /// The shared views of every app's collaborators.
    pub(crate) rosters: Rosters,
    /// Who holds and who leaves each seat in this walk.
    pub(crate) seats: Seats,
    policy: Policy,
    apps: Mutex<HashMap<String, Arc<OnceCell<App>>>>,
    current_user: OnceCell<Result<User, Error>>,
    renames: Mutex<HashMap<String, String>>,
    deleted: Mutex<BTreeSet<String>>,
    answering: Mutex<BTreeSet<String>>,
    is_unguarded: AtomicBool,
    repeated: Repeated,
    /// Held across the calls that it keeps apart: an invitation that is sent
    /// again, and whatever needs the person to be there.
    resends: RwLock<()>,
    stop: Stop,
}

impl Session {
    /// A session that calls nothing until it is used.
    pub(crate) fn new(client: Client, policy: Policy, seats: Seats, stop: Stop) -> Self {
        Self {
            rosters: Rosters::new(&client, ROSTER_AGE),
            client,
            seats,
            policy,
            apps: Mutex::default(),
            current_user: OnceCell::new(),
            renames: Mutex::default(),
            deleted: Mutex::default(),
            answering: Mutex::default(),
            is_unguarded: AtomicBool::new(false),
            repeated: Repeated::default(),
            resends: RwLock::default(),
            stop,
        }
    }

    /// The user whose token is in use; asked once, also when that fails.
    pub(crate) async fn user(&self) -> Result<&User, Error> {
        let user = self.current_user.get_or_init(|| self.ask_for_user());
        user.await.as_ref().map_err(Clone::clone)
    }

    async fn ask_for_user(&self) -> Result<User, Error> {
        let user = self.client().current_user().await;
        if user.as_ref().is_err_and(is_no_such_call) {
            self.is_unguarded.store(true, Ordering::Relaxed);
        }
        user
    }

    /// Whether a collaborator is the user whose token is in use; an error when
    /// Scalingo does not say who that is.
    pub(crate) async fn is_current_user(
        &self,
        user_id: Option<&str>,
        email: &Email,
    ) -> Result<bool, Diagnostic> {
        match self.user().await {
            Ok(user) => Ok(user_id == Some(&user.id) || user.email == *email),
            Err(error) if is_no_such_call(&error) => Ok(false),
            Err(error) => Err(diagnostics::collaborator::own_account_unknown(
                &self.shown(email),
                &error,
            )),
        }
    }

    /// The people on an app or database, by id or by name.
    pub(crate) async fn people(&self, app: &str) -> Result<Arc<View>, Error> {
        let people = self.rosters.people(&self.client(), app).await?;
        self.note_answer(app);
        Ok(people)
    }

    /// The URL of the API and the account, for messages about what was not
    /// found there.
    pub(crate) async fn whereabouts(&self) -> String {
        let url = match self.client().api_url().await {
            Ok(url) => url.to_string(),
            Err(_) => "the configured API".to_owned(),
        };
        match self.user().await {
            Ok(user) => format!("{url} as {}", self.shown(&user.email)),
            Err(_) => url,
        }
    }

    /// An address as messages show it.
    pub(crate) fn shown(&self, email: &Email) -> String {
        diagnostics::shown(email, self.policy.mask_addresses)
    }

    /// Whether people who are there already are taken over without being asked
    /// for one by one.
    pub(crate) fn adopts_existing(&self) -> bool {
        self.policy.adopt_existing
    }

    /// Whether an app that does not answer is known to be gone: the provider
    /// block says so, or this run deleted it.
    pub(crate) fn is_gone(&self, app: &str) -> bool {
        self.policy.gone_apps.contains(app) || lock(&self.deleted).contains(app)
    }

    /// Notes that this run deleted an app.
    pub(crate) fn note_deletion(&self, id: &str) {
        lock(&self.deleted).insert(id.to_owned());
    }

    /// Notes that an app answers, whatever `gone_apps` says of it.
    pub(crate) fn note_answer(&self, app: &str) {
        if self.policy.gone_apps.contains(app) {
            lock(&self.answering).insert(app.to_owned());
        }
    }

    /// Notes that this run renames an app, so that its new name is known before
    /// the API knows it.
    pub(crate) fn note_rename(&self, id: &str, name: &str) {
        lock(&self.renames).insert(name.to_owned(), id.to_owned());
    }

    /// All apps that the token's user owns or works on.
    pub(crate) async fn all_apps(&self) -> Result<Vec<App>, Diagnostic> {
        let listed = self.client().list_apps().await;
        listed.map_err(|error| api::failure("list the apps of the account", &error))
    }

    /// The id of the app that gets this name in this run.
    pub(crate) fn renamed_to(&self, name: &str) -> Option<String> {
        lock(&self.renames).get(name).cloned()
    }

    /// The app by id or by name, looked up once per session.
    pub(crate) async fn app(&self, app: &str) -> Result<App, Error> {
        let slot = Arc::clone(lock(&self.apps).entry(app.to_owned()).or_default());
        let look_up = || async { self.client().get_app(app).await };
        slot.get_or_try_init(look_up).await.cloned()
    }

    /// The id of the app that goes by `name`, if that can be told; `expected`
    /// is the likely one, which the lists that were read may confirm.
    pub(crate) async fn id_behind(&self, name: &str, expected: &str) -> Option<String> {
        if name == expected || self.rosters.same_app(name, expected) == Some(true) {
            return Some(expected.to_owned());
        }
        self.app(name).await.ok().map(|app| app.id)
    }

    /// A client handle whose calls and waits end when Terraform says stop.
    pub(crate) fn client(&self) -> Client {
        self.client.cancelled_by(self.stop.token())
    }

    /// A client handle that a stop does not end, to finish what must not be left
    /// half done.
    pub(crate) fn client_to_finish(&self) -> Client {
        self.client.clone()
    }

    /// Waits until no other invitation is being sent again and nobody is being
    /// removed; none when Terraform says stop before that. Between the
    /// cancellation and the new invitation nobody else may look for the person.
    pub(crate) async fn turn_to_resend(&self) -> Option<RwLockWriteGuard<'_, ()>> {
        self.unless_stopped(self.resends.write()).await
    }

    /// Waits until no invitation is being sent again; none when Terraform says
    /// stop, after which nothing is sent anyway.
    pub(crate) async fn beside_resends(&self) -> Option<RwLockReadGuard<'_, ()>> {
        self.unless_stopped(self.resends.read()).await
    }

    async fn unless_stopped<T>(&self, wait: impl Future<Output = T>) -> Option<T> {
        let stop = self.stop.token();
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            done = wait => Some(done),
        }
    }

    /// What to tell the user about waits since the last time this was asked.
    pub(crate) fn wait_notice(&self) -> Option<Diagnostic> {
        self.client.take_wait_notice().map(api::waited)
    }

    /// What to tell beside any answer: waits since the last time, and apps that
    /// answer although they are said to be gone.
    fn notices(&self) -> Vec<Diagnostic> {
        let answering = std::mem::take(&mut *lock(&self.answering));
        let answering = answering
            .iter()
            .map(|app| diagnostics::provider::app_answers(app));
        let is_unguarded = self.is_unguarded.swap(false, Ordering::Relaxed);
        let unguarded = is_unguarded.then(diagnostics::collaborator::own_account_unguarded);
        let waited = self.wait_notice().into_iter();
        waited.chain(answering).chain(unguarded).collect()
    }
}

/// Whether the API lacks the call; it is undocumented, and so is that reply.
fn is_no_such_call(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound { .. } | Error::Unexpected { status: 404, .. }
    )
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
