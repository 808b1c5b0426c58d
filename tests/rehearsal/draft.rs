//! Random teams: one that was applied, and one that is to be.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use rmpv::Value;

use crate::core::{Configuration, Declared, Kind};
use crate::values::{Object, unknown};

/// One person.
pub(crate) static PERSON: Kind = Kind {
    name: "scalingo_collaborator",
    computed: &[
        "app_id",
        "id",
        "username",
        "status",
        "user_id",
        "tfa_status",
    ],
};

/// The kinds of trouble that the schedules together must meet.
pub(crate) const KINDS: [&str; 23] = [
    "accepted",
    "adopted by hand",
    "adding",
    "changing a flag",
    "changing a role",
    "create before destroy",
    "depends on",
    "fault",
    "import",
    "interrupt",
    "kill",
    "moved",
    "one process",
    "removed by hand",
    "removing",
    "renamed",
    "renewed by hand",
    "replacing",
    "swapped",
    "tainted",
    "target",
    "twice",
    "unknown",
];

/// An instance of the configuration.
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Instance {
    pub(crate) email: String,
    pub(crate) limited: bool,
    pub(crate) adopts: bool,
    pub(crate) creates_first: bool,
    /// The address is known only at apply.
    pub(crate) is_unknown: bool,
}

/// Instances by key.
pub(crate) type Team = Configuration<Instance>;

impl Declared for Instance {
    fn kind(&self) -> &'static Kind {
        &PERSON
    }

    fn config(&self, is_apply: bool) -> Object {
        let email = if self.is_unknown && !is_apply {
            unknown()
        } else {
            self.email.as_str().into()
        };
        let mut object = nulls(&PERSON);
        object.insert("app".to_owned(), "my-app".into());
        object.insert("email".to_owned(), email);
        object.insert("limited".to_owned(), Value::Boolean(self.limited));
        object.insert("adopt_existing".to_owned(), true_or_null(self.adopts));
        object.insert("allow_self_removal".to_owned(), Value::Nil);
        object
    }

    fn creates_first(&self) -> bool {
        self.creates_first
    }
}

/// The computed attributes in a configuration.
pub(crate) fn nulls(kind: &Kind) -> Object {
    let names = kind.computed.iter();
    names.map(|name| ((*name).to_owned(), Value::Nil)).collect()
}

pub(crate) fn true_or_null(flag: bool) -> Value {
    if flag {
        Value::Boolean(true)
    } else {
        Value::Nil
    }
}

/// What happens between the two applies, and to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) before: Team,
    pub(crate) after: Team,
    /// Keys by which the configuration says that a resource moved.
    pub(crate) moved: Vec<(String, String)>,
    pub(crate) tainted: Vec<String>,
    pub(crate) replaced: Vec<String>,
    /// Keys with an import block, and the address that it names.
    pub(crate) imported: BTreeMap<String, String>,
    /// Keys of the first plan, which is about these alone.
    pub(crate) targets: Option<BTreeSet<String>>,
    /// Keys whose resource depends on the one of all others.
    pub(crate) dependent: BTreeSet<String>,
    pub(crate) accepted: Vec<String>,
    pub(crate) removed_by_hand: Vec<String>,
    pub(crate) renewed_by_hand: Vec<String>,
    /// People of the new team who are there already.
    pub(crate) added_by_hand: Vec<(String, bool)>,
    /// One process serves all walks, as long as nothing goes wrong.
    pub(crate) is_one_process: bool,
    pub(crate) kinds: Vec<&'static str>,
}

pub(crate) const NAMES: [&str; 8] = ["ann", "ben", "cleo", "dan", "eva", "finn", "gil", "hana"];

pub(crate) fn email(name: &str) -> String {
    format!("{name}@example.com")
}

