//! All that is behind the one lock, and the hub that tasks share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum::http::request::Parts;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bearers::Bearers;
use crate::caller::{self, Caller};
use crate::clock::Start;
use crate::faults::{Action, Faults};
use crate::rate_limit::{Limiter, Refused};
use crate::requests::Log;
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
    start: Start,
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
    /// The present moment on the emulator's clock.
    pub(crate) fn now(&self) -> SystemTime {
        self.settings.clock.now(self.start)
    }

    /// Records a call, counts it against the limit and picks its fault.
    pub(crate) fn arrive(&mut self, parts: &Parts, body: &[u8], region: &str) -> Call {
        let caller = caller::of(&parts.headers, region, &self.bearers, self.now());
        let username = caller
            .as_ref()
            .and_then(|caller| self.model.user(&caller.user_id))
            .map(|user| user.username.clone());
        let number = self.log.begin(parts, body, region, username);
        let verdict = self
            .limited(caller.as_ref())
            .map(|()| self.faults.pick(&parts.method, parts.uri.path()));
        Call {
            number,
            caller,
            latency: self.settings.latency,
            verdict,
        }
    }

    fn limited(&mut self, caller: Option<&Caller>) -> Result<(), Refused> {
        let now = self.now();
        match (self.settings.rate_limit, caller) {
            (Some(limit), Some(caller)) => self.limiter.count(&caller.user_id, limit, now),
            _ => Ok(()),
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
        let world = World {
            settings,
            model,
            bearers: Bearers::default(),
            limiter: Limiter::default(),
            faults: Faults::default(),
            log: Log::default(),
            start: Start::now(),
        };
        Self {
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
            stop: CancellationToken::new(),
        }
    }

    /// The world, for a moment: never kept over an await.
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Changes the record and wakes those who wait for it.
    pub(crate) fn record<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.lock());
        self.changes.send_modify(|count| *count += 1);
        changed
    }
}
