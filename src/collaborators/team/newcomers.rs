//! What a plan says of the people who come.

use scalingo::{App, Email, View};
use tf_provider::Diagnostic;

use super::super::arrival::{absent_or, presence};
use super::super::host::owner_of;
use super::attributes::Team;
use super::change::{Change, Member, newcomers};
use super::claim::Claim;
use crate::diagnostics::{Told, access, team as messages};
use crate::session::Session;

/// Everything that decides about people who come.
pub(super) struct Door<'a> {
    pub(super) session: &'a Session,
    pub(super) claim: &'a Claim<'a>,
    pub(super) planned: &'a Team,
    pub(super) people: &'a View,
    pub(super) owner: Option<Email>,
}

impl<'a> Door<'a> {
    /// The door of an app that was looked up, or of a database.
    pub(super) fn new(
        session: &'a Session,
        claim: &'a Claim<'a>,
        planned: &'a Team,
        (app, people): (Option<&App>, &'a View),
    ) -> Self {
        Self {
            session,
            claim,
            planned,
            people,
            owner: app.map(owner_of),
        }
    }

    /// Says who is taken over and who is refused. True when somebody is taken
    /// over from an object of this configuration.
    pub(super) fn judge(&self, change: &Change) -> Told<bool> {
        let (noun, app) = (self.claim.at.host.attribute(), self.claim.at.app);
        let is_asked_for = self.is_asked_for();
        let sorted = newcomers(
            &change.arriving,
            |member| self.presence(member),
            |member| is_asked_for || self.is_own(&member.email),
        );
        let is_own = sorted.taken_over.iter().any(|email| self.is_own(email));
        let mut told = Told::quiet(is_own);
        if !sorted.unasked.is_empty() {
            let who = self.claim.shown(&sorted.unasked);
            told = told.error(messages::already_there(noun, app, &who));
        }
        if !sorted.taken_over.is_empty() && !self.session.seats.is_apply() {
            let who = self.claim.shown(&sorted.taken_over);
            told = told.warning(messages::taken_over(app, &who));
        }
        let demoted = change
            .changing
            .iter()
            .filter(|member| self.is_limited_owner(member));
        let owners = sorted.limited_owners.iter();
        owners
            .chain(demoted.map(|member| &member.email))
            .fold(told, |told, owner| told.error(self.limited_owner(owner)))
    }

    /// Whether the configuration says that people who are there are taken over.
    fn is_asked_for(&self) -> bool {
        self.planned.adopt_existing.unwrap_or(false) || self.session.adopts_existing()
    }

    fn presence(&self, member: &Member) -> super::super::access::Presence {
        let row = self.people.by_email(&member.email);
        let is_owner = self.owner.as_ref() == Some(&member.email);
        row.map_or(absent_or(is_owner), |row| presence(row, member.is_limited))
    }

    fn is_own(&self, email: &Email) -> bool {
        let (seat, seats) = (self.claim.seat(email), &self.session.seats);
        seats.has_read_other(&seat, self.claim.nonce) || seats.is_forgotten(&seat)
    }

    fn is_limited_owner(&self, member: &Member) -> bool {
        member.is_limited
            && self.owner.as_ref() == Some(&member.email)
            && self.people.by_email(&member.email).is_none()
    }

    fn limited_owner(&self, owner: &Email) -> Diagnostic {
        access::limited_owner(&self.session.shown(owner), self.claim.at.app)
    }
}
