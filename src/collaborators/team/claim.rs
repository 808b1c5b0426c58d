//! The seats of a team: what one walk notes of them.

use std::collections::BTreeSet;

use scalingo::{Email, View};
use tf_provider::Diagnostic;

use super::super::host::NamedHost;
use super::note::Note;
use crate::diagnostics::{access, team as messages};
use crate::seats::{Nonce, Seat, Verdict};
use crate::session::cell::SessionCell;

/// A team that notes its seats.
pub(super) struct Claim<'a> {
    pub(super) cell: &'a SessionCell,
    pub(super) at: NamedHost<'a>,
    /// The names of the app by which its seats are found.
    apps: Vec<String>,
    pub(super) nonce: &'a Nonce,
    /// The people on the app, where they could be read.
    people: Option<&'a View>,
    note: &'a Note,
}

/// What became of the seats that a team noted.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// Other objects give these up.
    pub(super) left: Vec<Email>,
    /// Other objects hold these too.
    pub(super) twice: BTreeSet<Email>,
    is_team: bool,
}

/// The seat of somebody on an app by these names.
pub(super) fn seat(apps: &[String], email: &Email, id: Option<String>) -> Seat {
    Seat {
        apps: apps.to_vec(),
        email: email.clone(),
        id,
    }
}

impl<'a> Claim<'a> {
    /// The claim of the object with this mark.
    pub(super) async fn new(
        cell: &'a SessionCell,
        at: NamedHost<'a>,
        (note, nonce): (&'a Note, &'a Nonce),
        people: Option<&'a View>,
    ) -> Self {
        Self {
            cell,
            at,
            apps: at.seat_names(cell).await,
            nonce,
            people,
            note,
        }
    }

    /// The seat of one person.
    pub(super) fn seat(&self, email: &Email) -> Seat {
        let row = self.people.and_then(|people| people.by_email(email));
        let id = row.map(|row| row.id.clone());
        seat(&self.apps, email, id.or_else(|| self.note.id_of(email)))
    }

    /// Notes that these people leave.
    pub(super) fn leave(&self, leaving: &[Email]) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for email in leaving {
            let verdict = self.cell.seats().leaves(&self.seat(email), self.nonce);
            verdicts.add(email, verdict);
        }
        verdicts
    }

    /// Notes that the team has the app and these people on it.
    pub(super) fn hold<'b>(
        &self,
        ignored: &BTreeSet<Email>,
        staying: impl Iterator<Item = &'b Email>,
    ) -> Verdicts {
        let seats = self.cell.seats();
        let rivals = seats.has_team(&self.apps, self.nonce, ignored);
        let mut verdicts = Verdicts {
            twice: rivals.singles,
            is_team: rivals.is_team,
            ..Verdicts::default()
        };
        for email in staying {
            verdicts.add(email, seats.holds(&self.seat(email), self.nonce));
        }
        verdicts
    }

    /// The error for seats that others have a part in.
    pub(super) fn refuse(&self, verdicts: &Verdicts) -> Result<(), Diagnostic> {
        let (app, noun) = (self.at.app, self.at.host.attribute());
        if !verdicts.left.is_empty() {
            let who = messages::several(&self.shown(&verdicts.left));
            return Err(access::kept_and_removed(&who, app));
        }
        if verdicts.is_team {
            return Err(messages::two_teams(noun, app));
        }
        if !verdicts.twice.is_empty() {
            return Err(messages::beside_singles(app, &self.shown(&verdicts.twice)));
        }
        Ok(())
    }

    /// Addresses as messages show them.
    pub(super) fn shown<'b>(&self, emails: impl IntoIterator<Item = &'b Email>) -> Vec<String> {
        let emails = emails.into_iter();
        emails.map(|email| self.cell.shown(email)).collect()
    }
}

impl Verdicts {
    /// Whether another object holds a seat too, or has everybody on the app.
    pub(super) fn are_shared(&self) -> bool {
        self.is_team || !self.twice.is_empty()
    }

    fn add(&mut self, email: &Email, verdict: Verdict) {
        match verdict {
            Verdict::Free => {}
            Verdict::HeldAndLeft => self.left.push(email.clone()),
            Verdict::HeldTwice | Verdict::BesideTeam => _ = self.twice.insert(email.clone()),
        }
    }

    /// Both together.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.left.extend(other.left);
        self.twice.extend(other.twice);
        self.is_team |= other.is_team;
        self
    }
}
