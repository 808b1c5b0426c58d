//! The `tracing` layer that writes log lines.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, Scope};

use super::fields::Fields;
use super::record;

/// Six fraction digits: with any other number of them Terraform takes the
/// line for plain text.
const TIMESTAMP: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// Libraries below the provider. What they say is noise unless something is
/// wrong or everything was asked for.
const LIBRARIES: [&str; 10] = [
    "h2",
    "hyper",
    "hyper_util",
    "mio",
    "reqwest",
    "rustls",
    "tokio",
    "tokio_util",
    "tonic",
    "tower",
];

/// Writes each event as one line in the format Terraform reads.
pub(super) struct LogLayer<W> {
    level: LevelFilter,
    now: fn() -> OffsetDateTime,
    write: W,
}

impl<W: Fn(&[u8])> LogLayer<W> {
    /// A layer for events up to `level`, with a clock in UTC and a function
    /// that takes whole lines.
    pub(super) fn new(level: LevelFilter, now: fn() -> OffsetDateTime, write: W) -> Self {
        Self { level, now, write }
    }

    /// Spans are kept for their fields, so a quiet level must not drop those
    /// around a warning.
    fn wants(&self, metadata: &Metadata<'_>) -> bool {
        let level = *metadata.level();
        if is_library(metadata.target()) && level > Level::WARN {
            self.level == LevelFilter::TRACE
        } else if metadata.is_span() {
            level <= self.level.max(LevelFilter::INFO)
        } else {
            level <= self.level
        }
    }

    fn record<S>(&self, event: &Event<'_>, scope: Option<Scope<'_, S>>) -> Map<String, Value>
    where
        S: for<'span> LookupSpan<'span>,
    {
        let mut own = Fields::default();
        event.record(&mut own);
        let mut record = span_values(scope);
        record.append(&mut own.values);
        // Terraform breaks on `@` keys that are not text.
        record.retain(|key, _| !key.starts_with('@'));
        let metadata = event.metadata();
        let head = [
            ("@level", metadata.level().as_str().to_lowercase()),
            ("@message", own.message),
            ("@module", metadata.target().replace("::", ".")),
            ("@timestamp", timestamp((self.now)())),
        ];
        record.extend(head.map(|(key, text)| (key.to_owned(), Value::String(text))));
        record
    }
}

impl<S, W> Layer<S> for LogLayer<W>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: Fn(&[u8]) + 'static,
{
    fn enabled(&self, metadata: &Metadata<'_>, _context: Context<'_, S>) -> bool {
        self.wants(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level.max(LevelFilter::INFO))
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let record = self.record(event, context.event_scope(event));
        (self.write)(&record::line(record));
    }
}

/// The fields of all spans around an event; the nearest span wins.
fn span_values<S>(scope: Option<Scope<'_, S>>) -> Map<String, Value>
where
    S: for<'span> LookupSpan<'span>,
{
    let mut values = Map::new();
    for span in scope.into_iter().flat_map(Scope::from_root) {
        if let Some(fields) = span.extensions().get::<Fields>() {
            values.append(&mut fields.values.clone());
        }
    }
    values
}

fn timestamp(now: OffsetDateTime) -> String {
    now.format(TIMESTAMP).unwrap_or_default()
}

fn is_library(target: &str) -> bool {
    let root = target.split("::").next().unwrap_or(target);
    LIBRARIES.contains(&root)
}

#[cfg(test)]
mod tests;
