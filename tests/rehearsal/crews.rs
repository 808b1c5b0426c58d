//! Random configurations of teams beside single people: one that was applied,
//! and one that is to be.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use rmpv::Value;

use crate::core::{Configuration, Declared, Kind};
use crate::draft::{Instance, NAMES, PERSON, email, nulls, true_or_null};
use crate::people::People;
use crate::values::{Object, unknown};

/// The kinds of trouble that the schedules together must meet.
pub(crate) const KINDS: [&str; 20] = [
    "accepted",
    "added by hand",
    "another role",
    "another role by hand",
    "fault",
    "forgotten in one change",
    "ignored",
    "interrupt",
    "kill",
    "members come and go",
    "moved team",
    "removed by hand",
    "renamed team",
    "renewed by hand",
    "single beside a team",
    "singles to a team",
    "tainted team",
    "team to singles",
    "two teams",
    "unknown team",
];

/// A team.
pub(crate) static CREW: Kind = Kind {
    name: "scalingo_collaborators",
    computed: &["app_id", "pending", "removals"],
};

/// A team of the configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Crew {
    pub(crate) people: People,
    pub(crate) ignored: BTreeSet<String>,
    pub(crate) adopts: bool,
    /// Its people are known only at apply.
    pub(crate) is_unknown: bool,
}

/// An instance of the configuration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    Alone(Instance),
    Crew(Crew),
}

pub(crate) type Entries = Configuration<Entry>;

impl Declared for Entry {
    fn kind(&self) -> &'static Kind {
        match self {
            Self::Alone(_) => &PERSON,
            Self::Crew(_) => &CREW,
        }
    }

    fn config(&self, is_apply: bool) -> Object {
        match self {
            Self::Alone(instance) => instance.config(is_apply),
            Self::Crew(crew) => crew.config(is_apply),
        }
    }

    fn creates_first(&self) -> bool {
        false
    }
}

impl Crew {
    fn config(&self, is_apply: bool) -> Object {
        let of_role = |role: bool| {
            let people = self.people.iter();
            let people = people.filter(move |(_, limited)| **limited == role);
            Value::Array(people.map(|(email, _)| email.as_str().into()).collect())
        };
        let is_open = self.is_unknown && !is_apply;
        let full = if is_open { unknown() } else { of_role(false) };
        let ignored = self.ignored.iter().map(|email| email.as_str().into());
        let mut object = nulls(&CREW);
        object.insert("app".to_owned(), "my-app".into());
        object.insert("collaborators".to_owned(), full);
        object.insert("limited_collaborators".to_owned(), of_role(true));
        object.insert("ignored".to_owned(), Value::Array(ignored.collect()));
        object.insert("max_removals".to_owned(), Value::Nil);
        object.insert("adopt_existing".to_owned(), true_or_null(self.adopts));
        object.insert("allow_self_removal".to_owned(), Value::Nil);
        object
    }
}

/// Everybody whom a configuration has, with their roles.
pub(crate) fn people_of(entries: &Entries) -> People {
    let people = entries.values().flat_map(|entry| match entry {
        Entry::Alone(one) => vec![(one.email.clone(), one.limited)],
        Entry::Crew(crew) => crew.people.clone().into_iter().collect(),
    });
    people.collect()
}

/// What happens between the two applies, and to whom.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) before: Entries,
    pub(crate) after: Entries,
    pub(crate) moved: Option<(String, String)>,
    pub(crate) is_tainted: bool,
    /// Whether the state forgets what the configuration lost.
    pub(crate) forgets: bool,
    pub(crate) accepted: Vec<String>,
    pub(crate) removed_by_hand: Vec<String>,
    pub(crate) renewed_by_hand: Vec<String>,
    pub(crate) role_by_hand: Vec<(String, bool)>,
    pub(crate) added_by_hand: Vec<String>,
    pub(crate) kinds: Vec<&'static str>,
}

fn alone(email: &str, limited: bool, adopts: bool) -> Entry {
    Entry::Alone(Instance {
        email: email.to_owned(),
        limited,
        adopts,
        creates_first: false,
        is_unknown: false,
    })
}

fn singles(people: &People, adopts: bool) -> Entries {
    let single =
        |(email, limited): (&String, &bool)| (email.clone(), alone(email, *limited, adopts));
    people.iter().map(single).collect()
}

fn crew(people: People, ignored: BTreeSet<String>, adopts: bool) -> Entries {
    let crew = Crew {
        people,
        ignored,
        adopts,
        is_unknown: false,
    };
    BTreeMap::from([("team".to_owned(), Entry::Crew(crew))])
}

