//! What failed while the people of a team changed, told together.

use std::collections::BTreeMap;

use tf_provider::Diagnostic;

use super::import_block;
use crate::diagnostics::repeated::CAUSE;
use crate::diagnostics::{lines, whole};

/// A change of one person that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Whom it was about, as messages show them.
    pub(crate) who: String,
    /// What was not done, such as `invited`.
    pub(crate) undone: &'static str,
    /// Why.
    pub(crate) problem: Diagnostic,
}

/// Some changes of an update failed.
pub(crate) fn changes_failed(app: &str, total: usize, failures: &[Failure]) -> Diagnostic {
    whole(
        format!("{} of {total} changes failed on {app}", failures.len()),
        format!(
            "The others were made, and the state shows who is there now. Apply again once the \
             cause is fixed.{}",
            causes(failures)
        ),
    )
}

/// A create failed, so the state has no team.
pub(crate) fn not_created(app: &str, invited: &[String], failures: &[Failure]) -> Diagnostic {
    let invited = match invited {
        [] => "Nobody was invited.".to_owned(),
        who => format!("These people were invited:\n\n{}", lines(who)),
    };
    whole(
        format!("The team of {app} was not created"),
        format!(
            "The state has no team. {invited}\n\n\
             Apply again once the cause is fixed: pending invitations are taken over without \
             another e-mail. If somebody accepts before that, set adopt_existing = true, or import \
             the team; after an import the plan shows exactly who would leave:\n\n\
             {}{}",
            import_block(app),
            causes(failures)
        ),
    )
}

/// A destroy failed for some people; Terraform keeps the whole team.
pub(crate) fn not_destroyed(app: &str, total: usize, failures: &[Failure]) -> Diagnostic {
    whole(
        format!(
            "{} of {total} people not removed from {app}",
            failures.len()
        ),
        format!(
            "The team stays in the state until everybody is gone; the next plan drops those who \
             already are. Destroy again once the cause is fixed.{}",
            causes(failures)
        ),
    )
}

/// Equal causes once, with everybody whom they met.
fn causes(failures: &[Failure]) -> String {
    let mut groups: BTreeMap<(&str, &str), Vec<&Failure>> = BTreeMap::new();
    for failure in failures {
        let detail = &*failure.problem.detail;
        let advice = detail
            .split_once(CAUSE)
            .map_or(detail, |(advice, _)| advice);
        groups
            .entry((failure.undone, advice))
            .or_default()
            .push(failure);
    }
    groups.values().map(|group| cause(group)).collect()
}

fn cause(group: &[&Failure]) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    let who: Vec<String> = group.iter().map(|failure| failure.who.clone()).collect();
    let (undone, problem) = (first.undone, &first.problem.detail);
    format!("\n\nNot {undone}:\n\n{}\n\n{problem}", lines(&who))
}
