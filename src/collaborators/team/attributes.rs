//! The attributes of a team.

use std::collections::{BTreeMap, BTreeSet};

use scalingo::Email;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::{Host, NamedHost};
use super::super::person::present;
use crate::seats::Written;

/// A set of addresses.
pub(super) type Addresses = Value<Vec<Value<String>>>;
/// Roles by address: true for limited.
pub(super) type Members = BTreeMap<Email, bool>;

/// Everybody on one app, under the names of `scalingo_collaborators`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Team {
    /// The app or database, by id or by name, in the user's spelling.
    pub(super) app: Value<String>,
    /// Its id, whatever `app` says.
    pub(super) app_id: Value<String>,
    /// People with the full role.
    pub(super) collaborators: Addresses,
    /// People with the role Limited Collaborator.
    pub(super) limited_collaborators: Addresses,
    /// People who are never touched and never shown.
    pub(super) ignored: Addresses,
    /// How many people one plan may remove.
    pub(super) max_removals: Value<f64>,
    /// Whether people who are there already are taken over.
    pub(super) adopt_existing: Value<bool>,
    /// Whether the user of the token in use may be removed.
    pub(super) allow_self_removal: Value<bool>,
    /// Who has not accepted yet.
    pub(super) pending: Addresses,
    /// How many people the last change removed.
    pub(super) removals: Value<u64>,
}

/// The same team under the names of `scalingo_database_collaborators`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DatabaseTeam(#[serde(with = "DatabaseNames")] Team);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Team")]
struct DatabaseNames {
    #[serde(rename = "database")]
    app: Value<String>,
    #[serde(rename = "database_id")]
    app_id: Value<String>,
    collaborators: Addresses,
    #[serde(skip)]
    limited_collaborators: Addresses,
    ignored: Addresses,
    max_removals: Value<f64>,
    adopt_existing: Value<bool>,
    allow_self_removal: Value<bool>,
    pending: Addresses,
    removals: Value<u64>,
}

impl From<DatabaseTeam> for Team {
    fn from(team: DatabaseTeam) -> Self {
        team.0
    }
}

impl From<Team> for DatabaseTeam {
    fn from(team: Team) -> Self {
        Self(team)
    }
}

impl Team {
    /// What may be left out, as configured: it is computed only so that
    /// generated configuration leaves it out.
    pub(super) fn planned(self, config: &Self) -> Self {
        Self {
            limited_collaborators: config.limited_collaborators.clone(),
            ignored: config.ignored.clone(),
            max_removals: config.max_removals,
            adopt_existing: config.adopt_existing,
            allow_self_removal: config.allow_self_removal,
            ..self
        }
    }

    /// What the state says that the team works on; an error when it says
    /// nothing.
    pub(super) fn at(&self, host: Host) -> Result<NamedHost<'_>, Diagnostic> {
        Ok(NamedHost {
            host,
            app: present(host.attribute(), &self.app)?,
            app_id: self.app_id.as_deref_option(),
        })
    }

    /// What the configuration says of where the team is, as far as it is known.
    pub(super) fn written(&self) -> Written {
        Written(vec![self.app.as_deref_option().map(str::to_owned)])
    }

    /// What the configuration says that the team works on, once it is known.
    pub(super) fn named(&self, host: Host) -> Option<NamedHost<'_>> {
        Some(NamedHost {
            host,
            app: self.app.as_deref_option()?,
            app_id: None,
        })
    }

    /// The people, as far as they are known.
    pub(super) fn members(&self) -> Members {
        let full = emails(&self.collaborators).map(|email| (email, false));
        let limited = emails(&self.limited_collaborators).map(|email| (email, true));
        full.chain(limited).collect()
    }

    /// Whoever is never touched, as far as that is known.
    pub(super) fn ignored(&self) -> BTreeSet<Email> {
        emails(&self.ignored).collect()
    }

    /// An attribute that says who is meant and is not wholly known.
    pub(super) fn unknown_people(&self) -> Option<&'static str> {
        let open = [
            ("collaborators", &self.collaborators),
            ("limited_collaborators", &self.limited_collaborators),
            ("ignored", &self.ignored),
        ];
        let found = open.into_iter().find(|(_, set)| !is_known(set));
        found.map(|(attribute, _)| attribute)
    }

    /// Whether this many people may be removed by one plan.
    pub(super) fn may_remove(&self, people: usize) -> bool {
        let people = u32::try_from(people).map_or(f64::INFINITY, f64::from);
        let max = self.max_removals.as_ref_option();
        max.is_none_or(|max| people <= *max)
    }

    /// This plan in the spelling of `prior` where the people are the same.
    pub(super) fn spelled_like(self, prior: &Self) -> Self {
        let limited = spelled(self.limited_collaborators, &prior.limited_collaborators);
        Self {
            collaborators: spelled(self.collaborators, &prior.collaborators),
            limited_collaborators: limited,
            ignored: spelled(self.ignored, &prior.ignored),
            ..self
        }
    }

    /// This team with these people. Nobody limited stays null where it is.
    pub(super) fn with_members(self, members: &Members) -> Self {
        let of_role = |role: bool| members.iter().filter(move |(_, limited)| **limited == role);
        let limited = addresses(of_role(true).map(|(email, _)| email));
        let is_null = self.limited_collaborators.is_null() && of_role(true).next().is_none();
        Self {
            collaborators: addresses(of_role(false).map(|(email, _)| email)),
            limited_collaborators: if is_null { Value::Null } else { limited },
            ..self
        }
    }

    /// What a plan knows of a team whose app is another or unknown.
    pub(super) fn with_unknown_facts(self) -> Self {
        Self {
            app_id: Value::Unknown,
            pending: Value::Unknown,
            ..self
        }
    }
}

/// A set of these addresses.
pub(super) fn addresses<'a>(emails: impl Iterator<Item = &'a Email>) -> Addresses {
    Value::Value(
        emails
            .map(|email| Value::Value(email.to_string()))
            .collect(),
    )
}

/// A number of people as an attribute.
pub(super) fn number(people: usize) -> Value<u64> {
    Value::Value(u64::try_from(people).unwrap_or(u64::MAX))
}

fn emails(set: &Addresses) -> impl Iterator<Item = Email> {
    let elements = set.as_ref_option().into_iter().flatten();
    elements.filter_map(|element| element.as_deref_option().map(Email::as_given))
}

fn is_known(set: &Addresses) -> bool {
    let is_open = |elements: &Vec<Value<String>>| elements.iter().any(Value::is_unknown);
    !set.is_unknown() && !set.as_ref_option().is_some_and(is_open)
}

fn spelled(planned: Addresses, prior: &Addresses) -> Addresses {
    let is_same = planned.is_null() == prior.is_null()
        && is_known(&planned)
        && emails(&planned).collect::<BTreeSet<_>>() == emails(prior).collect();
    if is_same { prior.clone() } else { planned }
}
