//! The emulator by hand and for the demo: seeds a little, prints how to reach
//! it, serves until Ctrl-C.

use std::io::Write as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use emulator::{Emulator, RateLimit, Settings};

/// A stand-in for the Scalingo API on this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Port on 127.0.0.1; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// API token of the default user; random if absent.
    #[arg(long)]
    token: Option<String>,
    /// An app to start with; may be repeated.
    #[arg(long = "app", value_name = "NAME")]
    apps: Vec<String>,
    /// A database to start with; may be repeated.
    #[arg(long = "database", value_name = "NAME")]
    databases: Vec<String>,
    /// Accepted collaborators to start with, in each app.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    people: u32,
    /// Calls allowed per user and window; unlimited if absent.
    #[arg(long, value_name = "CALLS")]
    rate_limit: Option<u32>,
    /// Length of a rate-limit window.
    #[arg(long, default_value = "60s", value_parser = humantime::parse_duration)]
    window: Duration,
    /// Wait before each call takes effect.
    #[arg(long, default_value = "0s", value_parser = humantime::parse_duration)]
    latency: Duration,
}

impl Arguments {
    fn settings(&self) -> Settings {
        Settings {
            api_token: self.token.clone(),
            latency: self.latency,
            rate_limit: self
                .rate_limit
                .map(|requests| RateLimit::new(requests, self.window)),
            ..Settings::default()
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let address = (Ipv4Addr::LOCALHOST, arguments.port).into();
    let emulator = Emulator::start_on(address, arguments.settings()).await?;
    seed(&emulator, &arguments)?;
    // Ctrl-C is listened to before anybody can read that it works.
    tokio::try_join!(biased; interrupted(), async { say(&greeting(&emulator)) })?;
    say(&summary(&emulator))?;
    emulator.stop().await;
    Ok(())
}

async fn interrupted() -> anyhow::Result<()> {
    tokio::signal::ctrl_c()
        .await
        .context("cannot listen for Ctrl-C")
}

fn seed(emulator: &Emulator, arguments: &Arguments) -> anyhow::Result<()> {
    for name in &arguments.databases {
        emulator.add_database(name)?;
    }
    for name in &arguments.apps {
        emulator.add_app(name)?;
        for number in 1..=arguments.people {
            let email = format!("person{number}@example.com");
            emulator.add_collaborator(name, &email, false)?;
            emulator.accept(name, &email)?;
        }
    }
    Ok(())
}

fn greeting(emulator: &Emulator) -> String {
    let url = emulator.url();
    let token = emulator.api_token();
    format!(
        "Scalingo emulator on {url}, token {token}\n\
         \n\
         export SCALINGO_API_TOKEN={token}\n\
         export SCALINGO_API_URL={url}\n\
         export SCALINGO_AUTH_URL={url}\n\
         export SCALINGO_DB_API_URL={url}\n\
         \n\
         Ctrl-C ends it."
    )
}

fn summary(emulator: &Emulator) -> String {
    let requests = emulator.requests().len();
    let emails = emulator.emails_sent().len();
    format!("{requests} requests, {emails} invitations sent")
}

fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}
