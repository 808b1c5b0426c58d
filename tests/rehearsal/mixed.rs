//! One schedule of teams beside single people.

use std::collections::{BTreeMap, BTreeSet};

use emulator::{Emulator, Settings};
use fastrand::Rng;
use scalingo::Transport;

use crate::core::{self, Pace, Plan, Process, State, Wish};
use crate::crews::{CREW, Draft, Entries, Entry, people_of};
use crate::people::{self, People};
use crate::play::{Story, on_paused_clock};
use crate::trouble::{KILL, trouble};

/// So many plans must do, the ways out included.
const ROUNDS: usize = 12;

/// Plays the schedule of this seed on a paused clock.
pub(crate) fn schedule(seed: u64) -> Story {
    on_paused_clock(async {
        let mut play = Play::new(seed);
        play.run().await;
        play.story
    })
}

struct Play {
    rng: Rng,
    emulator: Emulator,
    draft: Draft,
    state: State,
    entries: Entries,
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
            entries: draft.before.clone(),
            story: Story::new(seed, &draft.kinds),
            rng,
            emulator,
            draft,
            state: State::default(),
            named: BTreeSet::new(),
        }
    }

    async fn process(&self) -> Process {
        let transport = Transport::in_process(self.emulator.router());
        Process::start(transport, self.emulator.api_token()).await
    }

    async fn plan(&mut self) -> Plan {
        let (pace, process) = (Pace::drawn(&mut self.rng), self.process().await);
        core::plan(
            &process,
            &self.state,
            (&self.entries, &Wish::default()),
            pace,
        )
        .await
    }

    async fn run(&mut self) {
        self.story.tell(format!("before: {:?}", self.draft.before));
        self.round(false).await;
        let before = people_of(&self.entries);
        if people::on_app(&self.emulator) != before {
            self.story.wrong("the first configuration was not applied");
            return;
        }
        self.happen();
        let ids = people::ids(&self.emulator);
        self.entries = self.draft.after.clone();
        self.story.tell(format!("after: {:?}", self.entries));
        self.compare_orders().await;
        for round in 0..ROUNDS {
            self.story.tell(format!("-- round {round}"));
            if self.round(round == 0).await {
                self.check(&before, &ids);
                return;
            }
            self.know_everything();
        }
        self.story.wrong("no empty plan in the end");
    }

    fn know_everything(&mut self) {
        for entry in self.entries.values_mut() {
            if let Entry::Crew(crew) = entry {
                crew.is_unknown = false;
            }
        }
    }

    /// What other people do between the two applies, and what the
    /// configuration says of the state.
    fn happen(&mut self) {
        let (emulator, draft) = (&self.emulator, &self.draft);
        for email in &draft.accepted {
            emulator.accept("my-app", email).unwrap();
        }
        for email in &draft.removed_by_hand {
            emulator.remove_collaborator("my-app", email).unwrap();
        }
        for email in &draft.renewed_by_hand {
            emulator.reinvite_collaborator("my-app", email).unwrap();
        }
        for (email, limited) in &draft.role_by_hand {
            emulator.set_limited("my-app", email, *limited).unwrap();
        }
        for email in &draft.added_by_hand {
            emulator.add_collaborator("my-app", email, false).unwrap();
            emulator.accept("my-app", email).unwrap();
        }
        self.change_state();
    }

    /// `moved` blocks, taints, and `removed` blocks.
    fn change_state(&mut self) {
        let (draft, current) = (&self.draft, &mut self.state.current);
        if let Some((from, to)) = &draft.moved
            && let Some(stored) = current.remove(from)
        {
            current.insert(to.clone(), stored);
        }
        if draft.is_tainted {
            let stored = current.values_mut();
            stored.for_each(|stored| stored.is_tainted = true);
        }
        if draft.forgets {
            current.retain(|key, _| draft.after.contains_key(key));
        }
    }

    /// The same plan in two orders gives the same verdict and sends nothing.
    async fn compare_orders(&mut self) {
        let before = self.emulator.emails_sent().len();
        let mut verdicts = BTreeSet::new();
        for _ in 0..2 {
            let plan = self.plan().await;
            verdicts.insert(plan.errors.is_empty());
        }
        if verdicts.len() > 1 {
            self.story.wrong("the verdict depends on the order");
        }
        if self.emulator.emails_sent().len() != before {
            self.story.wrong("a plan sent something");
        }
    }

    /// One plan and, unless it is refused, its apply. True when there was
    /// nothing to do.
    async fn round(&mut self, is_troubled: bool) -> bool {
        let plan = self.plan().await;
        self.story.tell(format!("plan: {plan:?}"));
        self.state = plan.state.clone();
        if plan.is_empty() {
            return true;
        }
        if !plan.errors.is_empty() {
            self.take_ways_out(&plan.errors).await;
            return false;
        }
        self.named.extend(plan.named());
        let mut pace = Pace::drawn(&mut self.rng);
        let mut met = BTreeSet::new();
        if is_troubled {
            met = trouble(&mut self.rng, &self.emulator, &mut pace);
        }
        let (state, errors) = core::apply(&self.process().await, &plan, &self.entries, pace).await;
        self.emulator.clear_faults();
        if !met.contains(KILL) {
            self.state = state;
        }
        self.story.kinds.extend(met);
        self.story.tell(format!("applied, errors: {errors:?}"));
        self.take_ways_out(&errors).await;
        false
    }

    /// Does what the messages say.
    async fn take_ways_out(&mut self, errors: &[String]) {
        let says = |start: &str| errors.iter().any(|error| error.starts_with(start));
        let clashes = [
            "Managed by a team and alone",
            "More than one team",
            "Both kept and removed",
            "Duplicate collaborator",
        ];
        let is_clash = clashes.into_iter().any(says);
        if is_clash {
            self.keep_one();
        } else if says("Not in the new team") {
            self.import_or_ignore().await;
        }
        if is_clash || says("Already") {
            self.entries.values_mut().for_each(|entry| match entry {
                Entry::Alone(one) => one.adopts = true,
                Entry::Crew(crew) => crew.adopts = true,
            });
        }
    }

    /// Keeps one team, or else the single people, and forgets what is not
    /// declared any more.
    fn keep_one(&mut self) {
        let is_team = |entry: &Entry| matches!(entry, Entry::Crew(_));
        let teams = self.entries.iter().filter(|(_, entry)| is_team(entry));
        if let Some(kept) = teams.map(|(key, _)| key.clone()).next_back() {
            self.entries.retain(|key, _| *key == kept);
        }
        let entries = &self.entries;
        self.state
            .current
            .retain(|key, _| entries.contains_key(key));
    }

    async fn import_or_ignore(&mut self) {
        if self.rng.bool() {
            let imported = self.process().await.import(&CREW, "my-app").await;
            let mut teams = self.entries.iter();
            let team = teams.find(|(_, entry)| matches!(entry, Entry::Crew(_)));
            let key = team.map(|(key, _)| key.clone());
            self.state.current.extend(key.zip(imported));
            return;
        }
        let there = people::on_app(&self.emulator);
        for entry in self.entries.values_mut() {
            if let Entry::Crew(crew) = entry {
                let strangers = there.keys();
                let strangers = strangers.filter(|email| !crew.people.contains_key(*email));
                crew.ignored.extend(strangers.cloned());
            }
        }
    }

    /// Whether somebody who is on the app is this configuration's concern.
    fn is_ours(&self, email: &str, before: &People) -> bool {
        let mut teams = self.entries.values().filter_map(|entry| match entry {
            Entry::Crew(crew) => Some(crew),
            Entry::Alone(_) => None,
        });
        if people_of(&self.entries).contains_key(email) {
            return true;
        }
        match teams.next() {
            Some(crew) => !crew.ignored.contains(email),
            // Without a team, whoever was forgotten or added by hand stays.
            None => self.named.contains(email) && before.contains_key(email),
        }
    }

    fn check(&mut self, before: &People, ids: &BTreeMap<String, String>) {
        let (there, wanted) = (people::on_app(&self.emulator), people_of(&self.entries));
        let there: People = there
            .into_iter()
            .filter(|(email, _)| self.is_ours(email, before))
            .collect();
        if there != wanted {
            self.story
                .wrong(format!("people on the app: {there:?}, wanted: {wanted:?}"));
        }
        self.check_calls(before, &wanted, ids);
    }

    fn check_calls(&mut self, before: &People, wanted: &People, ids: &BTreeMap<String, String>) {
        let removed = people::removals(&self.emulator);
        let mails = people::mails(&self.emulator);
        for (email, id) in ids {
            let is_removed = removed.contains(id);
            if is_removed && !self.named.contains(email) {
                self.story
                    .wrong(format!("{email} was removed and no plan named them"));
            }
            let stays = wanted.contains_key(email) && before.contains_key(email);
            if stays && is_removed {
                self.story
                    .wrong(format!("{email} lost the access for a moment"));
            }
            if stays && mails.get(email).copied().unwrap_or_default() > 1 {
                self.story.wrong(format!("{email} was mailed twice"));
            }
        }
    }
}