impl Draft {
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let mut draft = Self::default();
        let mut names = NAMES.to_vec();
        rng.shuffle(&mut names);
        let size = rng.usize(1..=5);
        for name in names.drain(..size) {
            let instance = Instance {
                email: email(name),
                limited: rng.u8(..4) == 0,
                adopts: false,
                creates_first: rng.u8(..4) == 0,
                is_unknown: false,
            };
            draft.before.insert(name.to_owned(), instance);
        }
        draft.after = draft.before.clone();
        if rng.u8(..4) == 0 {
            draft.is_one_process = true;
            draft.met("one process");
        }
        draft.by_hand(rng);
        for _ in 0..rng.usize(0..=3) {
            draft.change(rng, &mut names);
        }
        draft.some_depend(rng);
        draft.aim(rng);
        draft
    }

    fn keys(&self) -> BTreeSet<String> {
        self.before
            .keys()
            .chain(self.after.keys())
            .cloned()
            .collect()
    }

    fn some_depend(&mut self, rng: &mut Rng) {
        if rng.u8(..4) == 0 {
            self.dependent = self.keys().into_iter().filter(|_| rng.bool()).collect();
            self.met("depends on");
        }
    }

    fn aim(&mut self, rng: &mut Rng) {
        if !self.is_one_process && rng.u8(..8) == 0 {
            self.targets = Some(self.keys().into_iter().filter(|_| rng.bool()).collect());
            self.met("target");
        }
    }

    fn met(&mut self, kind: &'static str) {
        self.kinds.push(kind);
    }

    fn by_hand(&mut self, rng: &mut Rng) {
        for (key, instance) in self.before.clone() {
            match rng.u8(..12) {
                0..=4 => {
                    self.accepted.push(instance.email.clone());
                    self.met("accepted");
                }
                5 => {
                    self.removed_by_hand.push(instance.email.clone());
                    self.met("removed by hand");
                }
                6 => {
                    self.renewed_by_hand.push(instance.email.clone());
                    self.met("renewed by hand");
                }
                7 => {
                    self.tainted.push(key);
                    self.met("tainted");
                }
                _ => {}
            }
            if instance.creates_first {
                self.met("create before destroy");
            }
        }
    }

    fn change(&mut self, rng: &mut Rng, free: &mut Vec<&'static str>) {
        let keys: Vec<String> = self.after.keys().cloned().collect();
        let key = |rng: &mut Rng| rng.choice(&keys).cloned();
        match rng.u8(..10) {
            0 => self.add(rng, free),
            1 => {
                if let Some(key) = key(rng) {
                    self.after.remove(&key);
                    self.met("removing");
                }
            }
            2 => {
                if let Some(instance) = key(rng).and_then(|key| self.after.get_mut(&key)) {
                    instance.limited = !instance.limited;
                    self.met("changing a role");
                }
            }
            3 | 4 => {
                if let Some(key) = key(rng) {
                    self.rename(rng, &key);
                }
            }
            5 => {
                let pair = (key(rng), key(rng));
                if let (Some(a), Some(b)) = pair
                    && a != b
                {
                    self.swap(&a, &b);
                }
            }
            6 => {
                if let Some(key) = key(rng).filter(|key| self.before.contains_key(key)) {
                    self.replaced.push(key);
                    self.met("replacing");
                }
            }
            7 => {
                if let Some(instance) = key(rng).and_then(|key| self.after.get_mut(&key)) {
                    instance.is_unknown = true;
                    self.met("unknown");
                }
            }
            8 => {
                if let Some(instance) = key(rng).and_then(|key| self.after.get_mut(&key)) {
                    instance.adopts = !instance.adopts;
                    self.met("changing a flag");
                }
            }
            _ => {
                if let Some(instance) = key(rng).and_then(|key| self.after.get(&key)) {
                    let twin = instance.clone();
                    self.after.insert(format!("twin-{}", twin.email), twin);
                    self.met("twice");
                }
            }
        }
    }

    fn add(&mut self, rng: &mut Rng, free: &mut Vec<&'static str>) {
        let Some(name) = free.pop() else { return };
        let instance = Instance {
            email: email(name),
            limited: rng.u8(..4) == 0,
            adopts: rng.u8(..4) == 0,
            creates_first: false,
            is_unknown: rng.u8(..6) == 0,
        };
        if rng.u8(..3) == 0 {
            self.added_by_hand
                .push((instance.email.clone(), rng.bool()));
            self.met("adopted by hand");
            if !instance.is_unknown && !self.is_one_process && rng.bool() {
                self.imported
                    .insert(name.to_owned(), instance.email.clone());
                self.met("import");
            }
        }
        self.after.insert(name.to_owned(), instance);
        self.met("adding");
    }

    fn rename(&mut self, rng: &mut Rng, key: &str) {
        let new = format!("{key}-renamed");
        if self.after.contains_key(&new) || !self.before.contains_key(key) {
            return;
        }
        let Some(instance) = self.after.remove(key) else {
            return;
        };
        let who = instance.email.clone();
        self.after.insert(new.clone(), instance);
        self.met("renamed");
        match rng.u8(..4) {
            0 | 1 => {
                self.moved.push((key.to_owned(), new));
                self.met("moved");
            }
            // Each import is another object to a process that serves several walks.
            2 if !self.is_one_process => {
                self.imported.insert(new, who);
                self.met("import");
            }
            _ => {}
        }
    }

    fn swap(&mut self, a: &str, b: &str) {
        let (Some(one), Some(other)) = (self.after.get(a).cloned(), self.after.get(b).cloned())
        else {
            return;
        };
        self.after.insert(a.to_owned(), other);
        self.after.insert(b.to_owned(), one);
        self.met("swapped");
    }
}
