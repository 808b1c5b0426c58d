use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const LATENCY: Duration = Duration::from_millis(80);

/// A server that takes a fixed number of calls per window, and everything that calls it, on one simulated clock.
struct World {
    limit: u32,
    start: Instant,
    now: Instant,
    taken: Vec<u32>,
    refused: Vec<u32>,
}

/// A process with calls to make: its gate, and its calls in flight with their ends and answers.
struct Process {
    gate: Gate,
    to_do: u32,
    flying: Vec<(Instant, Ticket, Answer)>,
}

impl Process {
    fn with(calls: u32) -> Self {
        Self {
            gate: Gate::new(MINUTE),
            to_do: calls,
            flying: Vec::new(),
        }
    }

    fn is_done(&self) -> bool {
        self.to_do == 0 && self.flying.is_empty()
    }

    /// Lands what has ended, sends what is let through; the next instant at which something can happen.
    fn step(&mut self, world: &mut World) -> Option<Instant> {
        let (ended, flying) = self
            .flying
            .drain(..)
            .partition(|(end, ..)| *end <= world.now);
        self.flying = flying;
        for (_, ticket, answer) in ended as Vec<_> {
            self.to_do += u32::from(matches!(answer, Answer::Refused { .. }));
            self.gate.answered(ticket, answer, world.now);
        }
        let mut next = None;
        while self.to_do > 0 && next.is_none() {
            match self.gate.admit(world.now) {
                Admission::Go(ticket) => {
                    self.to_do -= 1;
                    self.flying
                        .push((world.now + LATENCY, ticket, world.answer()));
                }
                Admission::Wait(until) => next = Some(until),
                Admission::Full => break,
            }
        }
        self.flying.iter().map(|(end, ..)| *end).chain(next).min()
    }
}

impl World {
    fn with_limit(limit: u32) -> Self {
        let now = Instant::now();
        Self {
            limit,
            start: now,
            now,
            taken: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn answer(&mut self) -> Answer {
        let passed = self.now - self.start;
        let window = usize::try_from(passed.as_secs() / 60).unwrap_or(usize::MAX);
        self.taken.resize(self.taken.len().max(window + 1), 0);
        self.refused.resize(self.taken.len(), 0);
        let full = self
            .taken
            .get(window)
            .is_some_and(|taken| *taken >= self.limit);
        let counts = if full {
            &mut self.refused
        } else {
            &mut self.taken
        };
        if let Some(count) = counts.get_mut(window) {
            *count += 1;
        }
        if full {
            // As by `Date`: whole seconds, so the wait ends up to a second after the window's end.
            return Answer::Refused {
                wait: Duration::from_secs(60 - passed.as_secs() % 60),
            };
        }
        Answer::Accepted {
            window: u128::try_from(window).ok(),
        }
    }

    /// Runs until all are done; how long that took.
    fn run(&mut self, processes: &mut [Process]) -> Duration {
        while processes.iter().any(|process| !process.is_done()) {
            let now = self.now;
            let next = processes
                .iter_mut()
                .filter_map(|process| process.step(self))
                .min();
            // At least a millisecond, so that a gate that never opens shows as a test that fails below.
            self.now = next.unwrap_or(now).max(now + Duration::from_millis(1));
            assert!(
                self.now - self.start < Duration::from_hours(2),
                "the gate never opens"
            );
        }
        self.now - self.start
    }
}

#[test]
fn calls_within_the_limit_do_not_wait() {
    let mut world = World::with_limit(60);
    let took = world.run(&mut [Process::with(60)]);
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(world.refused, [0]);
}

#[test]
fn hundred_and_fifty_calls_take_three_windows() {
    let mut world = World::with_limit(60);
    world.run(&mut [Process::with(150)]);
    assert_eq!(world.taken, [60, 60, 30]);
    assert!(world.refused[0] <= MOST_IN_FLIGHT, "{:?}", world.refused);
    assert_eq!(world.refused[1..], [0, 0]);
}

#[test]
fn higher_limit_is_learned_from_the_first_window() {
    let mut world = World::with_limit(100);
    world.run(&mut [Process::with(300)]);
    assert_eq!(world.taken, [100, 100, 100]);
    assert_eq!(world.refused[1..], [0, 0]);
}

#[test]
fn lower_limit_is_learned_from_refusals() {
    let mut world = World::with_limit(20);
    world.run(&mut [Process::with(100)]);
    assert_eq!(world.taken.iter().sum::<u32>(), 100);
    assert!(world.taken.len() <= 6, "{:?}", world.taken);
    assert!(
        world.refused[1..].iter().all(|refused| *refused <= 4),
        "{:?}",
        world.refused
    );
}

#[test]
fn two_processes_share_one_limit_and_both_finish() {
    let mut world = World::with_limit(60);
    let took = world.run(&mut [Process::with(200), Process::with(200)]);
    assert_eq!(world.taken.iter().sum::<u32>(), 400);
    assert!(took < MINUTE * 8, "{took:?}, {:?}", world.taken);
    assert!(
        world.refused[1..].iter().all(|refused| *refused <= 8),
        "{:?}",
        world.refused
    );
}

#[test]
fn process_that_was_crowded_out_recovers() {
    let mut world = World::with_limit(60);
    world.run(&mut [Process::with(60), Process::with(300)]);
    assert!(world.taken.len() <= 8, "{:?}", world.taken);
}

#[test]
fn refusal_closes_the_gate_for_everybody() {
    let now = Instant::now();
    let mut gate = Gate::new(MINUTE);
    let Admission::Go(ticket) = gate.admit(now) else {
        unreachable!("a new gate is open")
    };
    gate.answered(
        ticket,
        Answer::Refused {
            wait: Duration::from_secs(20),
        },
        now,
    );
    let open = now + Duration::from_secs(20);
    assert_eq!(gate.admit(now), Admission::Wait(open));
    assert!(matches!(gate.admit(open), Admission::Go(_)));
}

#[test]
fn refusal_from_before_the_opening_does_not_close_the_gate_again() {
    let now = Instant::now();
    let mut gate = Gate::new(MINUTE);
    let (Admission::Go(early), Admission::Go(late)) = (gate.admit(now), gate.admit(now)) else {
        unreachable!("a new gate is open")
    };
    let refusal = Answer::Refused {
        wait: Duration::from_secs(20),
    };
    gate.answered(early, refusal, now);
    let open = now + Duration::from_secs(20);
    assert!(matches!(gate.admit(open), Admission::Go(_)));
    gate.answered(late, refusal, open);
    assert!(matches!(
        gate.admit(open + Duration::from_secs(1)),
        Admission::Go(_)
    ));
}

#[test]
fn calls_in_flight_are_bounded_and_a_dropped_one_gives_its_place_back() {
    let now = Instant::now();
    let mut gate = Gate::new(MINUTE);
    let tickets: Vec<_> = (0..MOST_IN_FLIGHT).map(|_| gate.admit(now)).collect();
    assert_eq!(gate.admit(now), Admission::Full);
    for ticket in tickets.iter().take(1) {
        if let Admission::Go(ticket) = ticket {
            gate.answered(*ticket, Answer::Nothing, now);
        }
    }
    assert!(matches!(gate.admit(now), Admission::Go(_)));
}
