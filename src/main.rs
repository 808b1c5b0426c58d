//! Arguments, then serve; nothing else.

use std::ffi::OsString;
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

/// Other providers are written in Go, whose long options have one dash.
fn two_dashes(argument: OsString) -> OsString {
    match argument.to_str() {
        Some("-debug") => "--debug".into(),
        Some("-version") => "--version".into(),
        _ => argument,
    }
}

fn main() -> ExitCode {
    let arguments = std::env::args_os().map(two_dashes);
    let mode = if Arguments::parse_from(arguments).debug {
        Mode::Debug
    } else {
        Mode::Terraform
    };
    plugin::run(provider::PLUGIN, mode, provider::new)
}
