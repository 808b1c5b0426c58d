//! What is known of one app's collaborators at one moment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::{Collaborator, Email};

/// The collaborators of one app, in the order of the API's list; people invited since come last.
#[derive(Debug, Clone, Default)]
pub struct View {
    rows: BTreeMap<u64, Arc<Collaborator>>,
    by_id: HashMap<String, u64>,
    by_email: HashMap<Email, u64>,
    next: u64,
}

impl View {
    pub(super) fn new(rows: impl IntoIterator<Item = Collaborator>) -> Self {
        let mut view = Self::default();
        for row in rows {
            view.put(Arc::new(row));
        }
        view
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
        let view = View::new([person("1", "User1@example.com")]);
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
    fn a_replaced_row_keeps_its_place() {
        let mut view = View::new([person("1", "a@example.com"), person("2", "b@example.com")]);
        view.put(Arc::new(person("1", "c@example.com")));
        assert_eq!(ids(&view), ["1", "2"]);
        assert!(view.by_email(&Email::as_given("a@example.com")).is_none());
        assert!(view.by_email(&Email::as_given("c@example.com")).is_some());
    }

    #[test]
    fn a_removed_person_leaves_no_trace() {
        let mut view = View::new([person("1", "a@example.com"), person("2", "b@example.com")]);
        view.remove("1");
        view.remove("3");
        assert_eq!(ids(&view), ["2"]);
        assert!(view.by_id("1").is_none());
        assert!(view.by_email(&Email::as_given("a@example.com")).is_none());
    }

    #[test]
    fn a_second_row_with_the_same_address_takes_over_when_the_first_goes() {
        let mut view = View::new([person("1", "a@example.com"), person("2", "A@example.com")]);
        let email = Email::as_given("a@example.com");
        assert_eq!(view.by_email(&email).map(|row| row.id.as_str()), Some("1"));
        view.remove("1");
        assert_eq!(view.by_email(&email).map(|row| row.id.as_str()), Some("2"));
    }
}
