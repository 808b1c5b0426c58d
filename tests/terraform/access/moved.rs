//! A person goes at one address and comes at another.

use crate::world::{Outcome, World};

use super::{keyed, writes};

#[tokio::test]
async fn letter_case_in_a_key_keeps_access_and_sends_no_mail() -> Outcome {
    for world in World::both().await? {
        world.team(&["Ann@Example.com", "ben@example.com", "cleo@example.com"])?;
        world.apply().await?;
        let before = world.emulator.collaborators("my-app")?;
        world.team(&["ann@example.com", "ben@example.com", "cleo@example.com"])?;
        let plan = world.plan().await?.expect_code(2)?;
        let said = world.diagnostics(&plan)?;
        assert!(said.starts_with("warning: Collaborator kept"), "{said}");
        assert!(said.contains("moved {"), "{said}");
        world.apply().await?;
        let after = world.emulator.collaborators("my-app")?;
        let ids = |people: &[emulator::Collaborator]| -> Vec<String> {
            people.iter().map(|person| person.id.clone()).collect()
        };
        assert_eq!(ids(&before), ids(&after));
        assert_eq!(writes(&world), [3, 0, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

/// A team of `size` whose keys begin with `prefix`.
fn team_of(world: &World, size: usize, prefix: &str) -> Outcome {
    let people: Vec<(String, String)> = (0..size)
        .map(|n| (format!("{prefix}{n}"), format!("user{n}@example.com")))
        .collect();
    let pairs: Vec<(&str, &str)> = people.iter().map(|(k, e)| (&**k, &**e)).collect();
    keyed(world, &pairs)
}

#[tokio::test]
async fn renamed_keys_of_a_team_keep_everybody() -> Outcome {
    for world in World::both().await? {
        for prefix in ["old", "new"] {
            team_of(&world, 5, prefix)?;
            world.apply().await?;
        }
        assert_eq!(writes(&world), [5, 0, 0]);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn renamed_keys_of_a_large_team_keep_everybody_with_enough_parallelism() -> Outcome {
    let world = World::new().await?;
    team_of(&world, 60, "old")?;
    world.apply().await?;
    team_of(&world, 60, "new")?;
    world
        .run(["apply", "-auto-approve", "-parallelism=200"])
        .await?
        .success()?;
    assert_eq!(writes(&world), [60, 0, 0]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn renamed_keys_without_room_to_wait_are_refused_not_removed() -> Outcome {
    let world = World::new().await?;
    team_of(&world, 5, "old")?;
    world.apply().await?;
    team_of(&world, 5, "new")?;
    let failure = world.failure(["plan", "-json", "-parallelism=1"]).await?;
    assert!(failure.contains("-parallelism=N") || failure.contains("Already a collaborator"));
    assert_eq!(writes(&world), [5, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn first_of_a_counted_team_leaves_and_nobody_else_does() -> Outcome {
    let world = World::new().await?;
    for team in [["ann", "ben", "cleo"].as_slice(), &["ben", "cleo"]] {
        world.configure(&format!(
            r#"
locals {{ team = {team:?} }}

resource "scalingo_collaborator" "people" {{
  count = length(local.team)
  app   = "my-app"
  email = "${{local.team[count.index]}}@example.com"
}}
"#
        ))?;
        world.apply().await?;
    }
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
async fn swapped_addresses_keep_both() -> Outcome {
    for world in World::both().await? {
        keyed(
            &world,
            &[("a", "ann@example.com"), ("b", "ben@example.com")],
        )?;
        world.apply().await?;
        keyed(
            &world,
            &[("a", "ben@example.com"), ("b", "ann@example.com")],
        )?;
        world.apply().await?;
        assert_eq!(writes(&world), [2, 0, 0]);
        world.plan_is_empty().await?;
    }
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
async fn moved_block_is_no_change_at_all() -> Outcome {
    let world = World::new().await?;
    keyed(&world, &[("old", "ann@example.com")])?;
    world.apply().await?;
    world.workspace.write(
        "moved.tf",
        "moved {\n  from = scalingo_collaborator.people[\"old\"]\n  to   = scalingo_collaborator.people[\"new\"]\n}\n",
    )?;
    keyed(&world, &[("new", "ann@example.com")])?;
    world.apply().await?;
    assert_eq!(writes(&world), [1, 0, 0]);
    Ok(())
}
