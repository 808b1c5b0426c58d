//! Teams beside single people and other teams, and the ways from one to the
//! other.

use std::fmt::Write as _;

use super::{block, numbered, said_by_plan, writes};
use crate::world::{Outcome, World};

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";

fn single(email: &str) -> String {
    format!(
        r#"
resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = {email:?}
}}
"#
    )
}

/// A plan must be refused at any parallelism and send nothing.
async fn is_refused(world: &World, summaries: &[&str]) -> Outcome {
    let before = writes(world);
    for parallelism in ["-parallelism=1", "-parallelism=10"] {
        let failure = world.failure(["plan", "-json", parallelism]).await?;
        let errors = failure.lines().filter(|line| line.starts_with("error: "));
        for error in errors {
            let is_expected = summaries.iter().any(|summary| error.starts_with(summary));
            anyhow::ensure!(is_expected, "{failure}");
        }
    }
    assert_eq!(writes(world), before);
    Ok(())
}

#[tokio::test]
async fn single_beside_a_team_is_refused_whoever_comes_second() -> Outcome {
    for world in World::both().await? {
        let alone = ["error: Managed by a team and alone: "];
        for email in [ANN, "Ann@Example.com", BEN] {
            world.configure(&format!("{}{}", block(&[ANN], ""), single(email)))?;
            is_refused(&world, &alone).await?;
        }
        world.configure(&single(BEN))?;
        world.apply().await?;
        world.configure(&format!("{}{}", block(&[ANN], ""), single(BEN)))?;
        let unlisted = "error: Not in the new team: ";
        is_refused(&world, &[alone[0], unlisted]).await?;
        world.configure(&block(&[ANN, BEN], "adopt_existing = true"))?;
        is_refused(&world, &["error: Both kept and removed: "]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn single_for_an_ignored_person_is_allowed() -> Outcome {
    for world in World::both().await? {
        let team = block(&[ANN], "ignored = [\"Ben@example.com\"]");
        world.configure(&format!("{team}{}", single(BEN)))?;
        world.apply().await?;
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
        world.configure(&team)?;
        world.apply().await?;
        assert_eq!(world.people()?, ["ann@example.com full pending"]);
    }
    Ok(())
}

#[tokio::test]
async fn two_teams_on_one_app_are_refused() -> Outcome {
    let world = World::new().await?;
    let id = world.emulator.app("my-app")?.id;
    let other = block(&[BEN], "").replace("\"team\"", "\"other\"");
    for app in ["my-app", &id] {
        let other = other.replace("my-app", app);
        world.configure(&format!("{}{other}", block(&[ANN], "")))?;
        is_refused(&world, &["error: More than one team for "]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn team_under_another_name_is_refused_and_a_moved_block_lets_it_through() -> Outcome {
    let world = World::new().await?;
    world.configure(&block(&[ANN, BEN], ""))?;
    world.apply().await?;
    let renamed = block(&[ANN, BEN], "").replace("\"team\"", "\"crew\"");
    world.configure(&renamed)?;
    let summaries = [
        "error: Both kept and removed: ",
        "error: More than one team",
    ];
    is_refused(&world, &summaries).await?;
    world.workspace.write(
        "moved.tf",
        "moved {\n  from = scalingo_collaborators.team\n  to   = scalingo_collaborators.crew\n}\n",
    )?;
    world.plan_has_only_moves(1).await?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(writes(&world), [2, 0, 0]);
    Ok(())
}

fn forgotten(resource: &str) -> String {
    format!("removed {{\n  from = {resource}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n")
}

fn singles(people: &[String], arguments: &str) -> String {
    format!(
        r#"
resource "scalingo_collaborator" "people" {{
  for_each = toset({people:?})
  app      = "my-app"
  email    = each.key
  {arguments}
}}
"#
    )
}

#[tokio::test]
async fn thirty_singles_become_a_team_and_come_back_without_a_call() -> Outcome {
    let world = World::new().await?;
    let people = numbered(30);
    let addresses: Vec<&str> = people.iter().map(String::as_str).collect();
    world.configure(&singles(&people, ""))?;
    world.apply().await?;
    for email in people.iter().take(20) {
        world.emulator.accept("my-app", email)?;
    }
    let mut as_team = block(&addresses, "adopt_existing = true");
    _ = write!(as_team, "{}", forgotten("scalingo_collaborator.people"));
    world.configure(&as_team)?;
    let said = said_by_plan(&world).await?;
    assert!(
        said.contains("warning: 30 people taken over on my-app"),
        "{said}"
    );
    world.apply().await?;
    world.plan_is_empty().await?;
    let mut alone = singles(&people, "adopt_existing = true");
    _ = write!(alone, "{}", forgotten("scalingo_collaborators.team"));
    world.configure(&alone)?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert_eq!(world.people()?.len(), 30);
    assert_eq!(writes(&world), [30, 0, 0]);
    Ok(())
}
