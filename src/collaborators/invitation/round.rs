//! One person after the other, with progress.

use std::time::Duration;

use tf_provider::Diagnostic;
use tokio::time::{Instant, interval_at};

use super::choice::Found;
use super::invocation::Invocation;
use super::turn::{Turn, turn};
use crate::diagnostics::invitation as messages;

/// How long nothing is said at most.
const SILENCE: Duration = Duration::from_secs(10);

/// Invites these people again, up to the first failure or a stop.
pub(super) async fn run(at: &Invocation<'_>, chosen: &[Found]) -> Result<(), Diagnostic> {
    let app = &at.app.name;
    if chosen.is_empty() {
        at.say(&format!("No pending invitation on {app}, nothing is sent."));
    }
    let names = chosen.iter().map(|found| at.session.shown(&found.email));
    let names: Vec<String> = names.collect();
    let mut sent = Vec::new();
    for (place, (found, who)) in (1..).zip(chosen.iter().zip(&names)) {
        let of = format!("({place} of {})", chosen.len());
        let work = turn(at, found, who, &of);
        let wait = |seconds| {
            at.say(&format!(
                "{who}: waiting for Scalingo or its limit of 60 requests a minute ({seconds}s)."
            ));
        };
        match with_signs_of_life(work, wait).await {
            Turn::Sent => sent.push(who.clone()),
            Turn::LeftAlone => {}
            Turn::Stopped => {
                let rest = names.get(place - 1..).unwrap_or_default();
                return Err(messages::stopped(app, &sent, rest));
            }
            Turn::Failed(failure) => {
                let rest = names.get(place..).unwrap_or_default();
                return Err(messages::failed(app, who, *failure, &sent, rest));
            }
        }
    }
    Ok(())
}

/// Tells every now and then for how many seconds the work has been going on.
///
/// Terraform knows no time limit, so whoever watches must see that it goes on: a
/// rate limit holds a call up for a minute.
async fn with_signs_of_life<T>(work: impl Future<Output = T>, say: impl Fn(u64)) -> T {
    let begun = Instant::now();
    let mut signs = interval_at(begun + SILENCE, SILENCE);
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            _ = signs.tick() => say(begun.elapsed().as_secs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn long_work_says_that_it_goes_on_and_short_work_says_nothing() {
        for (seconds, expected) in [(9, &[][..]), (35, &[10, 20, 30])] {
            let said = RefCell::new(Vec::new());
            let work = tokio::time::sleep(Duration::from_secs(seconds));
            with_signs_of_life(work, |after| said.borrow_mut().push(after)).await;
            assert_eq!(*said.borrow(), expected);
        }
    }
}
