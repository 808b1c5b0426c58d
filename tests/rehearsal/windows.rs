//! A team under the limit of 60 calls a minute, on a paused clock: nothing
//! fails, and it takes hardly longer than the windows allow at best.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use emulator::{Clock, Emulator, RateLimit, RecordedRequest, Settings};
use scalingo::Transport;
use tokio::time::Instant;

use crate::core::{self, Pace, Process, State, Wish};
use crate::crews::{Crew, Entries, Entry};

const LIMIT: u32 = 60;
const WINDOW: Duration = Duration::from_mins(1);
/// So far a window has gone when the calls begin.
const INTO_WINDOW: Duration = Duration::from_millis(100);
/// Terraform's own default.
const PARALLELISM: usize = 10;

fn pace() -> Pace {
    Pace {
        parallelism: PARALLELISM,
        ..Pace::default()
    }
}

fn team_of(size: usize) -> Entries {
    let people = (0..size).map(|n| (format!("user{n}@example.com"), false));
    let crew = Crew {
        people: people.collect(),
        ..Crew::default()
    };
    [("team".to_owned(), Entry::Crew(crew))].into()
}

/// An emulator, and since when its clock runs.
struct Api {
    emulator: Emulator,
    time_of_day: SystemTime,
    begun: Instant,
}

impl Api {
    fn new() -> Self {
        let emulator = Emulator::in_process(Settings::default()).unwrap();
        emulator.add_app("my-app").unwrap();
        Self {
            emulator,
            time_of_day: SystemTime::now(),
            begun: Instant::now(),
        }
    }

    async fn process(&self) -> Process {
        let transport = Transport::in_process(self.emulator.router());
        Process::patient(transport, self.emulator.api_token(), "10m").await
    }

    /// From now on calls are limited, and a window has just begun.
    fn limit(&self) {
        let now = self.time_of_day + self.begun.elapsed() - INTO_WINDOW;
        let now = now.duration_since(UNIX_EPOCH).unwrap().as_millis();
        let ahead = -i64::try_from(now % WINDOW.as_millis()).unwrap();
        self.emulator.take_requests();
        self.emulator.configure(|settings| {
            settings.clock = Clock::Skewed(ahead);
            settings.rate_limit = Some(RateLimit::new(LIMIT, WINDOW));
        });
    }

    /// Plans without a limit and applies under it. Gives the state, how long
    /// the apply took, and how long its calls take at best.
    async fn apply(&self, state: &State, team: &Entries) -> (State, Duration, Duration) {
        let plan = core::plan(
            &self.process().await,
            state,
            (team, &Wish::default()),
            pace(),
        )
        .await;
        assert!(plan.errors.is_empty(), "{:?}", plan.errors);
        self.limit();
        let begun = Instant::now();
        let (state, errors) = core::apply(&self.process().await, &plan, team, pace()).await;
        let took = begun.elapsed();
        assert!(errors.is_empty(), "{errors:?}");
        self.emulator
            .configure(|settings| settings.rate_limit = None);
        let requests = self.emulator.requests();
        let is_counted = |call: &&RecordedRequest| call.has_bearer && call.status != Some(429);
        let calls = u32::try_from(requests.iter().filter(is_counted).count()).unwrap();
        (state, took, WINDOW * (calls.div_ceil(LIMIT) - 1))
    }
}

fn assert_near(took: Duration, best: Duration) {
    println!("took {took:.1?}, at best {best:.1?}");
    assert!(took <= best.mul_f64(1.05), "{took:?}, at best {best:?}");
}

#[tokio::test(start_paused = true)]
async fn hundred_invitations_of_a_team_take_hardly_longer_than_the_windows() {
    let api = Api::new();
    let (_, took, best) = api.apply(&State::default(), &team_of(100)).await;
    assert_eq!(api.emulator.emails_sent().len(), 100);
    assert_near(took, best);
}

#[tokio::test(start_paused = true)]
async fn removal_of_a_team_of_sixty_takes_hardly_longer_than_the_windows() {
    let api = Api::new();
    let (state, ..) = api.apply(&State::default(), &team_of(60)).await;
    let (state, took, best) = api.apply(&state, &Entries::new()).await;
    assert!(state.current.is_empty());
    assert!(api.emulator.collaborators("my-app").unwrap().is_empty());
    assert_near(took, best);
}
