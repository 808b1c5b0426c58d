//! What goes wrong while an apply runs.

use std::collections::BTreeSet;
use std::time::Duration;

use emulator::{Action, Answer, Emulator, FaultRule, Method};
use fastrand::Rng;

use crate::core::Pace;

/// The kind of trouble in which Terraform ends before it saves the state.
pub(crate) const KILL: &str = "kill";

/// Slow lists, and perhaps calls that fail, a Ctrl-C or a kill. Says what was
/// drawn.
pub(crate) fn trouble(
    rng: &mut Rng,
    emulator: &Emulator,
    pace: &mut Pace,
) -> BTreeSet<&'static str> {
    let delay = Duration::from_millis(rng.u64(0..500));
    emulator.fault(
        FaultRule::on(Method::GET, "/v1/apps/*/collaborators")
            .every(2)
            .does(Action::Delay(delay)),
    );
    let mut met = BTreeSet::new();
    if rng.u8(..3) == 0 {
        emulator.fault(fault(rng));
        met.insert("fault");
    }
    if rng.u8(..3) == 0 {
        pace.interrupt = Some(rng.usize(1..=4));
        met.insert("interrupt");
    }
    if rng.u8(..8) == 0 {
        met.insert(KILL);
    }
    met
}

fn fault(rng: &mut Rng) -> FaultRule {
    let one = "/v1/apps/*/collaborators/*";
    let (method, path) = match rng.u8(..3) {
        0 => (Method::POST, "/v1/apps/*/collaborators"),
        1 => (Method::DELETE, one),
        _ => (Method::PATCH, one),
    };
    let action = match rng.u8(..4) {
        0 => Action::DropBefore,
        1 => Action::DropAfter,
        2 => Action::Status(Answer::text(500, "")),
        _ => Action::StatusAfter(Answer::text(504, "")),
    };
    let times = rng.u64(1..=6);
    FaultRule::on(method, path).times(times).does(action)
}
