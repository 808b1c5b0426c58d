//! A provider without a remote system, to try the server with by hand:
//!
//! ```text
//! cargo build -p plugin --example toy
//! ln -s toy target/debug/examples/terraform-provider-toy
//! ```
//!
//! and point `dev_overrides` of a Terraform CLI configuration at that folder
//! for the source `example/toy`. With `--debug` it serves for a debugger.

mod provider;

use std::process::ExitCode;

use plugin::{Mode, Plugin, run};

fn main() -> ExitCode {
    let plugin = Plugin {
        name: "toy",
        address: "registry.terraform.io/example/toy",
        version: env!("CARGO_PKG_VERSION"),
    };
    let debug = std::env::args().any(|argument| argument == "--debug");
    let mode = if debug { Mode::Debug } else { Mode::Terraform };
    run(plugin, mode, provider::Toy::new)
}
