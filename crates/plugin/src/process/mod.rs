//! The plugin process: how it starts, listens and ends.
//!
//! The order of the start is the protocol's: be sure that Terraform is
//! calling, listen, print where, then serve. The provider is built after the
//! line is out, so nothing of it delays the handshake.

mod controller;
mod handshake;
mod incoming;
mod lifetime;
mod listener;
mod reattach;
mod serve_error;
mod signals;
mod tls;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tonic::transport::Server;

use crate::about::Plugin;
use crate::environment::{Environment, ProcessEnvironment};
use crate::offer::catalogue::Catalogue;
use crate::service::ProviderService;
use crate::stop::Stop;
use crate::{log, panics};

use controller::{controller_service, stdio_service};
use handshake::Endpoint;
use incoming::Incoming;
pub use lifetime::Mode;
use lifetime::{Ended, Lifetime, Parent};
use serve_error::ServeError;
use tls::Tls;

/// The host kills the process two seconds after `Shutdown`, and a killed
/// process leaves its socket behind. After a signal nothing kills, so a write has
/// longer: its outcome may still reach the host.
const DRAIN: Drain = Drain {
    after_shutdown: Duration::from_millis(800),
    after_signal: Duration::from_millis(1500),
    of_actions: Duration::from_mins(1),
};

/// Bytes a peer may send before it has to wait, per call and connection. The
/// default of 64 KiB makes large values go back and forth for nothing.
const WINDOW: u32 = 1 << 20;

/// Calls wait for the network, they do not compute: one thread would do, and a
/// second keeps the others going while a large value is decoded.
const WORKER_THREADS: usize = 2;

/// How long the runtime may take to start; it needs a millisecond.
const BUILD_LIMIT: Duration = Duration::from_secs(10);

/// A whole `main`: serves the provider that `make` builds until Terraform is
/// done with it, or until a signal or the loss of the parent process ends it.
/// Reports a failure and gives the exit code, 0 or 1.
///
/// `make` is called once, after the handshake line is out; what it gets tells
/// the provider when work is to stop. Takes over the process: the panic hook,
/// the global `tracing` subscriber when a log is asked for, and its signals.
///
/// Unlike `#[tokio::main]` it does not wait for work that blocks a thread,
/// such as a slow name lookup: Terraform kills a plugin that does not end in
/// time, which leaves its socket behind.
pub fn run<P: Catalogue>(plugin: Plugin, mode: Mode, make: impl FnOnce(Stop) -> P) -> ExitCode {
    match run_to_end(plugin, mode, make) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run_to_end<P: Catalogue>(
    plugin: Plugin,
    mode: Mode,
    make: impl FnOnce(Stop) -> P,
) -> Result<Ended, ServeError> {
    let parent = Parent::note();
    let environment = ProcessEnvironment;
    if mode == Mode::Terraform && !handshake::started_by_terraform(&environment) {
        return Err(ServeError::NotStartedByTerraform(plugin));
    }
    let runtime = runtime()?;
    panics::install();
    log::install(&environment, plugin.name);
    let ended = runtime.block_on(async {
        let lifetime = Lifetime::default();
        signals::watch(mode, &lifetime).map_err(ServeError::Signals)?;
        parent.watch(mode, lifetime.clone());
        let start = Start {
            plugin,
            mode,
            environment,
            lifetime,
            drain: DRAIN,
        };
        start.serve(announce, make).await
    });
    runtime.shutdown_background();
    ended
}

/// Where the system refuses a descriptor or the first thread, tokio panics;
/// where it refuses the second one, tokio waits for ever. Both are one more
/// reason why it does not start.
fn runtime() -> Result<Runtime, ServeError> {
    let (sender, built) = mpsc::channel();
    std::panic::set_hook(Box::new(|_| {}));
    let builder = move || {
        let built = std::panic::catch_unwind(build);
        // Nobody waits any more after the limit.
        drop(sender.send(built));
    };
    let built = std::thread::Builder::new().spawn(builder).and_then(|_| {
        let limit = |_| io::Error::other("the system does not give it its threads");
        let refused = |panic: Box<_>| Err(io::Error::other(panics::message(&*panic).to_owned()));
        let built = built.recv_timeout(BUILD_LIMIT).map_err(limit)?;
        built.unwrap_or_else(refused)
    });
    drop(std::panic::take_hook());
    built.map_err(ServeError::Runtime)
}

fn build() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKER_THREADS)
        .enable_all()
        .build()
}

