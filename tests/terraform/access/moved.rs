//! A person goes at one address and comes at another: refused in every order,
//! until the configuration says that the resource moved.

use std::time::Duration;

use emulator::{Action, FaultRule, Method};

use crate::world::{Outcome, World};

use super::{keyed, writes};

/// The summaries of a plan that is refused because somebody would be removed
/// and invited again. Which instance says it depends on the order, and so does
/// whether an instance besides sees the person on the app.
const REFUSALS: [&str; 3] = [
    "error: Both kept and removed: ",
    "error: Duplicate collaborator: ",
    "error: Already a collaborator: ",
];

/// A plan at this parallelism must be refused, by words of ours alone, and
/// send nothing.
pub(super) async fn is_refused(world: &World, parallelism: &str) -> Outcome {
    let before = writes(world);
    let failure = world.failure(["plan", "-json", parallelism]).await?;
    let errors: Vec<&str> = failure
        .lines()
        .filter(|line| line.starts_with("error: "))
        .collect();
    anyhow::ensure!(
        errors
            .iter()
            .all(|error| REFUSALS.iter().any(|refusal| error.starts_with(refusal))),
        "{failure}"
    );
    anyhow::ensure!(
        errors.iter().any(|error| REFUSALS[..2]
            .iter()
            .any(|refusal| error.starts_with(refusal))),
        "{failure}"
    );
    assert_eq!(writes(world), before);
    Ok(())
}

/// The same at three parallelisms, each with lists of another latency.
pub(super) async fn is_refused_in_every_order(world: &World) -> Outcome {
    for (parallelism, milliseconds) in [(1, 0), (10, 120), (100, 500)] {
        world.emulator.fault(
            FaultRule::on(Method::GET, "/v1/apps/*/collaborators")
                .does(Action::Delay(Duration::from_millis(milliseconds))),
        );
        is_refused(world, &format!("-parallelism={parallelism}")).await?;
        world.emulator.clear_faults();
    }
    Ok(())
}

fn numbered(count: usize, prefix: &str) -> Vec<(String, String)> {
    (0..count)
        .map(|n| (format!("{prefix}{n}"), format!("user{n}@example.com")))
        .collect()
}

/// A team of `count` whose keys begin with `prefix`.
fn team_of(world: &World, count: usize, prefix: &str) -> Outcome {
    let people = numbered(count, prefix);
    let pairs: Vec<(&str, &str)> = people.iter().map(|(k, e)| (&**k, &**e)).collect();
    keyed(world, &pairs)
}

/// `moved` blocks from the keys of one prefix to those of another.
fn moved_blocks(count: usize, from: &str, to: &str) -> String {
    let block = |n| {
        format!(
            "moved {{\n  from = scalingo_collaborator.people[\"{from}{n}\"]\n  \
                 to   = scalingo_collaborator.people[\"{to}{n}\"]\n}}\n"
        )
    };
    let blocks: Vec<String> = (0..count).map(block).collect();
    blocks.concat()
}

