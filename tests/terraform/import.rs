//! Import through the command line and through `import` blocks.

use crate::world::{Outcome, World};

async fn with_person(email: &str) -> anyhow::Result<World> {
    let world = World::new().await?;
    world.emulator.add_collaborator("my-app", email, true)?;
    Ok(world)
}

#[tokio::test]
async fn import_by_name_or_id_and_address_or_collaborator_id_plans_empty() -> Outcome {
    let world = with_person("user1@example.com").await?;
    let app = world.emulator.app("my-app")?;
    let person = world.emulator.collaborators("my-app")?.remove(0);
    for app in [app.name, app.id] {
        for key in [&person.email, &person.id] {
            world.one(&app, "user1@example.com", "limited = true")?;
            let id = format!("{app}:{key}");
            world
                .run(["import", "scalingo_collaborator.one", &id])
                .await?
                .success()?;
            world.plan_is_empty().await?;
            world
                .run(["state", "rm", "scalingo_collaborator.one"])
                .await?
                .success()?;
        }
    }
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn address_is_found_in_any_letter_case() -> Outcome {
    let world = with_person("User1@Example.com").await?;
    world.one("my-app", "user1@EXAMPLE.com", "limited = true")?;
    let id = "my-app:USER1@example.com";
    world
        .run(["import", "scalingo_collaborator.one", id])
        .await?
        .success()?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn import_blocks_with_for_each_take_a_team_over() -> Outcome {
    let world = with_person("user1@example.com").await?;
    world
        .emulator
        .add_collaborator("my-app", "user2@example.com", true)?;
    world.configure(
        r#"
locals { team = ["user1@example.com", "user2@example.com"] }

import {
  for_each = toset(local.team)
  to       = scalingo_collaborator.collaborators[each.key]
  id       = "my-app:${each.key}"
}

resource "scalingo_collaborator" "collaborators" {
  for_each = toset(local.team)
  app      = "my-app"
  email    = each.key
  limited  = true
}
"#,
    )?;
    let run = world.apply().await?;
    assert!(
        run.stdout
            .contains("2 imported, 0 added, 0 changed, 0 destroyed"),
        "{}",
        run.stdout
    );
    world.plan_is_empty().await
}

#[tokio::test]
async fn wrong_ids_say_what_was_looked_for_without_other_addresses() -> Outcome {
    let world = with_person("secret-person@example.com").await?;
    world.one("my-app", "user1@example.com", "")?;
    for id in [
        "my-app:user1@example.com",
        "my-app:0123",
        "no-such-app:user1@example.com",
        "my-app",
    ] {
        let run = world
            .run(["import", "-no-color", "scalingo_collaborator.one", id])
            .await?
            .expect_code(1)?;
        let said = run.stderr.replace("\n│ ", " ").replace('\n', " ");
        let looked_for = id.split(':').next_back().unwrap();
        assert!(said.contains(looked_for), "{id}: {said}");
        assert!(
            said.contains(r#"such as "my-app:user1@example.com""#),
            "{id}: {said}"
        );
        assert!(!said.contains("secret-person"), "{id}: {said}");
    }
    Ok(())
}
