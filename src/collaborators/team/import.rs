//! A team is brought in by the id or the name of its app.

use scalingo::View;
use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::super::host::Host;
use super::attributes::{Team, number};
use super::note::Note;
use super::read::Census;
use crate::app_problem::AppProblem;
use crate::diagnostics::import as messages;
use crate::session::Session;

/// The state of everybody on the app or database that an import id names.
pub(super) async fn import(
    session: &Session,
    host: Host,
    id: &str,
) -> Result<(Team, Note), Diagnostic> {
    if let Some(problem) = AppProblem::find(id) {
        return Err(messages::not_a_team(host.attribute(), id, &problem));
    }
    let Some((app, people)) = host.look_up(session, id).await? else {
        let place = session.whereabouts().await;
        return Err(messages::team_unknown(host.attribute(), id, &place));
    };
    Ok(everybody(id, app.map(|app| app.id), &people))
}

/// The state of these people on what goes by `app`.
pub(super) fn everybody(app: &str, app_id: Option<String>, people: &View) -> (Team, Note) {
    let state = Team {
        app: Value::Value(app.to_owned()),
        app_id: app_id.into(),
        removals: number(0),
        ..Team::default()
    };
    let mut census = Census::default();
    census.add_strangers(&state, people);
    census.kept(state, Note::new())
}
