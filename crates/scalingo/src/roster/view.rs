//! What is known of one app's collaborators at one moment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::{Collaborator, Email, Listed, OddRow};

/// A person in a list: by address in any letter case or, since addresses change, by collaborator id.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// Their collaborator id, where it is known.
    pub id: Option<&'a str>,
    /// Their address.
    pub email: &'a Email,
}

impl Who<'_> {
    fn is(self, id: Option<&str>, email: Option<&Email>) -> bool {
        (self.id.is_some() && self.id == id) || Some(self.email) == email
    }
}

/// The collaborators of one app, in the order of the API's list; people invited since come last.
#[derive(Debug, Clone, Default)]
pub struct View {
    rows: BTreeMap<u64, Arc<Collaborator>>,
    by_id: HashMap<String, u64>,
    by_email: HashMap<Email, u64>,
    next: u64,
    odd: Arc<[OddRow]>,
}

impl View {
    /// A row that repeats an id under another address is odd: which of the two is the person cannot be told.
    pub(super) fn new(listed: Listed) -> Self {
        let (mut view, mut odd) = (Self::default(), listed.odd);
        for row in listed.people {
            match view.by_id(&row.id) {
                Some(first) if first.email != row.email => odd.push(OddRow::repeated(row)),
                _ => view.put(Arc::new(row)),
            }
        }
        view.odd = odd.into();
        view
    }

    /// Every row of a person: an address can have several, and an id can have another address than before.
    pub(crate) fn rows_of(&self, who: Who<'_>) -> impl Iterator<Item = &Collaborator> {
        self.iter()
            .filter(move |row| who.is(Some(&row.id), Some(&row.email)))
    }

    /// The row that may be the one of this person and cannot be read. Who is not among the people and has such a row
    /// is not known to be gone. A row that tells neither id nor address may be anybody's who has been there before.
    pub fn odd_row_of(&self, who: Who<'_>) -> Option<&OddRow> {
        self.odd.iter().find(|row| {
            who.is(row.id.as_deref(), row.email.as_ref()) || (who.id.is_some() && row.is_nameless())
        })
    }

    /// The rows that cannot be read.
    pub fn odd_rows(&self) -> &[OddRow] {
        &self.odd
    }

    /// The person with this id.
    pub fn by_id(&self, id: &str) -> Option<&Collaborator> {
        self.row(*self.by_id.get(id)?)
    }

    /// The person with this address, in any letter case; the first one, should there be several.
    pub fn by_email(&self, email: &Email) -> Option<&Collaborator> {
        self.row(*self.by_email.get(email)?)
    }

    /// Everybody, in a stable order.
    pub fn iter(&self) -> impl Iterator<Item = &Collaborator> {
        self.rows.values().map(Arc::as_ref)
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, place: u64) -> Option<&Collaborator> {
        self.rows.get(&place).map(Arc::as_ref)
    }

    /// Adds a person, or replaces the row with the same id in its place.
    pub(super) fn put(&mut self, row: Arc<Collaborator>) {
        let place = match self.by_id.get(&row.id) {
            Some(place) => *place,
            None => self.append(&row.id),
        };
        let email = row.email.clone();
        let replaced = self.rows.insert(place, row);
        if let Some(replaced) = replaced.filter(|replaced| replaced.email != email) {
            self.unlist(&replaced.email, place);
        }
        self.by_email.entry(email).or_insert(place);
    }

    pub(super) fn remove(&mut self, id: &str) {
        let Some(place) = self.by_id.remove(id) else {
            return;
        };
        if let Some(row) = self.rows.remove(&place) {
            self.unlist(&row.email, place);
        }
    }

    fn append(&mut self, id: &str) -> u64 {
        let place = self.next;
        self.next += 1;
        self.by_id.insert(id.to_owned(), place);
        place
    }

    /// Takes an address off one place; another row with the same address takes over.
    fn unlist(&mut self, email: &Email, place: u64) {
        if self.by_email.get(email) != Some(&place) {
            return;
        }
        self.by_email.remove(email);
        if let Some((other, _)) = self.rows.iter().find(|(_, row)| row.email == *email) {
            self.by_email.insert(email.clone(), *other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn listed<const N: usize>(people: [Collaborator; N]) -> View {
        View::new(Listed {
            people: people.into(),
            odd: Vec::new(),
        })
    }

    fn person(id: &str, email: &str) -> Collaborator {
        Collaborator {
            id: id.to_owned(),
            email: Email::as_given(email),
            username: "n/a".to_owned(),
            user_id: None,
            status: Status::Pending,
            is_limited: false,
            tfa_status: None,
            app_id: "app".to_owned(),
            app_name: None,
        }
    }

    fn ids(view: &View) -> Vec<&str> {
        view.iter().map(|row| row.id.as_str()).collect()
    }

    #[test]
    fn people_are_found_by_id_and_by_address_in_any_case() {
        let view = listed([person("1", "User1@example.com")]);
        assert!(view.by_id("1").is_some());
        assert!(
            view.by_email(&Email::as_given("user1@EXAMPLE.com"))
                .is_some()
        );
        assert!(
            view.by_email(&Email::as_given("user2@example.com"))
                .is_none()
        );
    }

    #[test]
    fn replaced_row_keeps_its_place() {
        let mut view = listed([person("1", "a@example.com"), person("2", "b@example.com")]);
        view.put(Arc::new(person("1", "c@example.com")));
        assert_eq!(ids(&view), ["1", "2"]);
        assert!(view.by_email(&Email::as_given("a@example.com")).is_none());
        assert!(view.by_email(&Email::as_given("c@example.com")).is_some());
    }

    #[test]
    fn removed_person_leaves_no_trace() {
        let mut view = listed([person("1", "a@example.com"), person("2", "b@example.com")]);
        view.remove("1");
        view.remove("3");
        assert_eq!(ids(&view), ["2"]);
        assert!(view.by_id("1").is_none());
        assert!(view.by_email(&Email::as_given("a@example.com")).is_none());
    }

    #[test]
    fn second_row_with_the_same_address_takes_over_when_the_first_goes() {
        let mut view = listed([person("1", "a@example.com"), person("2", "A@example.com")]);
        let email = Email::as_given("a@example.com");
        assert_eq!(view.by_email(&email).map(|row| row.id.as_str()), Some("1"));
        view.remove("1");
        assert_eq!(view.by_email(&email).map(|row| row.id.as_str()), Some("2"));
    }

    #[test]
    fn repeated_ids_are_odd_rows_each_found_in_constant_time() {
        let row = |number: usize| {
            let id = (number % 7).to_string();
            person(&id, &format!("user{number}@example.com"))
        };
        let view = View::new(Listed {
            people: (0..100_000).map(row).collect(),
            odd: Vec::new(),
        });
        assert_eq!(view.len(), 7);
        let email = Email::as_given("user99999@example.com");
        let who = Who {
            id: None,
            email: &email,
        };
        assert!(view.odd_row_of(who).is_some());
    }
}
