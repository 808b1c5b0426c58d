//! Panics reported the way Terraform recognises them.
//!
//! Terraform collects what a plugin writes to stderr from a line that begins
//! `panic: ` on, and shows it when a command fails. Rust's own text begins
//! with the thread's name and would be lost.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;
use std::sync::Once;

use crate::stderr;

static INSTALLED: Once = Once::new();

/// Replaces the process's panic hook, once.
pub(crate) fn install() {
    INSTALLED.call_once(|| std::panic::set_hook(Box::new(report)));
}

/// What a panic said, for messages built from its payload.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

fn report(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map_or_else(|| "unknown place".to_owned(), ToString::to_string);
    let message = panic.payload_as_str().unwrap_or("no message");
    let text = text(message, &place, &Backtrace::capture());
    stderr::write(text.as_bytes());
}

/// The lines for stderr; with a backtrace if `RUST_BACKTRACE` asks for one.
fn text(message: &str, place: &str, backtrace: &Backtrace) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed");
    let text = format!("panic: {message}\n\nat {place} in thread {name}\n");
    match backtrace.status() {
        BacktraceStatus::Captured => format!("{text}{backtrace}\n"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::backtrace::Backtrace;

    use super::{message, text};

    #[test]
    fn first_line_is_the_one_terraform_looks_for() {
        let text = text("it broke", "src/a.rs:1:2", &Backtrace::disabled());
        assert_eq!(text.lines().next(), Some("panic: it broke"));
        assert!(text.contains("at src/a.rs:1:2"));
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn payload_is_text_or_said_to_be_none() {
        assert_eq!(message(&"fixed"), "fixed");
        assert_eq!(message(&"built".to_owned()), "built");
        assert_eq!(message(&7), "no message");
    }
}
