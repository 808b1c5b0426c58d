//! The views that are kept, and how own writes keep them right. Pure memory: no call is made here.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::view::View;
use crate::{Collaborator, Listed};

/// A number that grows with every event worth ordering: lists begun, writes finished.
pub(super) type Tick = u64;

/// One page per app, keyed by the app's id where that is known.
#[derive(Debug)]
pub(super) struct Book {
    max_age: Duration,
    tick: Tick,
    pages: HashMap<String, Page>,
    account_list: Option<AccountList>,
    asked: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Page {
    kept: Option<Kept>,
    /// Own writes, for lists that were begun before them and come back after.
    writes: Vec<(Tick, Change)>,
}

#[derive(Debug)]
struct Kept {
    view: Arc<View>,
    begun: Tick,
    at: Instant,
}

/// The last attempt at the account-wide list.
#[derive(Debug)]
struct AccountList {
    at: Instant,
    /// None when it failed: what it does not mention is not known then.
    begun: Option<Begun>,
}

/// What an own write did to the list.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// A person came or changed.
    Put(Arc<Collaborator>),
    /// The person with this id went.
    Remove(String),
}

/// How new a view must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Within the age limit.
    Recent,
    /// Not older than this.
    Within(Duration),
    /// From a list begun at this tick or later.
    Since(Tick),
}

/// When a list was begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    tick: Tick,
    at: Instant,
}

impl Book {
    pub(super) fn new(max_age: Duration) -> Self {
        Self {
            max_age,
            tick: 0,
            pages: HashMap::new(),
            account_list: None,
            asked: BTreeSet::new(),
        }
    }

    /// The next number.
    pub(super) fn tick(&mut self) -> Tick {
        self.tick += 1;
        self.tick
    }

    /// Notes that a list begins now.
    pub(super) fn begin(&mut self) -> Begun {
        Begun {
            tick: self.tick(),
            at: Instant::now(),
        }
    }

    /// The kept view, if it is new enough.
    pub(super) fn view(&self, key: &str, need: Need) -> Option<Arc<View>> {
        let kept = self.pages.get(key)?.kept.as_ref()?;
        let good = match need {
            Need::Recent => kept.at.elapsed() <= self.max_age,
            Need::Within(age) => kept.at.elapsed() <= age.min(self.max_age),
            Need::Since(tick) => kept.begun >= tick,
        };
        good.then(|| Arc::clone(&kept.view))
    }

    /// Keeps a list that came back, unless a newer one is kept already; the view that is kept now. Writes that
    /// finished since the list was begun are made good: it may or may not show them.
    pub(super) fn store(&mut self, key: &str, listed: Listed, begun: Begun) -> Arc<View> {
        let page = self.pages.entry(key.to_owned()).or_default();
        if let Some(kept) = page.kept.as_ref().filter(|kept| kept.begun > begun.tick) {
            return Arc::clone(&kept.view);
        }
        page.writes.retain(|(tick, _)| *tick > begun.tick);
        let kept = page.kept.insert(Kept {
            view: Arc::new(View::new(listed)),
            begun: begun.tick,
            at: begun.at,
        });
        kept.replay(&page.writes);
        Arc::clone(&kept.view)
    }

    /// Notes an own write that has finished.
    pub(super) fn record(&mut self, key: &str, change: Change) {
        let tick = self.tick();
        let page = self.pages.entry(key.to_owned()).or_default();
        if let Some(kept) = &mut page.kept {
            change.apply(Arc::make_mut(&mut kept.view));
        }
        page.writes.push((tick, change));
    }

    /// Drops a view that may be wrong. The next reader lists again.
    pub(super) fn forget(&mut self, key: &str) {
        if let Some(page) = self.pages.get_mut(key) {
            page.kept = None;
        }
    }

    /// Moves what was noted under a name to the id that turned out to be the same app. The newer of two views stays,
    /// with the writes that were noted under the other name.
    pub(super) fn merge(&mut self, name: &str, id: &str) {
        if name == id {
            return;
        }
        let Some(old) = self.pages.remove(name) else {
            return;
        };
        let page = self.pages.entry(id.to_owned()).or_default();
        page.writes.extend(old.writes);
        page.writes.sort_by_key(|(tick, _)| *tick);
        let kept = [page.kept.take(), old.kept].into_iter().flatten();
        page.kept = kept.max_by_key(|kept| kept.begun);
        if let Some(kept) = &mut page.kept {
            kept.replay(&page.writes);
        }
    }

    /// Counts the different apps asked for. The keys are looked up anew because names turn out to be ids.
    pub(super) fn apps_asked(&mut self, app: &str, key: impl Fn(&str) -> String) -> usize {
        self.asked = self.asked.iter().map(|asked| key(asked)).collect();
        self.asked.insert(key(app));
        self.asked.len()
    }

    /// Whether the account-wide list was asked for within the age limit, with success or without.
    pub(super) fn has_account_list(&self) -> bool {
        self.recent_account_list().is_some()
    }

    /// Notes that the account-wide list was asked for; `begun` when it came back.
    pub(super) fn account_listed(&mut self, begun: Option<Begun>) {
        self.account_list = Some(AccountList {
            at: Instant::now(),
            begun,
        });
    }

    /// An empty view, kept from now on, of an owned app that the account-wide list had nobody of. None without such a
    /// list, and when anything else was noted of the app: a view that is old or may be wrong is no absence.
    pub(super) fn store_nobody(&mut self, key: &str) -> Option<Arc<View>> {
        let begun = self.recent_account_list()?.begun?;
        if self.pages.contains_key(key) {
            return None;
        }
        self.store(key, Listed::default(), begun);
        self.view(key, Need::Since(begun.tick))
    }

    fn recent_account_list(&self) -> Option<&AccountList> {
        self.account_list
            .as_ref()
            .filter(|list| list.at.elapsed() <= self.max_age)
    }
}

impl Kept {
    /// Makes the writes good that the list may not show. Doing so twice is the same as once.
    fn replay(&mut self, writes: &[(Tick, Change)]) {
        let missed = writes.iter().filter(|(tick, _)| *tick > self.begun);
        let view = Arc::make_mut(&mut self.view);
        for (_, change) in missed {
            change.apply(view);
        }
    }
}

impl Change {
    fn apply(&self, view: &mut View) {
        match self {
            Self::Put(row) => view.put(Arc::clone(row)),
            Self::Remove(id) => view.remove(id),
        }
    }
}

#[cfg(test)]
mod tests;
