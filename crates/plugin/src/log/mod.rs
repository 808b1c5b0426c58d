//! Log lines for Terraform: `tracing` events as JSON on stderr.
//!
//! Terraform reads a plugin's stderr line by line and prints those it
//! understands with their level and fields. Nothing is written unless a
//! `TF_LOG…` variable asks for it.

mod fields;
pub(crate) mod keys;
mod layer;
mod level;
mod record;

use time::OffsetDateTime;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;

use crate::environment::Environment;
use crate::stderr;
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
    let layer = LogLayer::new(level, OffsetDateTime::now_utc, stderr::write);
    let subscriber = tracing_subscriber::registry().with(layer);
    drop(tracing::subscriber::set_global_default(subscriber));
}