#[tokio::test]
async fn renamed_keys_are_refused_and_moved_blocks_let_them_through() -> Outcome {
    for count in [1, 8] {
        let world = World::new().await?;
        team_of(&world, count, "old")?;
        world.apply().await?;
        team_of(&world, count, "new")?;
        is_refused_in_every_order(&world).await?;
        world
            .workspace
            .write("moved.tf", &moved_blocks(count, "old", "new"))?;
        world.plan_has_only_moves(count).await?;
        world.apply().await?;
        assert_eq!(writes(&world), [count, 0, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn renamed_keys_of_sixty_accepted_people_are_refused() -> Outcome {
    let world = World::new().await?;
    team_of(&world, 60, "old")?;
    world.apply().await?;
    for (_, email) in numbered(60, "old") {
        world.emulator.accept("my-app", &email)?;
    }
    team_of(&world, 60, "new")?;
    is_refused(&world, "-parallelism=1").await?;
    is_refused(&world, "-parallelism=100").await
}

#[tokio::test]
async fn letter_case_in_a_key_is_refused_and_state_mv_lets_it_through() -> Outcome {
    for world in World::both().await? {
        world.team(&["Ann@Example.com", "ben@example.com"])?;
        world.apply().await?;
        world.team(&["ann@example.com", "ben@example.com"])?;
        is_refused(&world, "-parallelism=10").await?;
        world
            .run([
                "state",
                "mv",
                r#"scalingo_collaborator.collaborators["Ann@Example.com"]"#,
                r#"scalingo_collaborator.collaborators["ann@example.com"]"#,
            ])
            .await?
            .success()?;
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
    }
    Ok(())
}

fn counted(world: &World, team: &[&str]) -> Outcome {
    world.configure(&format!(
        r#"
locals {{ team = {team:?} }}

resource "scalingo_collaborator" "people" {{
  count = length(local.team)
  app   = "my-app"
  email = "${{local.team[count.index]}}@example.com"
}}
"#
    ))
}

#[tokio::test]
async fn shifted_count_is_refused_and_state_mv_lets_it_through() -> Outcome {
    let world = World::new().await?;
    counted(&world, &["ann", "ben", "cleo"])?;
    world.apply().await?;
    counted(&world, &["ben", "cleo"])?;
    is_refused_in_every_order(&world).await?;
    let people = |index| format!("scalingo_collaborator.people[{index}]");
    for (from, to) in [(0, 9), (1, 0), (2, 1)] {
        world
            .run(["state", "mv", &people(from), &people(to)])
            .await?
            .success()?;
    }
    world.apply().await?;
    assert_eq!(
        world.people()?,
        [
            "ben@example.com full pending",
            "cleo@example.com full pending"
        ]
    );
    assert_eq!(writes(&world), [3, 1, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn swapped_addresses_are_refused_and_state_mv_lets_them_through() -> Outcome {
    for world in World::both().await? {
        let (ann, ben) = ("ann@example.com", "ben@example.com");
        keyed(&world, &[("a", ann), ("b", ben)])?;
        world.apply().await?;
        keyed(&world, &[("a", ben), ("b", ann)])?;
        is_refused(&world, "-parallelism=1").await?;
        is_refused(&world, "-parallelism=10").await?;
        let people = |key| format!("scalingo_collaborator.people[{key:?}]");
        for (from, to) in [("a", "c"), ("b", "a"), ("c", "b")] {
            world
                .run(["state", "mv", &people(from), &people(to)])
                .await?
                .success()?;
        }
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
    }
    Ok(())
}

/// Thirty people under a resource of this name.
fn thirty(world: &World, resource: &str, arguments: &str, rest: &str) -> Outcome {
    world.configure(&format!(
        r#"
locals {{ team = [for n in range(30) : "user${{n}}@example.com"] }}

resource "scalingo_collaborator" "{resource}" {{
  for_each = toset(local.team)
  app      = "my-app"
  email    = each.key
  {arguments}
}}
{rest}
"#
    ))
}

#[tokio::test]
async fn resource_under_another_name_is_refused_and_removed_with_adopting_lets_it_through()
-> Outcome {
    let world = World::new().await?;
    thirty(&world, "before", "", "")?;
    world.apply().await?;
    for n in 0..15 {
        world
            .emulator
            .accept("my-app", &format!("user{n}@example.com"))?;
    }
    thirty(&world, "after", "", "")?;
    is_refused(&world, "-parallelism=10").await?;
    thirty(
        &world,
        "after",
        "adopt_existing = true",
        r"
removed {
  from = scalingo_collaborator.before
  lifecycle {
    destroy = false
  }
}
",
    )?;
    world.apply().await?;
    assert_eq!(writes(&world), [30, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn thirty_people_imported_to_another_address_are_refused_with_nobody_removed() -> Outcome {
    let world = World::new().await?;
    thirty(&world, "before", "", "")?;
    world.apply().await?;
    thirty(
        &world,
        "after",
        "",
        r#"
import {
  for_each = toset(local.team)
  to       = scalingo_collaborator.after[each.key]
  id       = "my-app:${each.key}"
}
"#,
    )?;
    is_refused(&world, "-parallelism=1").await?;
    is_refused(&world, "-parallelism=10").await?;
    assert_eq!(writes(&world), [30, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn moving_side_behind_a_data_source_or_a_dependency_is_refused() -> Outcome {
    let behind = [
        (
            "depends_on = [terraform_data.slow]",
            "resource \"terraform_data\" \"slow\" {}",
        ),
        (
            "depends_on = [data.scalingo_app.app]",
            "data \"scalingo_app\" \"app\" {\n  name = \"my-app\"\n}",
        ),
    ];
    for (dependency, rest) in behind {
        let world = World::new().await?;
        let team = |key: &str| {
            world.configure(&format!(
                r#"
resource "scalingo_collaborator" "people" {{
  for_each = {{ {key} = "ann@example.com" }}
  app      = "my-app"
  email    = each.value
  {dependency}
}}
{rest}
"#
            ))
        };
        team("old")?;
        world.apply().await?;
        team("new")?;
        is_refused_in_every_order(&world).await?;
    }
    Ok(())
}

#[tokio::test]
async fn renamed_key_is_refused_while_the_provider_is_not_known() -> Outcome {
    let world = World::new().await?;
    let people = |key: &str, provider: &str| {
        world.configure(&format!(
            r#"
resource "terraform_data" "wait" {{
  input = {provider:?}
}}

provider "scalingo" {{
  max_wait = terraform_data.wait.output
}}

resource "scalingo_collaborator" "people" {{
  for_each = {{ {key} = "ann@example.com" }}
  app      = "my-app"
  email    = each.value
}}
"#
        ))
    };
    people("old", "10m")?;
    world
        .run(["apply", "-auto-approve", "-target=terraform_data.wait"])
        .await?
        .success()?;
    world.apply().await?;
    people("new", "9m")?;
    for _ in 0..5 {
        is_refused(&world, "-parallelism=10").await?;
    }
    Ok(())
}

#[tokio::test]
async fn refused_plan_does_not_stand_in_the_way_of_a_destroy_without_refresh() -> Outcome {
    let world = World::new().await?;
    keyed(&world, &[("old", "ann@example.com")])?;
    world.apply().await?;
    keyed(&world, &[("new", "ann@example.com")])?;
    let failure = world.failure(["destroy", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("destroy -refresh=false"), "{failure}");
    world.destroy_unrefreshed().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn replacement_asked_for_removes_and_invites_again() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world
        .run([
            "apply",
            "-auto-approve",
            "-replace=scalingo_collaborator.one",
        ])
        .await?
        .success()?;
    assert_eq!(writes(&world), [2, 1, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn another_address_in_one_instance_replaces_the_person() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    world.one("my-app", "ben@example.com", "")?;
    world.apply().await?;
    assert_eq!(world.people()?, ["ben@example.com full pending"]);
    assert_eq!(writes(&world), [2, 1, 0]);
    world.plan_is_empty().await
}

/// `ann` as the only instance of `resource`, under one of two provider blocks.
fn in_a_block(world: &World, resource: &str, provider: &str, rest: &str) -> Outcome {
    world.configure(&format!(
        r#"
provider "scalingo" {{
  alias = "other"
}}

resource "scalingo_collaborator" "{resource}" {{
  provider = {provider}
  app      = "my-app"
  email    = "ann@example.com"
}}
{rest}
"#
    ))
}

#[tokio::test]
async fn person_who_moves_to_another_provider_block_is_refused_and_a_moved_block_helps() -> Outcome
{
    let world = World::new().await?;
    in_a_block(&world, "before", "scalingo", "")?;
    world.apply().await?;
    world.emulator.accept("my-app", "ann@example.com")?;
    in_a_block(&world, "after", "scalingo.other", "")?;
    for _ in 0..2 {
        let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
        assert!(
            failure.starts_with("error: Already a collaborator: ann@example.com"),
            "{failure}"
        );
        assert!(failure.contains("also across provider blocks"), "{failure}");
    }
    let moved = "moved {\n  from = scalingo_collaborator.before\n  \
                 to   = scalingo_collaborator.after\n}\n";
    in_a_block(&world, "after", "scalingo.other", moved)?;
    world.plan_has_only_moves(1).await?;
    world.apply().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    world.plan_is_empty().await
}