impl Draft {
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let mut draft = Self::default();
        let mut names = NAMES.to_vec();
        rng.shuffle(&mut names);
        let size = rng.usize(0..=4);
        let mut take = |count: usize| -> People {
            let taken = names.drain(..count);
            taken.map(|name| (email(name), rng.u8(..3) == 0)).collect()
        };
        let (people, strangers) = (take(size), take(2));
        let was_team = rng.u8(..3) > 0;
        draft.before = if was_team {
            crew(people.clone(), BTreeSet::new(), false)
        } else {
            singles(&people, false)
        };
        draft.by_hand(rng, &people, &strangers);
        let people = draft.changed(rng, people, &strangers);
        draft.after = if was_team {
            draft.after_team(rng, people, &strangers)
        } else {
            draft.after_singles(rng, people)
        };
        draft
    }

    fn met(&mut self, kind: &'static str) {
        self.kinds.push(kind);
    }

    fn by_hand(&mut self, rng: &mut Rng, people: &People, strangers: &People) {
        for (email, limited) in people {
            let email = email.clone();
            match rng.u8(..12) {
                0..=4 => {
                    self.accepted.push(email);
                    self.met("accepted");
                }
                5 => {
                    self.removed_by_hand.push(email);
                    self.met("removed by hand");
                }
                6 => {
                    self.renewed_by_hand.push(email);
                    self.met("renewed by hand");
                }
                7 => {
                    self.role_by_hand.push((email, !limited));
                    self.met("another role by hand");
                }
                _ => {}
            }
        }
        for email in strangers.keys() {
            if rng.u8(..4) == 0 {
                self.added_by_hand.push(email.clone());
                self.met("added by hand");
            }
        }
    }

    /// The people of the second configuration.
    fn changed(&mut self, rng: &mut Rng, mut people: People, strangers: &People) -> People {
        let names: Vec<String> = people.keys().cloned().collect();
        if let Some(email) = rng.choice(&names).filter(|_| rng.bool()) {
            people.remove(email);
            self.met("members come and go");
        }
        if let Some(email) = rng.choice(&names).filter(|_| rng.bool())
            && let Some(role) = people.get_mut(email)
        {
            *role = !*role;
            self.met("another role");
        }
        if rng.bool() {
            let coming = strangers.iter().next();
            people.extend(coming.map(|(email, limited)| (email.clone(), *limited)));
            self.met("members come and go");
        }
        people
    }

    fn after_team(&mut self, rng: &mut Rng, people: People, strangers: &People) -> Entries {
        let adopts = rng.bool();
        let unlisted = strangers
            .keys()
            .filter(|email| !people.contains_key(*email));
        let ignored: BTreeSet<String> = unlisted.filter(|_| rng.u8(..3) == 0).cloned().collect();
        if !ignored.is_empty() {
            self.met("ignored");
        }
        let mut after = crew(people.clone(), ignored, adopts);
        match rng.u8(..8) {
            0 => self.renamed(rng, &mut after),
            1 => {
                let other = Crew {
                    people: people.into_iter().take(1).collect(),
                    ..Crew::default()
                };
                after.insert("other".to_owned(), Entry::Crew(other));
                self.met("two teams");
            }
            2 => {
                let name = *rng.choice(&NAMES).unwrap();
                after.insert("single".to_owned(), alone(&email(name), false, true));
                self.met("single beside a team");
            }
            3 => {
                if let Some(Entry::Crew(crew)) = after.get_mut("team") {
                    crew.is_unknown = true;
                }
                self.met("unknown team");
            }
            4 => {
                self.is_tainted = true;
                self.met("tainted team");
            }
            5 => {
                after = singles(&people, rng.bool());
                self.forgets = self.forgotten(rng);
                self.met("team to singles");
            }
            _ => {}
        }
        after
    }

    fn renamed(&mut self, rng: &mut Rng, after: &mut Entries) {
        if let Some(entry) = after.remove("team") {
            after.insert("renamed".to_owned(), entry);
        }
        self.met("renamed team");
        if rng.bool() {
            self.moved = Some(("team".to_owned(), "renamed".to_owned()));
            self.met("moved team");
        }
    }

    fn after_singles(&mut self, rng: &mut Rng, people: People) -> Entries {
        self.forgets = self.forgotten(rng);
        self.met("singles to a team");
        crew(people, BTreeSet::new(), rng.bool())
    }

    fn forgotten(&mut self, rng: &mut Rng) -> bool {
        let forgets = rng.bool();
        if forgets {
            self.met("forgotten in one change");
        }
        forgets
    }
}
