//! Terraform plugin protocol 6 server for providers written in Rust.

mod catalogue;
mod controller;
mod decode;
mod encode;
mod erased;
pub mod log;
mod logic;
mod panics;
mod private;
mod process;
mod service;
mod stop;
#[cfg(test)]
mod tests;
mod value;
mod wire;

pub use catalogue::{Catalogue, ManagedResource, Registry, UpgradeRequest};
pub use private::PrivateBytes;
pub use process::{Ended, Mode, Plugin, ServeError, run, serve};
pub use stop::Stop;

// The toy provider names this crate as a provider outside does.
#[cfg(test)]
extern crate self as plugin;
#[cfg(test)]
#[path = "../examples/toy/provider/mod.rs"]
mod toy;
