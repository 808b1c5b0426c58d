//! Which names and ids mean the same app, as far as replies have shown.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Scalingo takes an app's id or its name in every path; this is the memory that both are one app.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    ids: HashSet<String>,
    id_of: HashMap<String, String>,
}

impl Names {
    /// Notes that `name` (a name or the id itself) belongs to the app with this id.
    pub(crate) fn learn(&self, name: &str, id: &str) {
        if name.is_empty() || id.is_empty() {
            return;
        }
        let mut known = self.lock();
        known.ids.insert(id.to_owned());
        if name != id {
            known.id_of.insert(name.to_owned(), id.to_owned());
        }
    }

    /// Forgets where a name leads, after the API said that it leads nowhere.
    pub(crate) fn forget(&self, app: &str) {
        let mut known = self.lock();
        known.id_of.remove(app);
        known.ids.remove(app);
    }

    /// The id behind a name or id; none while that is not known.
    pub(crate) fn id(&self, app: &str) -> Option<String> {
        let known = self.lock();
        known.ids.get(app).or_else(|| known.id_of.get(app)).cloned()
    }

    /// The id if known, else what was given: the key under which an app's things are kept.
    pub(crate) fn key(&self, app: &str) -> String {
        self.id(app).unwrap_or_else(|| app.to_owned())
    }

    /// The names that are known to lead to this id.
    pub(crate) fn of(&self, id: &str) -> Vec<String> {
        let known = self.lock();
        let leads_there = known.id_of.iter().filter(|(_, other)| *other == id);
        leads_there.map(|(name, _)| name.clone()).collect()
    }

    /// Whether both mean one app; none while one of them is unknown.
    pub(crate) fn same(&self, a: &str, b: &str) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        Some(self.id(a)? == self.id(b)?)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_its_id_are_one_app_once_a_reply_showed_it() {
        let names = Names::default();
        assert_eq!(names.same("my-app", "0a"), None);
        names.learn("my-app", "0a");
        assert_eq!(names.same("my-app", "0a"), Some(true));
        assert_eq!(names.key("my-app"), "0a");
        assert_eq!(names.of("0a"), ["my-app"]);
        assert!(names.of("my-app").is_empty());
    }

    #[test]
    fn two_known_apps_differ_and_an_unknown_one_stays_unknown() {
        let names = Names::default();
        names.learn("my-app", "0a");
        names.learn("other-app", "0b");
        assert_eq!(names.same("my-app", "other-app"), Some(false));
        assert_eq!(names.same("my-app", "third-app"), None);
        assert_eq!(names.same("third-app", "third-app"), Some(true));
    }

    #[test]
    fn name_given_to_another_app_leads_there() {
        let names = Names::default();
        names.learn("my-app", "0a");
        names.learn("my-app", "0b");
        assert_eq!(names.same("my-app", "0a"), Some(false));
        names.forget("my-app");
        assert_eq!(names.id("my-app"), None);
    }
}
