//! Random teams, faults, interrupts and kills, from seeds that are named when a
//! storm goes wrong: in the end the people are those of the configuration, each
//! got one mail, and nobody who stayed was ever off the app.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, ensure};
use emulator::{Action, Answer, FaultRule, Method, RecordedRequest};
use fastrand::Rng;
use rustix::process::Signal;

use crate::world::{Outcome, World};

const SEEDS: [u64; 13] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377];
const ROUNDS: u32 = 2;

/// The two resources that declare people; the second creates before it
/// destroys.
const RESOURCES: [&str; 2] = ["people", "others"];

/// A resource and a key in it.
type Place = (usize, String);

#[derive(Clone, Debug, PartialEq)]
struct Person {
    email: String,
    is_limited: bool,
}

struct Storm {
    rng: Rng,
    world: World,
    team: BTreeMap<Place, Person>,
    /// Where instances are now, by where they were before this round.
    moved: Vec<(Place, Place)>,
    /// Everybody who was ever declared; nobody comes back.
    invited: BTreeSet<String>,
}

impl Storm {
    async fn new(seed: u64) -> anyhow::Result<Self> {
        let world = World::new().await?;
        world.provider("request_timeout = \"2s\"\nmax_wait = \"10s\"")?;
        Ok(Self {
            rng: Rng::with_seed(seed),
            world,
            team: BTreeMap::new(),
            moved: Vec::new(),
            invited: BTreeSet::new(),
        })
    }

    fn newcomer(&mut self) -> Person {
        let email = format!("user{}@example.com", self.invited.len());
        self.invited.insert(email.clone());
        Person {
            email,
            is_limited: self.rng.bool(),
        }
    }

    fn add(&mut self) {
        let person = self.newcomer();
        let place = (self.rng.usize(..2), person.email.clone());
        self.team.insert(place, person);
    }

    /// Another team: somebody leaves, changes the role, moves, or gives the key
    /// to somebody else.
    fn change(&mut self, round: u32) {
        self.moved.clear();
        for (place, person) in std::mem::take(&mut self.team) {
            match self.rng.u8(..6) {
                0 => {}
                1 => {
                    let is_limited = !person.is_limited;
                    self.team.insert(
                        place,
                        Person {
                            is_limited,
                            ..person
                        },
                    );
                }
                2 | 3 => {
                    let new = (self.rng.usize(..2), format!("{}-{round}", place.1));
                    self.moved.push((place, new.clone()));
                    self.team.insert(new, person);
                }
                4 => {
                    let successor = self.newcomer();
                    self.team.insert(place, successor);
                }
                _ => _ = self.team.insert(place, person),
            }
        }
        (0..3).for_each(|_| self.add());
    }

    fn declare(&self) -> Outcome {
        let mut hcl = String::new();
        for (number, resource) in RESOURCES.into_iter().enumerate() {
            let members = self.team.iter().filter(|((at, _), _)| *at == number);
            let members: BTreeMap<_, _> = members
                .map(|((_, key), person)| (key, (&person.email, person.is_limited)))
                .collect();
            let members = serde_json::to_string(&members)?;
            write!(
                hcl,
                r#"
resource "scalingo_collaborator" "{resource}" {{
  for_each = {members}
  app      = "my-app"
  email    = each.value[0]
  limited  = each.value[1]

  lifecycle {{
    create_before_destroy = {}
  }}
}}
"#,
                number == 1
            )?;
        }
        for (from, to) in &self.moved {
            let address =
                |(at, key): &Place| format!("scalingo_collaborator.{}[{key:?}]", RESOURCES[*at]);
            let (from, to) = (address(from), address(to));
            write!(hcl, "\nmoved {{\n  from = {from}\n  to   = {to}\n}}\n")?;
        }
        self.world.configure(&hcl)
    }

    fn action(&mut self) -> Action {
        match self.rng.u8(..6) {
            0 => Action::DropBefore,
            1 => Action::DropAfter,
            2 => Action::Status(Answer::text(503, "")),
            3 => Action::StatusAfter(Answer::text(502, "")),
            4 => Action::Status(Answer::text(429, "")),
            _ => Action::Delay(Duration::from_millis(self.rng.u64(..200))),
        }
    }

