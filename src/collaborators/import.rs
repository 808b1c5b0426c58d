//! Somebody is brought in by an import id.

use scalingo::{Collaborator, Error};
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::host::{Host, READ_PEOPLE};
use super::person::Person;
use crate::diagnostics::{api, import as messages};
use crate::import_id::{self, ImportId};
use crate::session::Session;

/// The state of the person that an import id names; the address keeps the
/// spelling of the id.
pub(super) async fn import(session: &Session, host: Host, id: &str) -> Result<Person, Diagnostic> {
    let wanted = ImportId::parse(id).map_err(|problem| messages::malformed(id, &problem))?;
    let row = look_up(session, host, &wanted).await?;
    let email = match &wanted.person {
        import_id::Person::Email(email) => email,
        import_id::Person::Id(_) => &row.email,
    };
    let state = Person {
        app: Value::Value(wanted.app.clone()),
        email: Value::Value(email.to_string()),
        ..Person::default()
    };
    Ok(state.with(&row))
}

async fn look_up(
    session: &Session,
    host: Host,
    wanted: &ImportId,
) -> Result<Collaborator, Diagnostic> {
    let people = match session.people(&wanted.app).await {
        Ok(people) => people,
        Err(Error::NotFound { .. }) => {
            let place = session.whereabouts().await;
            return Err(messages::app_unknown(host.attribute(), &wanted.app, &place));
        }
        Err(error) => return Err(api::failure(READ_PEOPLE, &error)),
    };
    let (found, looked_for) = match &wanted.person {
        import_id::Person::Email(email) => (people.by_email(email), email.as_str()),
        import_id::Person::Id(id) => (people.by_id(id), id.as_str()),
    };
    found
        .cloned()
        .ok_or_else(|| messages::person_unknown(&wanted.app, looked_for, people.len()))
}
