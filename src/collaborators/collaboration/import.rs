//! A collaboration is brought in by the id or the name of its app.

use tf_provider::Diagnostic;
use tf_provider::value::Value;

use super::attributes::Collaboration;
use super::standing::{Freshness, Standing, account, look};
use crate::app_problem::AppProblem;
use crate::diagnostics::import as messages;
use crate::session::Session;

/// The state of the account on the app that an import id names.
pub(super) async fn import(session: &Session, id: &str) -> Result<Collaboration, Diagnostic> {
    if let Some(problem) = AppProblem::find(id) {
        return Err(messages::not_a_collaboration(id, &problem));
    }
    let user = account(session).await?;
    let Standing::Joined(app, row) = look(session, user, id, Freshness::Recent).await? else {
        let place = session.whereabouts().await;
        return Err(messages::collaboration_unknown(id, &place));
    };
    let state = Collaboration {
        app: Value::Value(id.to_owned()),
        ..Collaboration::default()
    };
    Ok(state.with(user, &app.id, row.as_ref()))
}
