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
mod value;
mod wire;

pub use catalogue::{Catalogue, ManagedResource, Registry, UpgradeRequest};
pub use private::PrivateBytes;
pub use process::{Ended, Mode, Plugin, ServeError, run, serve};
pub use stop::Stop;
