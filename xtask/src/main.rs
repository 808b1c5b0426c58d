//! The recipes of this project, the same for people and for the gate.
#![expect(
    clippy::print_stdout,
    reason = "what the recipes print is their purpose"
)]

mod build;
mod demo;

use clap::Parser;

/// The recipes of this project
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Recipe {
    /// Tell the whole story on the emulator: apply, plan, change, import, destroy
    Demo,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Recipe::parse() {
        Recipe::Demo => demo::run().await,
    }
}
