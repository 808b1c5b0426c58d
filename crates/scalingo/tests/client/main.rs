//! The client against the emulator: every call, every fault, the rate limit, cancellation.

mod calls;
mod cancel;
mod certificates;
mod errors;
mod faults;
mod invitations;
mod link;
mod many_apps;
mod rosters;
mod schedules;
mod sign_in;
mod world;
