//! The calls that turn one team into another, side by side: invitations, then
//! roles, then removals. A failure does not stop the rest.

use std::collections::BTreeMap;

use scalingo::{Collaborator, Email, Status, View, Who};
use tf_provider::{Diagnostic, Diagnostics};

use super::super::host::NamedHost;
use super::super::invite::invite_or_take_over;
use super::super::person::Wanted;
use super::super::stay::change_role;
use super::attributes::Members;
use super::calls::{each, failed};
use super::change::{Change, Member};
use super::claim::seat;
use super::departure::Removal;
use super::note::Note;
use crate::diagnostics::team::Failure;
use crate::diagnostics::{Told, collaborator as messages};
use crate::session::Session;

/// What is known of the people while the calls run.
#[derive(Debug)]
pub(super) struct Truth {
    /// The team.
    pub(super) members: Members,
    /// Collaborator ids, and who has not accepted, of everybody on the app.
    rows: BTreeMap<Email, (String, bool)>,
    /// Id of the app or database, once a row told it.
    pub(super) app_id: Option<String>,
    /// How many people were removed.
    pub(super) removals: usize,
    /// Who was invited.
    pub(super) invited: Vec<Email>,
    /// Whether somebody was there before.
    pub(super) took_over: bool,
    pub(super) failures: Vec<Failure>,
}

impl Truth {
    /// Before the first call.
    pub(super) fn new(members: Members, people: &View) -> Self {
        let mut truth = Self {
            members,
            rows: BTreeMap::new(),
            app_id: None,
            removals: 0,
            invited: Vec::new(),
            took_over: false,
            failures: Vec::new(),
        };
        people.iter().for_each(|row| truth.note(row));
        truth
    }

    fn note(&mut self, row: &Collaborator) {
        let is_pending = row.status == Status::Pending;
        self.app_id = Some(row.app_id.clone());
        self.rows
            .insert(row.email.clone(), (row.id.clone(), is_pending));
    }

    /// The collaborator ids of these people.
    pub(super) fn ids<'a>(
        &'a self,
        members: &'a Members,
    ) -> impl Iterator<Item = (&'a Email, &'a str)> {
        let row = |email| Some((email, &*self.rows.get(email)?.0));
        members.keys().filter_map(row)
    }

    /// Those of these people who have not accepted.
    pub(super) fn pending<'a>(&'a self, members: &'a Members) -> impl Iterator<Item = &'a Email> {
        let is_pending = |email: &&Email| self.rows.get(*email).is_some_and(|row| row.1);
        members.keys().filter(is_pending)
    }

    fn learn_all(&mut self, steps: Vec<Vec<Step>>) {
        steps
            .into_iter()
            .flatten()
            .for_each(|step| self.learn(step));
    }

    fn learn(&mut self, step: Step) {
        match step {
            Step::There(member, row, was_there) => {
                self.note(&row);
                self.took_over |= was_there;
                if !was_there {
                    self.invited.push(member.email.clone());
                }
                self.members.insert(member.email, row.is_limited);
            }
            Step::Changed(member) => {
                self.members.remove(&member.email);
                self.members.insert(member.email, member.is_limited);
            }
            Step::Gone(email) => {
                self.members.remove(&email);
                self.removals += 1;
            }
            Step::Failed(failure) => self.failures.push(failure),
        }
    }
}

/// What a call came to.
enum Step {
    /// Somebody is on the app; true when they were there before.
    There(Member, Box<Collaborator>, bool),
    /// Somebody has the other role.
    Changed(Member),
    /// Somebody is off the app.
    Gone(Email),
    Failed(Failure),
}

/// The calls for one team.
pub(super) struct Work<'a> {
    pub(super) session: &'a Session,
    pub(super) at: NamedHost<'a>,
    pub(super) adopt_existing: bool,
    pub(super) people: &'a View,
    pub(super) note: &'a Note,
    /// The names of the app by which its seats are found.
    pub(super) apps: &'a [String],
}

impl Work<'_> {
    /// Carries a change out.
    pub(super) async fn carry_out(&self, change: Change, truth: &mut Truth) {
        let is_there = |member: &Member| self.people.by_email(&member.email).is_some();
        let (there, absent) = change.arriving.into_iter().partition(is_there);
        let invited = each(absent, |member| self.bring(member)).await;
        truth.learn_all(invited);
        let taken_over = each(there, |member| self.bring(member)).await;
        truth.learn_all(taken_over);
        let changed = each(change.changing, |member| self.change_role(member)).await;
        truth.learn_all(changed);
        let removal = Removal::new(self.session, self.at, self.apps, self.note);
        let removed = each(change.leaving, |email| removal.remove(email)).await;
        let gone = removed.into_iter().map(|removed| match removed {
            Ok(email) => vec![Step::Gone(email)],
            Err(failure) => vec![Step::Failed(failure)],
        });
        truth.learn_all(gone.collect());
    }

    /// Somebody is invited, or taken over as a person alone would be. Both can
    /// be told: who is there, and that the role could not be changed.
    async fn bring(&self, member: Member) -> Vec<Step> {
        let wanted = Wanted {
            host: self.at.host,
            app: self.at.app,
            email: member.email.clone(),
            is_limited: member.is_limited,
            adopt_existing: self.adopt_existing,
        };
        let seat = seat(self.apps, &member.email, None);
        let mut diags = Diagnostics::default();
        let outcome = invite_or_take_over(self.session, &wanted, &seat).await;
        let brought = Told::record(outcome, &mut diags);
        if brought.is_none() {
            self.session.seats.empties(&seat);
        }
        let failed = |problem| failed(self.session, &member.email, "invited", problem);
        let failures: Vec<Step> = diags
            .errors
            .into_iter()
            .map(failed)
            .map(Step::Failed)
            .collect();
        let there = brought.map(|(row, was_there)| Step::There(member, Box::new(row), was_there));
        there.into_iter().chain(failures).collect()
    }

    async fn change_role(&self, member: Member) -> Vec<Step> {
        let outcome = self.send_role(&member).await;
        vec![match outcome {
            Ok(()) => Step::Changed(member),
            Err(problem) => {
                let undone = "given another role";
                Step::Failed(failed(self.session, &member.email, undone, problem))
            }
        }]
    }

    async fn send_role(&self, member: &Member) -> Result<(), Diagnostic> {
        let row = self.people.by_email(&member.email);
        let id = row.map(|row| row.id.clone());
        let Some(id) = id.or_else(|| self.note.id_of(&member.email)) else {
            let who = self.session.shown(&member.email);
            return Err(messages::gone_before_role_change(&who, self.at.app));
        };
        let who = Who {
            id: Some(&id),
            email: &member.email,
        };
        change_role(self.session, self.at.target(), who, member.is_limited).await
    }
}
