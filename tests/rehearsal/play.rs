//! One schedule: a team is applied, things happen, another team is applied, and
//! whatever is refused or fails is healed by the ways that the messages name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use emulator::{Emulator, Settings};
use fastrand::Rng;
use scalingo::Transport;

use crate::core::{self, Pace, Plan, Process, State, Stored, Wish};
use crate::draft::{Draft, Instance, Team};
use crate::people;
use crate::trouble::{KILL, trouble};
use crate::values::text;

/// So many plans must do, the ways out included.
const ROUNDS: usize = 10;

/// What happened in one schedule.
pub(crate) struct Story {
    seed: u64,
    lines: String,
    pub(crate) kinds: BTreeSet<&'static str>,
    problems: Vec<String>,
}

impl Story {
    pub(crate) fn new(seed: u64, kinds: &[&'static str]) -> Self {
        Self {
            seed,
            lines: String::new(),
            kinds: kinds.iter().copied().collect(),
            problems: Vec::new(),
        }
    }

    pub(crate) fn tell(&mut self, line: impl AsRef<str>) {
        _ = writeln!(self.lines, "{}", line.as_ref());
    }

    pub(crate) fn wrong(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    pub(crate) fn told(&self) -> &str {
        &self.lines
    }

    pub(crate) fn kinds(&self) -> &BTreeSet<&'static str> {
        &self.kinds
    }

    pub(crate) fn expect_good(&self) {
        assert!(
            self.problems.is_empty(),
            "REHEARSAL_SEED={}\n{}\n{}",
            self.seed,
            self.lines,
            self.problems.join("\n")
        );
    }
}

/// Plays the schedule of this seed on a paused clock.
pub(crate) fn schedule(seed: u64) -> Story {
    on_paused_clock(async {
        let mut play = Play::new(seed);
        play.run().await;
        play.story
    })
}

/// Lets time pass only while nothing else is to do.
pub(crate) fn on_paused_clock<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(work)
}

struct Play {
    rng: Rng,
    emulator: Emulator,
    draft: Draft,
    state: State,
    process: Option<Process>,
    team: Team,
    /// Addresses whose removal a plan has named.
    named: BTreeSet<String>,
    story: Story,
}

