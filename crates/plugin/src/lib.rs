//! Terraform plugin protocol 6 server for providers written in Rust.
//!
//! A provider implements the typed traits of [`tf_provider`]; this crate runs
//! it as the process that Terraform and `OpenTofu` start. It knows nothing of
//! any provider.
//!
//! - **Only Terraform gets in.** A Unix socket in a private folder, TLS with a
//!   fresh key, and exactly the client certificate that Terraform announced.
//! - **Ctrl-C is obeyed.** [`Stop`] tells every wait to end and lets nothing
//!   begin for two seconds; a write on its way is awaited, so that its outcome
//!   reaches the state. The work of an action goes on even when Terraform is
//!   gone.
//! - **The life cycle's rules are kept here**, once for all resources: private
//!   bytes are echoed, computed values of new objects become unknown,
//!   write-only values never come back, a failed delete forgets nothing, and a
//!   panic is one diagnostic of one call.
//! - **Logs are readable**: `tracing` events become the lines that Terraform
//!   reads, at the level of `TF_LOG_PROVIDER_<NAME>`, `TF_LOG_PROVIDER` or
//!   `TF_LOG`; without one of these nothing is written.
//!
//! # A provider in a few lines
//!
//! ```no_run
//! use plugin::{Catalogue, Mode, Plugin, Registry};
//! use tf_provider::value::ValueEmpty;
//! use tf_provider::{Diagnostics, Provider, schema::Schema};
//! # use tf_provider::{Function, schema::{FunctionSchema, Parameter, Type}};
//! # struct Shout;
//! # #[async_trait::async_trait]
//! # impl Function for Shout {
//! #     type Input<'a> = (String,);
//! #     type Output<'a> = String;
//! #     fn schema(&self, _: &mut Diagnostics) -> Option<FunctionSchema> {
//! #         let text = Parameter { name: "text".to_owned(), param_type: Type::String, ..Default::default() };
//! #         Some(FunctionSchema { parameters: vec![text], return_type: Type::String, ..Default::default() })
//! #     }
//! #     async fn call<'a>(&self, _: &mut Diagnostics, (text,): (String,)) -> Option<String> {
//! #         Some(text.to_uppercase())
//! #     }
//! # }
//!
//! struct Example;
//!
//! impl Provider for Example {
//!     type Config<'a> = ValueEmpty;
//!     type MetaState<'a> = ValueEmpty;
//!
//!     fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
//!         Some(Schema { version: 0, block: Default::default() })
//!     }
//! }
//!
//! impl Catalogue for Example {
//!     fn register(&self, registry: &mut Registry) {
//!         registry.function("shout", Shout);
//!     }
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     let (name, address) = ("example", "registry.terraform.io/acme/example");
//!     let plugin = Plugin { name, address, version: "1.0.0" };
//!     plugin::run(plugin, Mode::Terraform, |_stop| Example)
//! }
//! ```
//!
//! A resource implements [`tf_provider::Resource`] and [`ManagedResource`], for
//! which an empty `impl` is enough. `examples/toy` in this crate is a whole
//! provider.
//!
//! # How it is built
//!
//! `process` starts, listens and ends; `service` takes the calls and guards
//! them. `rpc` has one file per call, from its request to its response, and
//! keeps the rules of the life cycle. `offer` is what the provider offers: the
//! one place where typed traits become object-safe ones. `value` holds the
//! codecs and the shape of values. Arrows run one way:
//! `process → service → rpc → offer → value`.
//!
//! Not offered, and answered with `UNIMPLEMENTED`: moving state between types,
//! and state stores.

mod about;
mod causes;
mod environment;
mod log;
mod offer;
mod panics;
mod private;
mod problems;
mod process;
mod rpc;
mod service;
mod stderr;
mod stop;
mod value;
mod wire;

pub use about::Plugin;
pub use offer::action::{Action, Progress};
pub use offer::catalogue::{
    Catalogue, ManagedResource, Registry, ReplacementRequest, UpgradeRequest,
};
pub use offer::ephemeral::EphemeralResource;
pub use offer::identity::{Identity, IdentityAttribute};
pub use offer::list_resource::{ListResource, Listed};
pub use private::PrivateBytes;
pub use process::{Mode, run};
pub use service::ProviderService;
pub use stop::Stop;
pub use wire::tfplugin6 as protocol;
