//! Arguments, then serve; nothing else.

use std::process::ExitCode;

use clap::Parser;
use plugin::Mode;

/// Terraform provider for the collaborators of Scalingo apps; Terraform starts it.
#[derive(Parser)]
#[command(name = "terraform-provider-scalingo", version)]
struct Arguments {
    /// Serve for a debugger and print `TF_REATTACH_PROVIDERS`
    #[arg(long)]
    debug: bool,
}

fn main() -> ExitCode {
    let mode = if Arguments::parse().debug {
        Mode::Debug
    } else {
        Mode::Terraform
    };
    plugin::run(provider::PLUGIN, mode, provider::new)
}
