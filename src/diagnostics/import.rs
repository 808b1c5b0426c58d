//! Messages about import IDs of people.

use tf_provider::Diagnostic;

use super::whole;
use crate::app_problem::AppProblem;
use crate::import_id::Malformed;

/// A text that is no import id.
pub(crate) fn malformed(id: &str, problem: &Malformed) -> Diagnostic {
    whole(
        "Invalid import ID",
        format!("{id:?} cannot be imported: {problem}. {SHAPE}"),
    )
}

/// The app of an import id does not exist here.
pub(crate) fn app_unknown(noun: &'static str, app: &str, place: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the {noun} {app:?} at {place} and did not find it. Check its spelling, the \
             provider's region and the token. {SHAPE}"
        ),
    )
}

/// The person of an import id is not on that app.
///
/// `looked_for` is what the user typed; other people's addresses are not shown,
/// because pipeline logs are public.
pub(crate) fn person_unknown(app: &str, looked_for: &str, people: usize) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for {looked_for:?} among the {people} collaborators of {app:?} and found \
             nobody by that address or collaborator ID. The owner of an app is not one of its \
             collaborators. {SHAPE}"
        ),
    )
}

/// A text that cannot be the import id of a team.
pub(crate) fn not_a_team(noun: &'static str, id: &str, problem: &AppProblem) -> Diagnostic {
    whole(
        "Invalid import ID",
        format!("{id:?} cannot be imported: {problem}. {}", team_shape(noun)),
    )
}

/// The app or database of a team does not exist here.
pub(crate) fn team_unknown(noun: &'static str, id: &str, place: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the {noun} {id:?} at {place} and did not find it. Check its spelling, the \
             provider's region and the token. {}",
            team_shape(noun)
        ),
    )
}

/// A text that cannot be the import ID of a collaboration.
pub(crate) fn not_a_collaboration(id: &str, problem: &AppProblem) -> Diagnostic {
    whole(
        "Invalid import ID",
        format!("{id:?} cannot be imported: {problem}. {COLLABORATION}"),
    )
}

/// The account does not collaborate on the app of an import id.
pub(crate) fn collaboration_unknown(id: &str, place: &str) -> Diagnostic {
    whole(
        "Nothing to import",
        format!(
            "Looked for the app {id:?} at {place} and found none on which this user is a \
             collaborator. A pending invitation does not count, and the owner of an app is not one \
             of its collaborators. {COLLABORATION}"
        ),
    )
}

fn team_shape(noun: &str) -> String {
    format!("The import ID of a team is the ID or the name of its {noun}, such as \"my-app\".")
}

const COLLABORATION: &str = "The import ID of a collaboration is the ID or the name of its app, \
                             such as \"my-app\".";
const SHAPE: &str = "An import ID is \"app:email\" or \"app:collaborator_id\", the app by ID or by \
                     name, such as \"my-app:user1@example.com\" or \
                     \"my-app:5343eccd646aa30012620000\".";
