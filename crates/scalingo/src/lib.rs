//! Client for the parts of the Scalingo API that decide who may work on an app: sign-in, apps, their
//! collaborators and their environment variables.
//!
//! [`Client`] makes single calls. [`Rosters`] stands on top of it: one shared view of each app's collaborators, and
//! invitations that are sent exactly once. Nothing is called before the first method that needs a reply.
//!
//! Each call passes five layers, stacked in one function of `transport`:
//! authorise (one bearer for everybody) → retry (what is safe to repeat) → pace (the rate limit's gate) → send (a request
//! and its time) → the [`Transport`] (HTTP, or a router in the same process).
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use scalingo::{Client, Email, Invitation, Rosters, SecretString, Settings};
//!
//! let token = SecretString::from(std::env::var("SCALINGO_API_TOKEN")?);
//! let client = Client::new(Settings::new(token, "my-tool/1.0"));
//! let rosters = Rosters::new(&client, std::time::Duration::from_secs(300));
//! let invitation = Invitation { email: Email::parse("user1@example.com")?, is_limited: false };
//! let invited = rosters.invite(&client, "my-app", &invitation).await?;
//! println!("{} is {}", invited.email, invited.status);
//! # Ok(())
//! # }
//! ```

#![warn(clippy::missing_errors_doc)]

mod apps;
mod client;
mod collaborators;
mod decode;
mod email;
mod errors;
mod flight;
mod invisible;
mod names;
mod regional_url;
mod regions;
mod roster;
mod settings;
mod text;
mod transport;
mod users;
mod variables;

pub use crate::apps::{App, AppSettings, NewApp, Owner, Project};
pub use crate::client::Client;
pub use crate::collaborators::{Collaborator, Invitation, Invited, Listed, OddRow, Status};
pub use crate::email::{Email, EmailError};
pub use crate::errors::{CallName, Cause, Error, FieldError, Obstacle, Patience};
pub use crate::invisible::Invisible;
pub use crate::regions::{AUTH_HOST, Region};
pub use crate::roster::{InviteError, Removal, Rosters, View, Who};
pub use crate::settings::{Settings, safe_for_secrets};
pub use crate::transport::Transport;
pub use crate::users::User;
pub use crate::variables::Variable;

pub use reqwest::Url;
pub use secrecy::{ExposeSecret, SecretString};
pub use tokio_util::sync::CancellationToken;
