//! The client against an API that limits, lies and fails.
//!
//! It is a router in the same process, on the clock of the test: no socket, and
//! no waiting however long a wait is. The emulator shares nothing with it.

#![expect(clippy::indexing_slicing, reason = "a missing value fails the test")]

mod answers;
mod api;
mod limits;
mod outages;
mod properties;
mod stops;
mod transport;

type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;
