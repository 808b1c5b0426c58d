//! Nobody loses access by accident. Each with an API that keeps the letter case
//! of addresses and one that folds it, where that can make a difference.

mod equality;
mod missing;
mod moved;
mod objects;
mod orders;
mod refusals;
#[cfg(unix)]
mod storms;
mod taking_over;
mod unknown;

use emulator::Method;

use crate::world::{Outcome, World};

/// The number of invitations, removals and role changes sent so far.
pub(super) fn writes(world: &World) -> [usize; 3] {
    let count = |method, path| world.emulator.count(method, path);
    [
        count(Method::POST, "/v1/apps/*/collaborators"),
        count(Method::DELETE, "/v1/apps/*/collaborators/*"),
        count(Method::PATCH, "/v1/apps/*/collaborators/*"),
    ]
}

/// A team keyed by `people.<key>`, independent of the addresses.
pub(super) fn keyed(world: &World, people: &[(&str, &str)]) -> Outcome {
    let people: Vec<String> = people
        .iter()
        .map(|(key, email)| format!("{key} = {email:?}"))
        .collect();
    world.configure(&format!(
        r#"
locals {{ people = {{ {} }} }}

resource "scalingo_collaborator" "people" {{
  for_each = local.people
  app      = "my-app"
  email    = each.value
}}
"#,
        people.join(", ")
    ))
}
