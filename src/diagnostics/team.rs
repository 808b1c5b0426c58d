//! Messages about a team: everybody on one app or database.

mod configuration;
mod failures;

use tf_provider::{AttributePath, Diagnostic};

use super::{REMOVED_BLOCK, at, collaborator, import_block, lines, whole};

pub(crate) use configuration::{named_twice, negative_max_removals};
pub(crate) use failures::{Failure, changes_failed, not_created, not_destroyed};

/// So many are named in one line.
const FEW: usize = 3;

/// So many people.
fn people(count: usize) -> String {
    match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    }
}

/// Some names in one line, the rest as a number.
pub(crate) fn several(who: &[String]) -> String {
    match who.split_at_checked(FEW) {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => who.join(", "),
    }
}

/// A new team that would have to remove people whom it never had.
pub(crate) fn unlisted(noun: &'static str, app: &str, who: &[String]) -> Diagnostic {
    at(
        "collaborators",
        format!("Not in the new team: {} on {app}", people(who.len())),
        format!(
            "These people are on the {noun} {app:?}, and the team neither lists nor ignores \
             them:\n\n\
             {}\n\n\
             Creating a team removes nobody, so nothing was sent. Add them to collaborators, add \
             them to ignored, or import the team. After an import the plan shows exactly who would \
             leave:\n\n\
             {}",
            lines(who),
            import_block(app)
        ),
    )
}

/// People of a new team who are there, and nothing says that they belong here.
pub(crate) fn already_there(noun: &'static str, app: &str, who: &[String]) -> Diagnostic {
    at(
        "collaborators",
        format!("Already collaborators of {app}: {}", several(who)),
        format!(
            "These people are on the {noun} {app:?} already, or invited in another role:\n\n\
             {}\n\n\
             Nothing was sent. To take them over, with the configured role and without an e-mail, \
             set adopt_existing = true; or import the team:\n\n\
             {}\n\n\
             If the team had another name or key until now, use a moved block instead. If it is \
             tainted, terraform untaint keeps it as it is.",
            lines(who),
            import_block(app)
        ),
    )
}

/// A team where another resource has people one by one.
pub(crate) fn beside_singles(app: &str, who: &[String]) -> Diagnostic {
    beside(&several(who), app)
}

/// The same, told by the resource that has one person.
pub(crate) fn beside_single(who: &str, app: &str) -> Diagnostic {
    beside(who, app)
}

fn beside(who: &str, app: &str) -> Diagnostic {
    whole(
        format!("Managed by a team and alone: {who}"),
        format!(
            "A team manages everybody on {app:?}, and another resource manages {who} there, so \
             each would undo what the other does. Keep one of them, or add the people to ignored \
             in the team. To turn single resources into a team, or the reverse, let the state \
             forget the old resource in the same change:\n\n\
             {REMOVED_BLOCK}\n\n\
             and take its people over with adopt_existing = true on the new one. terraform destroy \
             -refresh=false is not affected."
        ),
    )
}

/// Two teams on one app.
pub(crate) fn two_teams(noun: &'static str, app: &str) -> Diagnostic {
    at(
        noun,
        format!("More than one team for {app}"),
        format!(
            "Two resources manage everybody on {app:?}, so each would remove the people of the \
             other. An app is the same app by ID and by name. Merge them into one team. terraform \
             destroy -refresh=false is not affected."
        ),
    )
}

/// More people would go than one plan may remove.
pub(crate) fn too_many_removals(app: &str, who: &[String], max: f64) -> Diagnostic {
    at(
        "max_removals",
        format!("Too many removals: {} on {app}", people(who.len())),
        format!(
            "These people would lose access to {app:?}, and max_removals allows {max}:\n\n\
             {}\n\n\
             Nothing was sent. If they are meant to leave, raise max_removals.",
            lines(who)
        ),
    )
}

/// People who lose access by this plan.
pub(crate) fn leaving(app: &str, who: &[String]) -> Diagnostic {
    let verb = if who.len() == 1 { "loses" } else { "lose" };
    let subject = format!("{} {verb}", people(who.len()));
    at(
        "collaborators",
        format!("{subject} access to {app}"),
        format!("This change removes:\n\n{}", lines(who)),
    )
}

/// People who are there and belong to the team from now on.
pub(crate) fn taken_over(app: &str, who: &[String]) -> Diagnostic {
    at(
        "collaborators",
        format!("{} taken over on {app}", people(who.len())),
        format!(
            "They are already on {app:?} and get the configured role, but no e-mail:\n\n\
             {}",
            lines(who)
        ),
    )
}

/// People who get another role.
pub(crate) fn roles(app: &str, limited: &[String], full: &[String]) -> Diagnostic {
    let count = limited.len() + full.len();
    let group = |role: &str, who: &[String]| {
        let told = format!("\n\n{role} from now on:\n\n{}", lines(who));
        if who.is_empty() { String::new() } else { told }
    };
    at(
        "collaborators",
        format!("New role for {} on {app}", people(count)),
        format!(
            "Nobody is removed, and no e-mail is sent.{}{}",
            group("Limited", limited),
            group("Full", full)
        ),
    )
}

/// People who are ignored from now on: the diff lists them, and they stay.
pub(crate) fn ignored(app: &str, who: &[String]) -> Diagnostic {
    at(
        "ignored",
        format!("{} ignored on {app} from now on", people(who.len())),
        format!(
            "The diff shows these addresses as removed, because the team leaves them alone from \
             now on. They keep their access:\n\n\
             {}",
            lines(who)
        ),
    )
}

/// Who is meant is not wholly known before the apply.
pub(crate) fn not_known_yet(attribute: &'static str, app: &str) -> Diagnostic {
    let whose = format!("the team of {app}");
    at(
        attribute,
        format!("Not known before the apply: {attribute} of {whose}"),
        format!(
            "{attribute} depends on something that is known only at apply, so removals is planned \
             as 0. The apply invites and changes roles. If the values turn out to remove \
             somebody, or to mean another app, Terraform stops before anything is sent \
             (\"inconsistent final plan\"), and the next run names them."
        ),
    )
}

/// Scalingo lists a member under another address now.
pub(crate) fn address_changed(who: &str, now: &str, app: &str) -> Diagnostic {
    Diagnostic {
        attribute: AttributePath::new("collaborators"),
        ..collaborator::address_changed(who, now, app)
    }
}

/// A member became the owner by a transfer.
pub(crate) fn became_owner(who: &str, app: &str) -> Diagnostic {
    Diagnostic {
        attribute: AttributePath::new("collaborators"),
        ..collaborator::became_owner(who, app)
    }
}

/// A row of a member cannot be read.
pub(crate) fn unreadable_row(who: &str, app: &str, problem: &str) -> Diagnostic {
    at(
        "collaborators",
        format!("Unreadable row of a member: {who}"),
        format!(
            "Scalingo's list of the collaborators of {app:?} has a row that is or may be this \
             person's, and it cannot be read: {problem}. {who} counts as a member as before, and \
             nobody else is affected. If the row stays like this, contact Scalingo's support."
        ),
    )
}
