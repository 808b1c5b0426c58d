//! The recipes of this project, the same for people and for the gate.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "what the recipes print is their purpose"
)]

mod bench;
mod build;
mod demo;
mod dist;
mod docs;
mod install;
mod names;
mod platform;
mod project;
mod terraform;

use clap::Parser;

/// The recipes of this project
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Recipe {
    /// Measure the start, the size, and a plan of 1,000 people beside Terraform's own floor
    Bench(bench::Bench),
    /// Tell the whole story on the emulator: apply, plan, change, import, destroy
    Demo,
    /// Build the provider for a target and pack it as a release does
    Dist(dist::Dist),
    /// Write the registry's pages in `docs/` from schema, examples and templates
    Docs(docs::Docs),
    /// Put the provider where plain `terraform init` and `tofu init` find it
    Install(install::Install),
    /// Fetch the newer Terraform that tests use, and say its version
    Terraform,
    /// Remove what `install` put there
    Uninstall(install::Place),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Recipe::parse() {
        Recipe::Bench(options) => bench::run(options).await,
        Recipe::Demo => demo::run().await,
        Recipe::Dist(options) => dist::run(options).await,
        Recipe::Docs(options) => docs::run(options).await,
        Recipe::Terraform => terraform::fetch().await,
        Recipe::Install(options) => install::install(options).await,
        Recipe::Uninstall(place) => install::uninstall(&place),
    }
}
