//! Whose invitation is sent again. Pure, so that a table shows every case.

use scalingo::{Collaborator, Email, Status};

/// A pending invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Whose it is, as the API spells it.
    pub(super) email: Email,
    /// The collaborator ID, which every invitation has anew.
    pub(super) id: String,
}

impl From<&Collaborator> for Found {
    fn from(row: &Collaborator) -> Self {
        Self {
            email: row.email.clone(),
            id: row.id.clone(),
        }
    }
}

/// How somebody stands on an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// Invited; this is their row.
    Pending(&'a Collaborator),
    /// On the app, or something else than invited.
    Other(&'a Status),
    /// No row has the address.
    Absent,
}

/// How the person with this address stands. One who is there by one row and
/// invited by another would lose the access: that is not pending.
pub(super) fn standing<'a>(
    rows: impl IntoIterator<Item = &'a Collaborator>,
    email: &Email,
) -> Standing<'a> {
    let mut standing = Standing::Absent;
    for row in rows.into_iter().filter(|row| row.email == *email) {
        if row.status != Status::Pending {
            return Standing::Other(&row.status);
        }
        if standing == Standing::Absent {
            standing = Standing::Pending(row);
        }
    }
    standing
}

/// Everybody who is invited and has not accepted, in the order of the rows.
pub(super) fn all_pending(rows: &[&Collaborator]) -> Vec<Found> {
    let emails = each_once(rows.iter().map(|row| row.email.clone()));
    let row = |email: &Email| match standing(rows.iter().copied(), email) {
        Standing::Pending(row) => Some(row.into()),
        _ => None,
    };
    emails.iter().filter_map(row).collect()
}

/// The addresses, each once, in the order of the configuration.
pub(super) fn each_once(emails: impl IntoIterator<Item = Email>) -> Vec<Email> {
    let mut once: Vec<Email> = Vec::new();
    for email in emails {
        if !once.contains(&email) {
            once.push(email);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(email: &str, status: Status) -> Collaborator {
        Collaborator {
            id: format!("id of {email}"),
            email: Email::as_given(email),
            username: "n/a".to_owned(),
            user_id: None,
            status,
            is_limited: true,
            tfa_status: None,
            app_id: "app".to_owned(),
            app_name: None,
        }
    }

    #[test]
    fn only_people_with_nothing_but_invitations_are_pending() {
        let rows = [
            row("Ann@example.com", Status::Pending),
            row("ben@example.com", Status::Accepted),
            row("carl@example.com", Status::UserAccountDeleted),
            row("dora@example.com", Status::Pending),
            row("DORA@example.com", Status::Accepted),
            row("emil@example.com", Status::Pending),
            row("Emil@example.com", Status::Pending),
            row("fay@example.com", Status::Other("lost".to_owned())),
        ];
        let pending = |email| match standing(&rows, &Email::as_given(email)) {
            Standing::Pending(row) => row.email.to_string(),
            Standing::Other(status) => status.to_string(),
            Standing::Absent => "absent".to_owned(),
        };
        let table = [
            ("ann@EXAMPLE.com", "Ann@example.com"),
            ("ben@example.com", "accepted"),
            ("carl@example.com", "user account deleted"),
            ("dora@example.com", "accepted"),
            ("emil@example.com", "emil@example.com"),
            ("fay@example.com", "lost"),
            ("gus@example.com", "absent"),
        ];
        for (email, expected) in table {
            assert_eq!(pending(email), expected, "{email}");
        }
        let rows: Vec<&Collaborator> = rows.iter().collect();
        let pending = all_pending(&rows).into_iter().map(|found| found.id);
        let expected = ["id of Ann@example.com", "id of emil@example.com"];
        assert_eq!(pending.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn two_spellings_are_one_person() {
        let emails = ["ann@example.com", "Ben@example.com", "ANN@example.com"];
        let once = each_once(emails.map(Email::as_given));
        assert_eq!(
            once,
            ["ann@example.com", "ben@example.com"].map(Email::as_given)
        );
    }
}