impl Play {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let emulator = Emulator::in_process(Settings::default()).unwrap();
        emulator.add_app("my-app").unwrap();
        let draft = Draft::new(&mut rng);
        Self {
            team: draft.before.clone(),
            story: Story::new(seed, &draft.kinds),
            rng,
            emulator,
            draft,
            state: State::default(),
            process: None,
            named: BTreeSet::new(),
        }
    }

    /// The process of the next walk.
    async fn process(&mut self) -> Process {
        if let Some(process) = self.process.take() {
            return process;
        }
        let transport = Transport::in_process(self.emulator.router());
        Process::start(transport, self.emulator.api_token()).await
    }

    /// A plan of the team; the process stays for the next walk if it may.
    async fn plan(&mut self, wish: &Wish) -> Plan {
        let (pace, process) = (self.pace(), self.process().await);
        if self.draft.is_one_process {
            let unknown = Instance {
                is_unknown: true,
                ..Instance::default()
            };
            process.validate(&unknown).await;
        }
        let plan = core::plan(&process, &self.state, (&self.team, wish), pace).await;
        self.keep(process, &plan.errors);
        plan
    }

    fn keep(&mut self, process: Process, errors: &[String]) {
        let is_kept = self.draft.is_one_process && errors.is_empty();
        self.process = is_kept.then_some(process);
    }

    fn pace(&mut self) -> Pace {
        Pace {
            dependent: self.draft.dependent.clone(),
            ..Pace::drawn(&mut self.rng)
        }
    }

    /// What is asked of the first plan of the second team, and of the others.
    fn wish(&self, is_first: bool) -> Wish {
        let (replaced, targets) = if is_first {
            (self.draft.replaced.clone(), self.draft.targets.clone())
        } else {
            (Vec::new(), None)
        };
        let id = |(key, email): (&String, &String)| (key.clone(), format!("my-app:{email}"));
        Wish {
            replaced,
            targets,
            imports: self.draft.imported.iter().map(id).collect(),
        }
    }

    async fn run(&mut self) {
        self.story.tell(format!("before: {:?}", self.draft.before));
        self.round(&Wish::default(), false).await;
        let expected = people::of(&self.team);
        if people::on_app(&self.emulator) != expected {
            self.story.wrong("the first team was not applied");
            return;
        }
        self.process = None;
        self.happen();
        let ids = people::ids(&self.emulator);
        self.team = self.draft.after.clone();
        self.story.tell(format!("after: {:?}", self.team));
        self.compare_orders().await;
        let mut is_done = false;
        for round in 0..ROUNDS {
            self.story.tell(format!("-- round {round}"));
            let wish = self.wish(round == 0);
            if self.round(&wish, round == 0).await && wish.targets.is_none() {
                is_done = true;
                break;
            }
            for instance in self.team.values_mut() {
                instance.is_unknown = false;
            }
        }
        if !is_done {
            self.story.wrong("no empty plan in the end");
        }
        self.check(&ids);
        self.expect_nobody_raised();
    }

    /// What other people do between the two applies.
    fn happen(&mut self) {
        let emulator = &self.emulator;
        for email in &self.draft.accepted {
            emulator.accept("my-app", email).unwrap();
        }
        for email in &self.draft.removed_by_hand {
            emulator.remove_collaborator("my-app", email).unwrap();
        }
        for email in &self.draft.renewed_by_hand {
            emulator.reinvite_collaborator("my-app", email).unwrap();
        }
        for (email, limited) in &self.draft.added_by_hand {
            emulator
                .add_collaborator("my-app", email, *limited)
                .unwrap();
        }
        for key in &self.draft.tainted {
            if let Some(stored) = self.state.current.get_mut(key) {
                stored.is_tainted = true;
            }
        }
        for (from, to) in &self.draft.moved {
            if let Some(stored) = self.state.current.remove(from) {
                self.state.current.insert(to.clone(), stored);
            }
        }
    }

    /// The same plan in two orders gives the same verdict and sends nothing.
    async fn compare_orders(&mut self) {
        let mut verdicts = Vec::new();
        let before = self.emulator.emails_sent().len();
        for _ in 0..2 {
            let plan = self.plan(&self.wish(true)).await;
            self.story.tell(format!("verdict: {:?}", plan.errors));
            verdicts.push(!plan.errors.is_empty());
        }
        if verdicts[0] != verdicts[1] {
            self.story.wrong("the verdict depends on the order");
        }
        if self.emulator.emails_sent().len() != before {
            self.story.wrong("a plan sent something");
        }
    }

    /// One plan and, unless it is refused, its apply. True when there was
    /// nothing to do.
    async fn round(&mut self, wish: &Wish, is_troubled: bool) -> bool {
        let plan = self.plan(wish).await;
        self.story.tell(format!("plan: {plan:?}"));
        let before = std::mem::replace(&mut self.state, plan.state.clone());
        if plan.is_empty() {
            return true;
        }
        if !plan.errors.is_empty() {
            // Without an apply nothing is imported.
            let is_imported =
                |key: &String| wish.imports.contains_key(key) && !before.current.contains_key(key);
            self.state.current.retain(|key, _| !is_imported(key));
            self.expect_strangers(&plan.errors);
            self.take_ways_out(&plan.errors);
            return false;
        }
        self.named.extend(plan.named());
        let mut pace = self.pace();
        let mut met = BTreeSet::new();
        if is_troubled {
            met = trouble(&mut self.rng, &self.emulator, &mut pace);
        }
        let is_killed = met.contains(KILL);
        self.story.kinds.extend(met);
        let is_stopped = pace.interrupt.is_some();
        let process = self.process().await;
        let (state, errors) = core::apply(&process, &plan, &self.team, pace).await;
        if !is_killed && !is_stopped {
            self.keep(process, &errors);
        }
        self.emulator.clear_faults();
        if !is_killed {
            self.state = state;
        }
        self.story.tell(format!("applied, errors: {errors:?}"));
        self.take_ways_out(&errors);
        false
    }

    /// Does what the messages say.
    fn take_ways_out(&mut self, errors: &[String]) {
        for error in errors {
            let who = error.rsplit(": ").next().unwrap_or_default();
            if error.starts_with("Already a collaborator") {
                let wanted = self.team.values_mut().filter(|one| one.email == who);
                wanted.for_each(|instance| instance.adopts = true);
            }
        }
        if errors.iter().any(|error| error == "Nothing to import") {
            let there = people::on_app(&self.emulator);
            self.draft
                .imported
                .retain(|_, email| there.contains_key(email));
        }
        let is_held_twice = errors.iter().any(|error| {
            error.starts_with("Both kept and removed")
                || error.starts_with("Duplicate collaborator")
        });
        if is_held_twice {
            self.drop_twins();
            self.move_state();
        }
    }

    /// Whoever is invited in the configured role already is taken over unasked:
    /// that heals an apply that was killed.
    fn expect_strangers(&mut self, errors: &[String]) {
        let people = self.emulator.collaborators("my-app").unwrap();
        for person in people.iter().filter(|person| person.status == "pending") {
            let who = &person.email;
            let mut wanted = self.team.values().filter(|one| one.email == *who);
            let is_refused = errors.contains(&format!("Already a collaborator: {who}"));
            if is_refused && wanted.all(|one| one.limited == person.is_limited) {
                self.story
                    .wrong(format!("{who} was refused, though invited as configured"));
            }
        }
    }

    /// Nobody whom others invited in another role has the configured one, unless
    /// their instance adopts.
    fn expect_nobody_raised(&mut self) {
        let raised = self.draft.added_by_hand.iter().find(|(email, limited)| {
            let mut wanted = self.team.values().filter(|one| one.email == *email);
            let is_imported = self.draft.imported.values().any(|who| who == email);
            wanted.any(|one| one.limited != *limited && !one.adopts && !is_imported)
        });
        if let Some((email, _)) = raised {
            self.story
                .wrong(format!("{email} got another role unasked"));
        }
    }

    /// Keeps one instance of each person in the configuration.
    fn drop_twins(&mut self) {
        let mut seen = BTreeSet::new();
        self.team
            .retain(|_, instance| seen.insert(instance.email.clone()));
    }

    /// `terraform state mv` brings each object to the key that declares its
    /// person, `terraform state rm` forgets a second object of one person, and
    /// an instance with a deposed object of somebody who is declared.
    fn move_state(&mut self) {
        let mut current = BTreeMap::new();
        for (key, stored) in std::mem::take(&mut self.state.current) {
            let email = text(&stored.object, "email").unwrap_or_default();
            match self.team.iter().find(|(_, one)| one.email == email) {
                Some((home, _)) => _ = current.entry(home.clone()).or_insert(stored),
                None => _ = current.insert(format!("left-{key}"), stored),
            }
        }
        self.state.current = current;
        let declared = &self.team;
        let is_declared = |(_, stored): &(String, Stored)| {
            let email = text(&stored.object, "email");
            declared
                .values()
                .any(|one| Some(&one.email) == email.as_ref())
        };
        let deposed = std::mem::take(&mut self.state.deposed);
        let (forgotten, kept): (Vec<_>, Vec<_>) = deposed.into_iter().partition(is_declared);
        self.state.deposed = kept;
        for (key, _) in forgotten {
            self.state.current.remove(&key);
        }
    }

    /// People who come to an instance while no plan can know what becomes of
    /// the one that had them: its address or theirs is unknown, or it is
    /// tainted and gets another address, which core plans as a mere create.
    fn unseen(&self) -> BTreeSet<String> {
        let (before, after) = (&self.draft.before, &self.draft.after);
        let changes = |key: &String| {
            let address = |team: &Team| team.get(key).map(|instance| instance.email.clone());
            address(before) != address(after)
        };
        let unknown = after.iter().filter(|(_, instance)| instance.is_unknown);
        let unknown = unknown.filter(|(key, _)| changes(key));
        let is_unknown = |key: &String| after.get(key).is_some_and(|one| one.is_unknown);
        let tainted = self.draft.tainted.iter();
        let tainted = tainted.filter(|key| changes(key) || is_unknown(key));
        let tainted = tainted.filter_map(|key| before.get(key));
        unknown
            .map(|(_, instance)| instance)
            .chain(tainted)
            .map(|instance| instance.email.clone())
            .collect()
    }

    /// People of whose move to another key a first plan was aimed at one half
    /// alone: no provider sees what a plan leaves out.
    fn aimed_at(&self) -> BTreeSet<String> {
        let Some(targets) = &self.draft.targets else {
            return BTreeSet::new();
        };
        let of_targets = |team: &Team| -> BTreeSet<String> {
            let aimed = team.iter().filter(|(key, _)| targets.contains(*key));
            aimed.map(|(_, one)| one.email.clone()).collect()
        };
        let (before, after) = (
            of_targets(&self.draft.before),
            of_targets(&self.draft.after),
        );
        before.symmetric_difference(&after).cloned().collect()
    }

    fn check(&mut self, ids: &BTreeMap<String, String>) {
        let (mut there, wanted) = (people::on_app(&self.emulator), people::of(&self.team));
        // Somebody whom others added and no configuration has is left alone.
        let strangers = self.draft.added_by_hand.iter().map(|(email, _)| email);
        for stranger in strangers.filter(|email| !wanted.contains_key(*email)) {
            there.remove(stranger);
        }
        if there != wanted {
            self.story
                .wrong(format!("people on the app: {there:?}, wanted: {wanted:?}"));
        }
        let removed = people::removals(&self.emulator);
        let mails = people::mails(&self.emulator);
        let replaced: BTreeSet<&String> = self
            .draft
            .replaced
            .iter()
            .flat_map(|key| [self.draft.before.get(key), self.draft.after.get(key)])
            .flatten()
            .map(|instance| &instance.email)
            .collect();
        let mut unseen = self.unseen();
        unseen.extend(self.aimed_at());
        let mut problems = Vec::new();
        for (email, id) in ids {
            let is_removed = removed.contains(id);
            if is_removed && !self.named.contains(email) {
                problems.push(format!("{email} was removed and no plan named them"));
            }
            let is_free = replaced.contains(email) || unseen.contains(email);
            if is_free || !wanted.contains_key(email) {
                continue;
            }
            if is_removed {
                problems.push(format!("{email} lost the access for a moment"));
            }
            if mails.get(email).copied().unwrap_or_default() > 1 {
                problems.push(format!("{email} was mailed twice"));
            }
        }
        self.story.problems.extend(problems);
    }
}
