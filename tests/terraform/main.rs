//! The real Terraform drives the real provider against the emulator.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

mod access;
mod app;
mod collaboration;
mod collaborator;
mod configuration;
mod data;
mod database;
mod documents;
mod examples;
mod functions;
mod identity;
mod import;
mod invitation;
mod jq;
mod limits;
mod messages;
mod mocks;
mod newer;
mod nulls;
mod onboarding;
#[cfg(unix)]
mod pipelines;
mod plugin;
mod query;
mod review;
mod schema;
mod takeover;
mod team;
mod team_file;
mod world;
