//! The Terraform and OpenTofu provider for the collaborators of Scalingo apps.
//!
//! A library only because documents and tests need the provider in their own
//! process; all they get is what stands at the end of this file.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `provider` | the provider block, and the catalogue of resources, data sources, functions |
//! | `configuration` | block, environment and the CLI's login, checked and made into client settings |
//! | `session` | what one configured provider shares: client, rosters, stop |
//! | `seats` | who holds and who leaves each seat in this walk |
//! | `collaborators` | people on apps and databases |
//! | `apps` | apps |
//! | `functions` | one file per function |
//! | `checks`, `app_problem` | what can be said of an address or an app without the API |
//! | `import_id` | the one builder and the one parser of import ids |
//! | `schema` | small constructors the schemas are made of |
//! | `diagnostics` | every message a user can see |
//!
//! Arrows run one way: `main → provider → collaborators, apps, functions →
//! session, seats → scalingo`. The crates `plugin` and `scalingo` import nothing
//! from here, nor from each other.

mod app_problem;
mod apps;
mod checks;
mod collaborators;
mod configuration;
mod diagnostics;
mod functions;
mod import_id;
mod provider;
mod schema;
mod seats;
mod session;

pub use provider::{PLUGIN, new, over};
