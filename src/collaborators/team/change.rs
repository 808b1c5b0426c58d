//! The decisions about a team: members × configuration × who is there → who is
//! invited, taken over, given another role, removed, refused. Pure, so that
//! tables show every case.

use std::collections::{BTreeMap, BTreeSet};

use scalingo::Email;

use super::super::access::{Arrival, Presence, arrival};
use super::attributes::Members;

/// Somebody with the role that they are to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The address, in the configuration's spelling.
    pub(super) email: Email,
    /// Whether the role is Limited Collaborator.
    pub(super) is_limited: bool,
}

/// What turns the members of the state into those of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// People who are not in the state.
    pub(super) arriving: Vec<Member>,
    /// Members who get another role.
    pub(super) changing: Vec<Member>,
    /// Members whom the configuration lacks, in the state's spelling.
    pub(super) leaving: Vec<Email>,
    /// Members whom the configuration ignores from now on: they stay on the
    /// app and leave the state.
    pub(super) ignored: Vec<Email>,
}

impl Change {
    /// How many people it invites, changes and removes.
    pub(super) fn len(&self) -> usize {
        self.arriving.len() + self.changing.len() + self.leaving.len()
    }

    /// This change without an owner who is listed: nothing is to be done for
    /// them.
    pub(super) fn without(mut self, owner: Option<&Email>) -> Self {
        self.arriving.retain(|member| Some(&member.email) != owner);
        self
    }
}

/// Compares the members of the state with those of the configuration.
///
/// `renamed` has the address of the state for each new address of the same
/// collaborator. Removals come from the state alone: nobody is removed because
/// the API lists them.
pub(super) fn change(
    before: &Members,
    after: &Members,
    ignored: &BTreeSet<Email>,
    renamed: &BTreeMap<Email, Email>,
) -> Change {
    let mut change = Change::default();
    for (email, is_limited) in after {
        let member = Member {
            email: email.clone(),
            is_limited: *is_limited,
        };
        let old = renamed.get(email).unwrap_or(email);
        match before.get(old) {
            None => change.arriving.push(member),
            Some(role) if role != is_limited => change.changing.push(member),
            Some(_) => {}
        }
    }
    let stays: BTreeSet<&Email> = after.keys().chain(renamed.values()).collect();
    let lacking = before.keys().filter(|email| !stays.contains(email));
    let (spared, leaving) = lacking.cloned().partition(|email| ignored.contains(email));
    change.ignored = spared;
    change.leaving = leaving;
    change
}

/// What becomes of the people who come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Newcomers {
    pub(super) invited: Vec<Email>,
    pub(super) taken_over: Vec<Email>,
    /// They are there, and nothing says that they belong here.
    pub(super) unasked: Vec<Email>,
    pub(super) limited_owners: Vec<Email>,
}

/// Decides for each person who comes, as for a person alone.
pub(super) fn newcomers(
    arriving: &[Member],
    presence: impl Fn(&Member) -> Presence,
    has_reason: impl Fn(&Member) -> bool,
) -> Newcomers {
    let mut newcomers = Newcomers::default();
    for member in arriving {
        let decision = arrival(presence(member), member.is_limited, has_reason(member));
        let people = match decision {
            Arrival::Invite => &mut newcomers.invited,
            Arrival::TakeOver => &mut newcomers.taken_over,
            Arrival::IsOwner => continue,
            Arrival::RefuseLimitedOwner => &mut newcomers.limited_owners,
            Arrival::RefuseUnasked => &mut newcomers.unasked,
        };
        people.push(member.email.clone());
    }
    newcomers
}

/// Who is on the app and neither in the configuration nor ignored.
pub(super) fn unlisted<'a>(
    there: impl Iterator<Item = &'a Email>,
    after: &Members,
    ignored: &BTreeSet<Email>,
) -> Vec<Email> {
    let is_unlisted = |email: &&Email| !after.contains_key(*email) && !ignored.contains(*email);
    there.filter(is_unlisted).cloned().collect()
}

#[cfg(test)]
mod tests;
