//! The handle: start, stop, knobs, faults, and what was recorded.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::calls::Router;
use crate::error::EmulatorError;
use crate::faults::FaultRule;
use crate::requests::RecordedRequest;
use crate::server;
use crate::settings::Settings;
use crate::state::{Model, SentEmail, User};
use crate::world::Shared;

/// How long [`Emulator::wait_for`] waits.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running stand-in for the Scalingo API. It ends when dropped.
#[derive(Debug)]
pub struct Emulator {
    pub(crate) shared: Arc<Shared>,
    user: User,
    url: String,
    server: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts on a free loopback port, with one user who owns nothing yet.
    /// Needs a Tokio runtime with I/O and time.
    pub async fn start(settings: Settings) -> Result<Self, EmulatorError> {
        Self::start_on((Ipv4Addr::LOCALHOST, 0).into(), settings).await
    }

    /// Starts on a loopback address; port 0 picks a free one.
    pub async fn start_on(address: SocketAddr, settings: Settings) -> Result<Self, EmulatorError> {
        if !address.ip().is_loopback() {
            return Err(EmulatorError::NotLoopback(address));
        }
        let failed = |source| EmulatorError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let mut emulator = Self::new(format!("http://{bound}"), settings)?;
        let server = server::serve(listener, Arc::clone(&emulator.shared));
        emulator.server = Some(tokio::spawn(server));
        Ok(emulator)
    }

    /// One without a socket, for clients that take [`router`](Self::router).
    /// Everything that waits does so by Tokio's time, which a test may pause.
    /// Its address is one that clients take without TLS.
    pub fn in_process(settings: Settings) -> Result<Self, EmulatorError> {
        Self::new("http://localhost".to_owned(), settings)
    }

    fn new(url: String, settings: Settings) -> Result<Self, EmulatorError> {
        let mut model = Model::new(&url);
        let token = settings.api_token.clone();
        let user = model.add_user("owner", "owner@example.com", token)?;
        Ok(Self {
            shared: Arc::new(Shared::new(settings, model)),
            user,
            url,
            server: None,
        })
    }

    /// All of its APIs as a service in this process. A host in the URI of
    /// a request is ignored.
    pub fn router(&self) -> Router {
        Router::new(Arc::clone(&self.shared))
    }

    /// Closes every connection and waits until the server has ended.
    pub async fn stop(mut self) {
        self.shared.stop.cancel();
        if let Some(server) = self.server.take() {
            // A panic in the server task has nothing left to stop.
            let _ended = server.await;
        }
    }

    /// `http://127.0.0.1:PORT`, without a path: base of the auth API, the
    /// regional API and the database API alike.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// API token of the default user.
    pub fn api_token(&self) -> &str {
        &self.user.api_token
    }

    /// The default user, who owns apps added without an owner.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Changes the settings while it runs. Calls under way keep what was
    /// decided when they arrived.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.shared.lock().settings);
    }

    /// Moves the emulator's clock ahead: bearers age, rate-limit windows turn.
    pub fn advance_clock(&self, by: Duration) {
        self.shared.lock().settings.clock.advance(by);
    }

    /// Makes every bearer token invalid at once. API tokens stay good.
    pub fn expire_bearers(&self) {
        self.shared.lock().bearers.revoke_all();
    }

    /// Every bearer token ever issued, for a test that looks for leaks.
    pub fn bearers_issued(&self) -> Vec<String> {
        self.shared.lock().bearers.issued().to_vec()
    }

    /// Adds a fault rule behind those there are.
    pub fn fault(&self, rule: FaultRule) {
        self.shared.lock().faults.add(rule);
    }

    /// Removes all fault rules. Calls they already hold stay held.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Every request since the start or the last [`take_requests`](Self::take_requests),
    /// in order of arrival.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.lock().log.all()
    }

    /// Like [`requests`](Self::requests), and forgets them.
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        self.shared.lock().log.take()
    }

    /// How many recorded requests fit; patterns as for [`FaultRule::on`].
    #[expect(clippy::needless_pass_by_value, reason = "reads better in assertions")]
    pub fn count(&self, method: Method, pattern: &str) -> usize {
        self.shared.lock().log.count(&method, pattern)
    }

    /// Waits until the recorded requests satisfy `condition`, half a minute
    /// at most.
    pub async fn wait_for(
        &self,
        condition: impl Fn(&[RecordedRequest]) -> bool,
    ) -> Result<(), EmulatorError> {
        let mut changes = self.shared.changes();
        let satisfied = changes.wait_for(|_| condition(&self.requests()));
        match tokio::time::timeout(PATIENCE, satisfied).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(EmulatorError::WaitedInVain(PATIENCE)),
        }
    }

    /// Sum of all response bodies, in bytes, compressed if they were sent so.
    pub fn bytes_sent(&self) -> u64 {
        self.shared.lock().log.bytes_sent
    }

    /// Connections accepted since the start.
    pub fn connections(&self) -> u64 {
        self.shared.lock().log.connections
    }

    /// The e-mails that invitations through the API have caused, in order.
    pub fn emails_sent(&self) -> Vec<SentEmail> {
        self.shared.lock().model.emails.clone()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}
