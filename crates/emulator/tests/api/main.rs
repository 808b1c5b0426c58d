//! The emulator as a plain HTTP client sees it.

#[cfg(unix)]
mod binary;
mod by_hand;
mod documented;
mod faults;
mod in_process;
mod lab;
mod lines;
mod rate_limit;
mod recording;
mod table;
mod undocumented;