    fn draw_faults(&mut self) {
        for _ in 0..self.rng.usize(..4) {
            let method = [Method::GET, Method::POST, Method::PATCH, Method::DELETE];
            let method = method[self.rng.usize(..4)].clone();
            let rule = FaultRule::on(method, "/v1/apps/**")
                .after(self.rng.u64(..4))
                .every(self.rng.u64(1..4))
                .times(self.rng.u64(1..8));
            let action = self.action();
            self.world.emulator.fault(rule.does(action));
        }
    }

    /// An apply under faults that a signal may end at any call.
    async fn troubled_apply(&mut self) -> Outcome {
        self.draw_faults();
        let signal = match self.rng.u8(..3) {
            0 => Signal::KILL,
            _ => Signal::INT,
        };
        let last = self.rng.usize(4..24);
        self.world.emulator.take_requests();
        let is_time = |calls: &[RecordedRequest]| calls.len() >= last;
        let apply = ["apply", "-auto-approve", "-json"];
        self.world
            .signalled_or_ended(signal, apply, is_time)
            .await?;
        self.world.emulator.clear_faults();
        self.mend_state()
    }

    /// A kill in the middle of Terraform's own write leaves an empty state file.
    fn mend_state(&self) -> Outcome {
        let folder = &self.world.workspace;
        let state = folder.read("terraform.tfstate")?;
        if serde_json::from_str::<serde_json::Value>(&state).is_err() {
            let backup = folder.read("terraform.tfstate.backup")?;
            folder.write("terraform.tfstate", &backup)?;
        }
        Ok(())
    }

    /// Everybody on the app: role and collaborator id by address.
    fn there(&self) -> anyhow::Result<BTreeMap<String, (bool, String)>> {
        let people = self.world.emulator.collaborators("my-app")?.into_iter();
        Ok(people
            .map(|person| (person.email, (person.is_limited, person.id)))
            .collect())
    }

    fn is_as_declared(&self) -> Outcome {
        let there = self.there()?;
        let there: BTreeMap<_, _> = there.iter().map(|(who, (role, _))| (who, *role)).collect();
        let declared = self.team.values();
        let declared: BTreeMap<_, _> = declared.map(|one| (&one.email, one.is_limited)).collect();
        ensure!(
            there == declared,
            "there: {there:?}, declared: {declared:?}"
        );
        let mails = self.world.emulator.emails_sent();
        let mut mailed: Vec<&String> = mails.iter().map(|mail| &mail.to).collect();
        mailed.sort();
        ensure!(
            mailed.iter().is_sorted_by(|a, b| a < b),
            "twice: {mailed:?}"
        );
        Ok(())
    }

    async fn round(&mut self, number: u32) -> Outcome {
        let before = self.there()?;
        self.change(number);
        self.declare()?;
        self.troubled_apply().await?;
        self.world.apply().await?;
        self.is_as_declared()?;
        self.world.plan_is_empty().await?;
        let after = self.there()?;
        let stayed = before.iter().filter(|(who, _)| after.contains_key(*who));
        for (who, (_, id)) in stayed {
            ensure!(after[who].1 == *id, "{who} was off the app");
        }
        self.some_accept()
    }

    fn some_accept(&mut self) -> Outcome {
        for who in self.there()?.into_keys().filter(|_| self.rng.bool()) {
            self.world.emulator.accept("my-app", &who)?;
        }
        Ok(())
    }
}

async fn storm(seed: u64) -> Outcome {
    let mut storm = Storm::new(seed).await?;
    (0..6).for_each(|_| storm.add());
    storm.declare()?;
    storm.world.apply().await?;
    storm.some_accept()?;
    for number in 0..ROUNDS {
        let told = storm.round(number).await;
        told.with_context(|| format!("round {number}: {:?}, {:?}", storm.team, storm.moved))?;
    }
    Ok(())
}

#[tokio::test]
async fn whatever_happens_the_people_are_those_of_the_configuration() -> Outcome {
    let storms = SEEDS.map(|seed| (seed, tokio::spawn(storm(seed))));
    for (seed, storm) in storms {
        storm.await?.with_context(|| format!("seed {seed}"))?;
    }
    Ok(())
}
