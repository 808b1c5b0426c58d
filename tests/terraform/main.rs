//! The real Terraform drives the real provider against the emulator.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

mod collaborator;
mod configuration;
mod import;
mod messages;
mod schema;
mod world;
