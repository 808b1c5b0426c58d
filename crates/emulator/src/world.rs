//! All that is behind the one lock, and the hub that tasks share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::request::Parts;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bearers::Bearers;
use crate::caller::{self, Caller};
use crate::faults::{Action, Faults};
use crate::rate_limit::{Limiter, Refused};
use crate::requests::{End, Log};
use crate::settings::Settings;
use crate::state::Model;

/// Model, knobs and records.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) model: Model,
    pub(crate) bearers: Bearers,
    pub(crate) limiter: Limiter,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    /// Cancelled to close all connections there are; renewed afterwards.
    pub(crate) connections: CancellationToken,
}

/// What was decided about a call when it arrived.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) number: u64,
    pub(crate) caller: Option<Caller>,
    pub(crate) latency: Duration,
    pub(crate) verdict: Result<Option<Action>, Refused>,
}

impl World {
    /// Records a call, counts it against the limit and picks its fault.
    fn arrive(&mut self, parts: &Parts, body: &[u8], connection: u64) -> Call {
        let now = self.settings.clock.now();
        let caller = caller::of(&parts.headers, &self.bearers, now);
        let username = caller
            .as_ref()
            .and_then(|caller| self.model.user(&caller.user_id))
            .map(|user| user.username.clone());
        let number = self.log.begin(parts, body, connection, username);
        let verdict = self
            .limited(parts, caller.as_ref())
            .map(|()| self.faults.pick(&parts.method, parts.uri.path(), body));
        Call {
            number,
            caller,
            latency: self.settings.latency,
            verdict,
        }
    }

    fn limited(&mut self, parts: &Parts, caller: Option<&Caller>) -> Result<(), Refused> {
        let Some(limit) = self.settings.rate_limit else {
            return Ok(());
        };
        let user = match caller {
            Some(caller) => Some(caller.user_id.clone()),
            None if limit.count_exchanges => caller::exchanging(&parts.headers, &self.model),
            None => None,
        };
        match user {
            Some(user) => self.limiter.count(&user, limit, self.settings.clock.now()),
            None => Ok(()),
        }
    }
}

/// What the handle, the accept loop and every call share.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    /// Counts changes of the record, so that waiters wake.
    changes: watch::Sender<u64>,
    /// Cancelled when the emulator ends.
    pub(crate) stop: CancellationToken,
}

impl Shared {
    pub(crate) fn new(settings: Settings, model: Model) -> Self {
        let stop = CancellationToken::new();
        let world = World {
            settings,
            model,
            bearers: Bearers::default(),
            limiter: Limiter::default(),
            faults: Faults::default(),
            log: Log::default(),
            connections: stop.child_token(),
        };
        Self {
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
            stop,
        }
    }

    /// The world, for a moment: never kept over an await.
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn arrive(&self, parts: &Parts, body: &[u8], connection: u64) -> Call {
        let call = self.lock().arrive(parts, body, connection);
        self.changed();
        call
    }

    pub(crate) fn took_effect(&self, number: u64) {
        self.lock().log.took_effect(number);
        self.changed();
    }

    pub(crate) fn end(&self, number: u64, end: End) {
        self.lock().log.end(number, end);
        self.changed();
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// Closes all connections there are; new ones are welcome.
    pub(crate) fn cut_connections(&self) {
        let mut world = self.lock();
        world.connections.cancel();
        world.connections = self.stop.child_token();
    }
}
