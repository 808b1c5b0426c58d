//! Log lines for Terraform: `tracing` events as JSON on stderr.
//!
//! Terraform reads a plugin's stderr line by line and prints those it
//! understands with their level and fields. Nothing is written unless a
//! `TF_LOG…` variable asks for it.

mod fields;
pub mod keys;
mod layer;
mod level;
mod record;

use std::io::Write;

use time::OffsetDateTime;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;

use crate::environment::Environment;
use layer::LogLayer;

/// Starts logging at the level the environment asks for.
///
/// Without one nothing is installed and events cost next to nothing. A
/// subscriber that the program installed before wins.
pub(crate) fn install(environment: &impl Environment, name: &str) {
    let level = level::wanted(environment, name);
    if level == LevelFilter::OFF {
        return;
    }
    let layer = LogLayer::new(level, OffsetDateTime::now_utc, write_to_stderr);
    let subscriber = tracing_subscriber::registry().with(layer);
    drop(tracing::subscriber::set_global_default(subscriber));
}

/// One write per line, so that lines of several threads do not mix. A closed
/// pipe is ignored: a provider must not fail because nobody reads its log.
fn write_to_stderr(line: &[u8]) {
    drop(std::io::stderr().lock().write_all(line));
}
