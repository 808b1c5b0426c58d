//! A rehearsal of what core does with people: a small model of it drives the
//! provider's own calls against the emulator, in one process and on a paused
//! clock, over random teams, orders, latencies, faults and interrupts.
//!
//! Every schedule is a seed. `REHEARSAL_SEED=42` plays one and tells its story,
//! `REHEARSAL_SCHEDULES=20000` plays more of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test may panic, and says which schedules it played"
)]

mod core;
mod crews;
mod draft;
mod mixed;
mod people;
mod play;
mod trouble;
mod values;
mod windows;

use std::collections::BTreeMap;

use play::Story;

const SCHEDULES: u64 = 5_000;
/// Schedules of teams beside single people.
const TEAM_SCHEDULES: u64 = 1_000;
/// Every kind of trouble must be met this often, or the rehearsal proves less
/// than it says.
const EACH_KIND: usize = 20;

#[test]
fn whatever_happens_access_follows_the_configuration() {
    rehearse(play::schedule, SCHEDULES, &draft::KINDS);
}

#[test]
fn whatever_happens_access_follows_the_teams() {
    rehearse(mixed::schedule, TEAM_SCHEDULES, &crews::KINDS);
}

/// Plays schedules and sees that each kind of trouble was met.
fn rehearse(schedule: impl Fn(u64) -> Story, count: u64, kinds: &[&str]) {
    if let Some(seed) = number("REHEARSAL_SEED") {
        let story = schedule(seed);
        println!("{}", story.told());
        story.expect_good();
        return;
    }
    let schedules = number("REHEARSAL_SCHEDULES").unwrap_or(count);
    let begun = std::time::Instant::now();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..schedules {
        let story = schedule(seed);
        story.expect_good();
        for kind in story.kinds() {
            *met.entry(kind).or_default() += 1;
        }
    }
    println!("{schedules} schedules in {:.1?}: {met:#?}", begun.elapsed());
    for kind in kinds {
        let times = met.get(kind).copied().unwrap_or_default();
        assert!(times >= EACH_KIND, "{kind} was met {times} times only");
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
