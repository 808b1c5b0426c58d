//! A team is refreshed: everybody on the app but the owner and the ignored.

use std::collections::BTreeMap;

use scalingo::{Collaborator, Email, Status, View, Who};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::{Host, NamedHost};
use super::attributes::{Members, Team, addresses};
use super::claim::seat;
use super::note::Note;
use crate::diagnostics::{Told, team as messages};
use crate::session::Session;
use crate::session::cell::SessionCell;

/// The state after a refresh, none when the app is known to be gone.
pub(super) async fn read(
    cell: &SessionCell,
    session: &Session,
    host: Host,
    (state, note): (Team, Note),
) -> Result<Told<Option<(Team, Note)>>, Diagnostic> {
    let at = state.at(host)?;
    let Some(people) = at.people(session, "its team").await? else {
        return Ok(Told::quiet(None));
    };
    note_read(cell, at, &state, &note).await;
    let mut census = Census::new(&state, &people, &note);
    let told = census.settle(session, at, &people, &note).await?;
    census.add_strangers(&state, &people);
    Ok(told.map(|()| Some(census.kept(state.clone(), note.clone()))))
}

/// Notes that the walk has read this team, also where nobody can be asked.
pub(super) async fn note_read(cell: &SessionCell, at: NamedHost<'_>, state: &Team, note: &Note) {
    let apps = at.seat_names(cell).await;
    for email in state.members().keys() {
        let seat = seat(&apps, email, note.id_of(email));
        cell.seats().reads(&seat, note.nonce());
    }
}

/// The team as the list of the app shows it.
#[derive(Debug, Default)]
pub(super) struct Census {
    members: Members,
    ids: BTreeMap<Email, String>,
    pending: Vec<Email>,
    app_id: Option<String>,
    /// Members of the state whom the list does not show.
    missing: Vec<(Email, bool)>,
    /// Members whom the list shows under another address.
    renamed: Vec<(Email, Email)>,
}

impl Census {
    /// The members of the state who are in the list, in the state's spelling.
    pub(super) fn new(state: &Team, people: &View, note: &Note) -> Self {
        let (before, ids) = (state.members(), note.ids());
        let mut census = Self::default();
        for (email, is_limited) in &before {
            let by_id = ids.get(email).and_then(|id| people.by_id(id));
            let by_id = by_id.filter(|row| !before.contains_key(&row.email));
            match people.by_email(email).or(by_id) {
                Some(row) => census.add(email.clone(), row),
                None => census.missing.push((email.clone(), *is_limited)),
            }
        }
        census
    }

    fn add(&mut self, email: Email, row: &Collaborator) {
        self.app_id = Some(row.app_id.clone());
        if email != row.email {
            self.renamed.push((email.clone(), row.email.clone()));
        }
        if row.status == Status::Pending {
            self.pending.push(email.clone());
        }
        self.ids.insert(email.clone(), row.id.clone());
        self.members.insert(email, row.is_limited);
    }

    /// Everybody else on the app whom the state does not ignore.
    pub(super) fn add_strangers(&mut self, state: &Team, people: &View) {
        let ignored = state.ignored();
        let renamed: Vec<Email> = self.renamed.iter().map(|(_, now)| now.clone()).collect();
        for row in people.iter().filter(|row| !ignored.contains(&row.email)) {
            if !self.members.contains_key(&row.email) && !renamed.contains(&row.email) {
                self.add(row.email.clone(), row);
            }
        }
    }

    /// Finds out what became of the missing: an owner stays, and so does
    /// somebody whose row cannot be read; the rest is gone.
    async fn settle(
        &mut self,
        session: &Session,
        at: NamedHost<'_>,
        people: &View,
        note: &Note,
    ) -> Result<Told<()>, Diagnostic> {
        let mut told = Told::quiet(());
        for (old, now) in &self.renamed {
            let (old, now) = (session.shown(old), session.shown(now));
            told = told.warning(messages::address_changed(&old, &now, at.app));
        }
        if self.missing.is_empty() {
            return Ok(told);
        }
        let owner = at.owner(session).await?;
        for missing in std::mem::take(&mut self.missing) {
            let known = (owner.as_ref(), people);
            let kept = self.kept_though_missing(session, at, known, &missing, note);
            told = told.maybe_warning(kept);
        }
        Ok(told)
    }

    fn kept_though_missing(
        &mut self,
        session: &Session,
        at: NamedHost<'_>,
        (owner, people): (Option<&Email>, &View),
        (email, is_limited): &(Email, bool),
        note: &Note,
    ) -> Option<Diagnostic> {
        let (id, who) = (note.id_of(email), session.shown(email));
        if owner == Some(email) {
            self.members.insert(email.clone(), false);
            return id.map(|_| messages::became_owner(&who, at.app));
        }
        let wanted = Who {
            id: id.as_deref(),
            email,
        };
        let odd = people.odd_row_of(wanted)?;
        self.members.insert(email.clone(), *is_limited);
        self.ids.extend(id.map(|id| (email.clone(), id)));
        Some(messages::unreadable_row(&who, at.app, &odd.problem))
    }

    /// The state and the note of this team.
    pub(super) fn kept(&self, state: Team, note: Note) -> (Team, Note) {
        let app_id = match &self.app_id {
            Some(id) if state.app_id.is_null() => Value::Value(id.clone()),
            _ => state.app_id.clone(),
        };
        let team = Team {
            app_id,
            pending: addresses(self.pending.iter()),
            ..state.with_members(&self.members)
        };
        let ids = self.ids.iter().map(|(email, id)| (email, &**id));
        (team, note.with_ids(ids))
    }
}