/// What a server is started from.
struct Start<E> {
    plugin: Plugin,
    mode: Mode,
    environment: E,
    lifetime: Lifetime,
    drain: Drain,
}

/// How long calls in flight may take once the process is to end.
#[derive(Clone, Copy)]
struct Drain {
    after_shutdown: Duration,
    after_signal: Duration,
    /// After that, for the work of actions.
    of_actions: Duration,
}

impl<E: Environment> Start<E> {
    /// Listens, hands the greeting to `announce` and serves until the lifetime
    /// ends.
    async fn serve<P: Catalogue>(
        self,
        announce: impl FnOnce(&str) -> io::Result<()>,
        make: impl FnOnce(Stop) -> P,
    ) -> Result<Ended, ServeError> {
        let tls = self.tls()?;
        let bound = listener::bind(&self.environment)?;
        announce(&self.greeting(&bound.endpoint, tls.as_ref())).map_err(ServeError::Announce)?;
        let stop = Stop::default();
        let service = ProviderService::new(&self.plugin, make(stop.clone()), stop.clone());
        let services = Server::builder()
            .initial_connection_window_size(WINDOW)
            .initial_stream_window_size(WINDOW)
            .add_service(controller_service(self.lifetime.clone()))
            .add_service(stdio_service(self.lifetime.clone()))
            .add_service(service.clone().into_server());
        let incoming = Incoming::accept(bound.listener, tls.map(|tls| tls.acceptor));
        let serving = async {
            let ended = async {
                self.lifetime.ended().await;
                stop.cancel();
            };
            let served = services.serve_with_incoming_shutdown(incoming, ended).await;
            service.all_invoked().await;
            served
        };
        tokio::select! {
            served = serving => served.map_err(|error| ServeError::Transport(error.into()))?,
            () = self.out_of_time(&service) => {}
        }
        drop(bound.place);
        let reason = self.lifetime.reason().ok_or(ServeError::ListenerLost)?;
        tracing::debug!(?reason, "provider process ends");
        Ok(reason)
    }

    /// A debugger's session is attached to without TLS.
    fn tls(&self) -> Result<Option<Tls>, ServeError> {
        match self.mode {
            Mode::Terraform => Ok(tls::from_environment(&self.environment)?),
            Mode::Debug => Ok(None),
        }
    }

    fn greeting(&self, endpoint: &Endpoint, tls: Option<&Tls>) -> String {
        match self.mode {
            Mode::Terraform => {
                let certificate = tls.map(|tls| tls.certificate.as_slice());
                handshake::line(&self.environment, endpoint, certificate)
            }
            Mode::Debug => {
                reattach::instructions(self.plugin.address, endpoint, std::process::id())
            }
        }
    }

    /// Waits for the end and then as long as calls in flight are given, which is
    /// longer for actions: half of one may be worse than none.
    async fn out_of_time(&self, service: &ProviderService) {
        let limit = match self.lifetime.ended().await {
            Ended::Shutdown => self.drain.after_shutdown,
            Ended::Terminated | Ended::Interrupted | Ended::ParentGone => self.drain.after_signal,
        };
        tokio::time::sleep(limit).await;
        // At its limit it ends as well.
        drop(tokio::time::timeout(self.drain.of_actions, service.all_invoked()).await);
    }
}

/// The host reads the first line and throws the rest away.
fn announce(greeting: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{greeting}")?;
    stdout.flush()
}

#[cfg(all(test, unix))]
mod tests;
