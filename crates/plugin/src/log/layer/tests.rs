use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::macros::datetime;
use tracing::level_filters::LevelFilter;
use tracing::{Level, debug, error, info, info_span, trace, warn};
use tracing_subscriber::layer::SubscriberExt;

use super::LogLayer;
use crate::log::keys;

fn noon() -> OffsetDateTime {
    datetime!(2024-03-01 12:00:00.000_070 UTC)
}

/// The lines that `work` logs at `level`, read back.
fn logged(level: LevelFilter, work: impl FnOnce()) -> Result<Vec<Map<String, Value>>, io::Error> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    let write = move |line: &[u8]| {
        let mut lines = sink.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.to_vec());
    };
    let layer = LogLayer::new(level, noon, write);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    lines
        .iter()
        .map(|line| serde_json::from_slice(line).map_err(io::Error::from))
        .collect()
}

fn messages(lines: &[Map<String, Value>]) -> Vec<&str> {
    lines
        .iter()
        .filter_map(|line| line.get("@message")?.as_str())
        .collect()
}

#[test]
fn line_has_what_core_reads() -> io::Result<()> {
    let lines = logged(LevelFilter::INFO, || {
        info!(target: "toy::client", count = 3, done = true, "all {}", "fine");
    })?;
    let expected = json!({
        "@level": "info",
        "@message": "all fine",
        "@module": "toy.client",
        "@timestamp": "2024-03-01T12:00:00.000070Z",
        "count": 3,
        "done": true,
    });
    assert_eq!(
        lines.into_iter().map(Value::Object).collect::<Vec<_>>(),
        [expected]
    );
    Ok(())
}

#[test]
fn fields_of_spans_are_in_every_line_and_the_nearest_wins() -> io::Result<()> {
    let lines = logged(LevelFilter::DEBUG, || {
        let call = info_span!(
            "call",
            { keys::RPC } = "Plan",
            tries = tracing::field::Empty,
            n = 1
        );
        let _call = call.enter();
        call.record("tries", 2);
        let _step = info_span!("step", n = 2).entered();
        debug!(n = 3, "own");
        debug!("inherited");
    })?;
    let picked = lines
        .iter()
        .map(|line| json!([line.get("tf_rpc"), line.get("tries"), line.get("n")]));
    assert_eq!(
        picked.collect::<Vec<_>>(),
        [json!(["Plan", 2, 3]), json!(["Plan", 2, 2])]
    );
    Ok(())
}

#[test]
fn warning_keeps_the_fields_of_its_span_at_a_quiet_level() -> io::Result<()> {
    let lines = logged(LevelFilter::WARN, || {
        let _call = info_span!("call", { keys::RPC } = "Read").entered();
        info!("unwanted");
        warn!("wanted");
    })?;
    assert_eq!(messages(&lines), ["wanted"]);
    let rpc = lines.first().and_then(|line| line.get("tf_rpc"));
    assert_eq!(rpc, Some(&json!("Read")));
    Ok(())
}

#[test]
fn keys_with_an_at_sign_stay_text() -> io::Result<()> {
    let lines = logged(LevelFilter::INFO, || {
        info!({ "@level" } = 7, { "@other" } = 7, "hello");
    })?;
    let line = lines.first().cloned().unwrap_or_default();
    assert_eq!(line.get("@level"), Some(&json!("info")));
    assert_eq!(line.get("@other"), None);
    Ok(())
}

#[derive(Debug, thiserror::Error)]
#[error("cannot say it")]
struct Failure(#[source] io::Error);

#[test]
fn error_is_written_with_its_causes() -> io::Result<()> {
    let failure = Failure(io::Error::other("line cut"));
    let lines = logged(LevelFilter::INFO, || {
        error!(error = &failure as &dyn std::error::Error, "failed");
    })?;
    let text = lines.first().and_then(|line| line.get("error")?.as_str());
    assert_eq!(text, Some("cannot say it: line cut"));
    Ok(())
}

#[test]
fn libraries_are_heard_only_when_they_warn_or_at_trace() -> io::Result<()> {
    let chatter = || {
        debug!(target: "h2::codec", "frame");
        warn!(target: "hyper_util::server", "trouble");
        debug!(target: "h2o_client", "own");
        trace!(target: "own", "detail");
    };
    assert_eq!(
        messages(&logged(LevelFilter::DEBUG, chatter)?),
        ["trouble", "own"]
    );
    assert_eq!(
        messages(&logged(LevelFilter::TRACE, chatter)?),
        ["frame", "trouble", "own", "detail"]
    );
    assert_eq!(
        messages(&logged(LevelFilter::ERROR, chatter)?),
        [] as [&str; 0]
    );
    Ok(())
}

#[test]
fn levels_are_spelt_as_core_spells_them() -> io::Result<()> {
    let lines = logged(LevelFilter::TRACE, || {
        tracing::event!(Level::ERROR, "a");
        tracing::event!(Level::WARN, "b");
        tracing::event!(Level::DEBUG, "c");
        tracing::event!(Level::TRACE, "d");
    })?;
    let levels = lines.iter().filter_map(|line| line.get("@level"));
    assert_eq!(
        levels.collect::<Vec<_>>(),
        ["error", "warn", "debug", "trace"]
    );
    Ok(())
}
