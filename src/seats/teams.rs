//! Teams: who has everybody on an app, and which single people are beside them.

use std::collections::{BTreeSet, HashMap};

use scalingo::Email;

use super::{Nonce, Seat};

/// What a team meets on its app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rivals {
    /// Whether another team has the app.
    pub(crate) is_team: bool,
    /// People whom other objects hold one by one and the team does not ignore.
    pub(crate) singles: BTreeSet<Email>,
}

/// Teams and the holders of single seats, by app.
#[derive(Debug, Default)]
pub(super) struct Apps(HashMap<String, Holders>);

#[derive(Debug, Default)]
struct Holders {
    /// Whom each team ignores.
    teams: HashMap<Nonce, BTreeSet<Email>>,
    singles: HashMap<Nonce, Email>,
}

impl Apps {
    /// Notes that a team has the app by all these names.
    pub(super) fn has_team(
        &mut self,
        apps: &[String],
        nonce: &Nonce,
        ignored: &BTreeSet<Email>,
    ) -> Rivals {
        let mut rivals = Rivals::default();
        for app in apps {
            let holders = self.0.entry(app.clone()).or_default();
            holders.teams.insert(nonce.clone(), ignored.clone());
            rivals.is_team |= holders.teams.len() > 1;
            let singles = holders.singles.values();
            let singles = singles.filter(|email| !ignored.contains(*email));
            rivals.singles.extend(singles.cloned());
        }
        rivals
    }

    /// Notes who holds a seat, unless it is a team of the app; whether another
    /// object has the whole team.
    pub(super) fn has_holder(&mut self, seat: &Seat, nonce: &Nonce) -> bool {
        let mut is_beside_team = false;
        for app in &seat.apps {
            let holders = self.0.entry(app.clone()).or_default();
            if holders.teams.contains_key(nonce) {
                continue;
            }
            holders.singles.insert(nonce.clone(), seat.email.clone());
            let mut teams = holders.teams.values();
            is_beside_team |= teams.any(|ignored| !ignored.contains(&seat.email));
        }
        is_beside_team
    }

    /// Voids what an object held before in this walk.
    pub(super) fn leaves(&mut self, apps: &[String], nonce: &Nonce) {
        for app in apps {
            if let Some(holders) = self.0.get_mut(app) {
                holders.teams.remove(nonce);
                holders.singles.remove(nonce);
            }
        }
    }
}
