//! A stand-in for the Scalingo API: state in memory, every request recorded,
//! faults on demand.
//!
//! It is written from what Scalingo documents and from captured replies, and
//! shares no code with the API client, so that the two can disagree. The auth
//! API, the regional APIs and the database API answer on one loopback port, or
//! without one, as a service in the same process ([`Emulator::router`]). Where
//! the documentation is silent, [`Settings`] has a knob.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), emulator::EmulatorError> {
//! use emulator::{Action, Emulator, FaultRule, Method, Settings};
//!
//! let emulator = Emulator::start(Settings::default()).await?;
//! emulator.add_app("my-app")?;
//! emulator.add_collaborator("my-app", "ann@example.com", false)?;
//! emulator.accept("my-app", "ann@example.com")?;
//!
//! // The second invitation goes out, but its answer is lost.
//! let invitations = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
//! emulator.fault(invitations.nth(2).does(Action::DropAfter));
//!
//! // … point a client at `emulator.url()` with `emulator.api_token()` …
//!
//! assert_eq!(emulator.collaborators("my-app")?.len(), 1);
//! assert!(emulator.emails_sent().is_empty());
//! emulator.stop().await;
//! # Ok(())
//! # }
//! ```

mod bearers;
mod by_hand;
mod caller;
mod calls;
mod clock;
mod emulator;
mod error;
mod errors;
mod faults;
mod garbage;
mod paths;
mod rate_limit;
mod replies;
mod requests;
mod routes;
mod server;
mod settings;
mod state;
mod world;

pub use axum::http::Method;

pub use calls::{NoAnswer, Router};
pub use clock::Clock;
pub use emulator::Emulator;
pub use error::EmulatorError;
pub use faults::{Action, Answer, FaultRule, Gate};
pub use garbage::Garbage;
pub use requests::RecordedRequest;
pub use settings::{
    AlreadyThere, InvitationReply, LetterCase, RateLimit, Refusal, Replies, ResourceNames, Settings,
};
pub use state::{App, AppSettings, Collaborator, Project, Region, SentEmail, User, Variable};
