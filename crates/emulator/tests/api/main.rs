//! The emulator as a plain HTTP client sees it, call by call.

mod apps;
#[cfg(unix)]
mod binary;
mod collaborators;
mod databases;
mod faults;
mod hand;
mod invitations;
mod knobs;
mod lab;
mod lines;
mod rate_limit;
mod recording;
mod rights;
mod sign_in;
mod variables;
