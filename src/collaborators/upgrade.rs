//! State that the official provider wrote, which keeps less of a person.

use scalingo::{Collaborator, Email};
use serde_json::{Map, Value as Json, json};

use super::host::Host;
use crate::session::cell::SessionCell;

/// The attributes of a person as they are stored.
type Stored = Map<String, Json>;

/// The state with what only this provider keeps, found in the list that the
/// refresh reads anyway. Filled in by the refresh itself, it would be shown as
/// a change made outside Terraform.
///
/// Where the person cannot be found now, the state stays as it is: the refresh
/// says why.
pub(super) async fn completed(cell: &SessionCell, host: Host, stored: Stored) -> Stored {
    if stored.contains_key(host.id_attribute()) {
        return stored;
    }
    match find(cell, host, &stored).await {
        Some(row) => with_row(host, stored, &row),
        None => stored,
    }
}

async fn find(cell: &SessionCell, host: Host, stored: &Stored) -> Option<Collaborator> {
    let text = |name| stored.get(name).and_then(Json::as_str);
    let session = cell.get().ok()?;
    let people = session.people(text(host.attribute())?).await.ok()?;
    people.by_email(&Email::as_given(text("email")?)).cloned()
}

fn with_row(host: Host, mut stored: Stored, row: &Collaborator) -> Stored {
    let missing = [
        (host.id_attribute(), json!(row.app_id)),
        ("user_id", json!(row.user_id)),
        ("tfa_status", json!(row.tfa_status)),
    ];
    stored.extend(missing.map(|(name, value)| (name.to_owned(), value)));
    stored
}
