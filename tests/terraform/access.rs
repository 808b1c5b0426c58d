//! Nobody loses access by accident: letter case, renamed keys, names and ids,
//! owners. Each with an API that keeps letter case and one that folds it.

use emulator::Method;

use crate::world::{Outcome, World};

/// The number of invitations, removals and role changes sent so far.
fn writes(world: &World) -> [usize; 3] {
    let count = |method, path| world.emulator.count(method, path);
    [
        count(Method::POST, "/v1/apps/*/collaborators"),
        count(Method::DELETE, "/v1/apps/*/collaborators/*"),
        count(Method::PATCH, "/v1/apps/*/collaborators/*"),
    ]
}

/// A team keyed by `people.<key>`, independent of the addresses.
fn keyed(world: &World, people: &[(&str, &str)]) -> Outcome {
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

#[tokio::test]
async fn letter_case_alone_plans_nothing() -> Outcome {
    for world in World::both().await? {
        let team = |ann| {
            [
                ("a", ann),
                ("b", "ben@example.com"),
                ("c", "cleo@example.com"),
            ]
        };
        keyed(&world, &team("Ann@Example.com"))?;
        world.apply().await?;
        world.plan_is_empty().await?;
        keyed(&world, &team("ann@example.com"))?;
        world.plan_is_empty().await?;
        let state = world
            .attributes(r#"scalingo_collaborator.people["a"]"#)
            .await?;
        assert_eq!(
            state["email"], "Ann@Example.com",
            "the spelling of the apply stays"
        );
        assert_eq!(writes(&world), [3, 0, 0]);
    }
    Ok(())
}

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

#[tokio::test]
async fn app_by_name_and_by_id_is_the_same_app() -> Outcome {
    for world in World::both().await? {
        let id = world.emulator.app("my-app")?.id;
        for (state, config) in [("my-app", id.as_str()), (id.as_str(), "my-app")] {
            world.one(state, "ann@example.com", "adopt_existing = true")?;
            world.apply().await?;
            world.one(config, "ann@example.com", "adopt_existing = true")?;
            world.plan_is_empty().await?;
            world
                .run(["state", "rm", "scalingo_collaborator.one"])
                .await?
                .success()?;
        }
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn import_by_name_with_the_id_configured_and_the_reverse_plan_empty() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", false)?;
        let id = world.emulator.app("my-app")?.id;
        for (imported, configured) in [("my-app", id.as_str()), (id.as_str(), "my-app")] {
            world.one(configured, "ann@example.com", "")?;
            let key = format!("{imported}:ann@example.com");
            world
                .run(["import", "scalingo_collaborator.one", &key])
                .await?
                .success()?;
            world.plan_is_empty().await?;
            world
                .run(["state", "rm", "scalingo_collaborator.one"])
                .await?
                .success()?;
        }
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn renamed_app_stays_the_same_app() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world.emulator.rename_app("my-app", "our-app")?;
        world.one("our-app", "ann@example.com", "")?;
        world.plan_is_empty().await?;
        assert_eq!(writes(&world), [1, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn app_renamed_in_the_same_run_keeps_its_people() -> Outcome {
    let world = World::new().await?;
    for name in ["first-name", "second-name"] {
        world.configure(&format!(
            r#"
resource "scalingo_app" "app" {{
  name = {name:?}
}}

resource "scalingo_collaborator" "one" {{
  app   = scalingo_app.app.name
  email = "ann@example.com"
}}
"#
        ))?;
        world.apply().await?;
        world.plan_is_empty().await?;
    }
    assert_eq!(writes(&world), [1, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn invitation_renewed_by_hand_takes_the_new_id() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "Ann@example.com", "")?;
        world.apply().await?;
        let renewed = world
            .emulator
            .reinvite_collaborator("my-app", "ann@example.com")?;
        world.plan_is_empty().await?;
        world
            .run(["apply", "-refresh-only", "-auto-approve"])
            .await?
            .success()?;
        let state = world.attributes("scalingo_collaborator.one").await?;
        assert_eq!(state["id"], renewed.id.as_str());
        assert_eq!(state["email"], "Ann@example.com");
    }
    Ok(())
}

#[tokio::test]
async fn renewed_by_hand_and_not_refreshed_is_removed_all_the_same() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world
            .emulator
            .reinvite_collaborator("my-app", "ann@example.com")?;
        world
            .run(["destroy", "-auto-approve", "-refresh=false"])
            .await?
            .success()?;
        assert!(world.people()?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn somebody_already_there_is_an_error_at_plan_with_the_import_block() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", false)?;
        world.one("my-app", "ann@example.com", "")?;
        let failure = world.failure(["plan", "-json"]).await?;
        insta::allow_duplicates! {
            insta::assert_snapshot!(failure, @r#"
            error: Already a collaborator
            at resource "scalingo_collaborator" "one": email = "ann@example.com"
            This address is on "my-app" already (or invited), and no resource of this state manages it. Nothing was sent. To manage it here, import it:

              import {
                to = <address of this resource>
                id = "my-app:ann@example.com"
              }

            or set adopt_existing = true, which takes the person over without an e-mail and sets the role as configured.
            "#);
        }
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn somebody_who_came_after_the_plan_is_an_error_at_apply() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.run(["plan", "-out=saved"]).await?.success()?;
        world
            .emulator
            .add_collaborator("my-app", "ann@example.com", false)?;
        let failure = world.failure(["apply", "-json", "saved"]).await?;
        assert!(
            failure.starts_with("error: Already a collaborator"),
            "{failure}"
        );
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn adopting_sets_the_role_and_sends_no_mail() -> Outcome {
    for world in World::both().await? {
        world
            .emulator
            .add_collaborator("my-app", "Ann@example.com", false)?;
        world.one(
            "my-app",
            "ann@example.com",
            "limited = true\n  adopt_existing = true",
        )?;
        world.apply().await?;
        assert!(world.emulator.emails_sent().is_empty());
        assert_eq!(writes(&world), [0, 0, 1]);
        assert!(world.emulator.collaborators("my-app")?[0].is_limited);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn one_person_declared_twice_is_an_error_at_plan() -> Outcome {
    for world in World::both().await? {
        let id = world.emulator.app("my-app")?.id;
        for (app, email) in [
            ("my-app", "ANN@example.com"),
            (id.as_str(), "ann@example.com"),
        ] {
            world.configure(&format!(
                r#"
resource "scalingo_collaborator" "one" {{
  app   = "my-app"
  email = "ann@example.com"
}}

resource "scalingo_collaborator" "other" {{
  app   = {app:?}
  email = {email:?}
}}
"#
            ))?;
            let failure = world.failure(["plan", "-json"]).await?;
            assert_eq!(
                failure
                    .matches("error: The same collaborator twice")
                    .count(),
                1,
                "{failure}"
            );
            assert!(failure.contains(r#""ann@example.com" on "#), "{failure}");
        }
        assert_eq!(writes(&world), [0, 0, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn person_in_the_state_declared_again_is_an_error_at_plan() -> Outcome {
    for world in World::both().await? {
        keyed(&world, &[("a", "ann@example.com")])?;
        world.apply().await?;
        keyed(
            &world,
            &[("a", "ann@example.com"), ("b", "Ann@example.com")],
        )?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert_eq!(
            failure
                .matches("error: The same collaborator twice")
                .count(),
            1,
            "{failure}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn owner_is_refused_at_plan() -> Outcome {
    for world in World::both().await? {
        let owner = world.emulator.user().email.to_uppercase();
        world.one("my-app", &owner, "")?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: The owner is not a collaborator"),
            "{failure}"
        );
        assert!(
            failure.contains("at resource \"scalingo_collaborator\" \"one\": email"),
            "{failure}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn collaborator_who_became_the_owner_is_explained_not_planned_away() -> Outcome {
    for world in World::both().await? {
        let ann = world.emulator.add_user("ann", "ann@example.com")?;
        world.one("my-app", "Ann@example.com", "")?;
        world.apply().await?;
        world.emulator.accept("my-app", "ann@example.com")?;
        world.emulator.transfer_app("my-app", &ann)?;
        let plan = world.plan().await?.success()?;
        let said = world.diagnostics(&plan)?;
        assert!(
            said.starts_with("warning: Collaborator became the owner"),
            "{said}"
        );
        world.configure("")?;
        world.apply().await?;
        assert_eq!(world.emulator.app("my-app")?.owner.id, ann.id);
    }
    Ok(())
}

#[tokio::test]
async fn user_of_the_token_is_not_removed_unless_asked_for() -> Outcome {
    for world in World::both().await? {
        let other = world.emulator.add_user("other", "other@example.com")?;
        world.emulator.add_app_owned_by("their-app", &other)?;
        let me = world.emulator.user().clone();
        world.emulator.share("their-app", &me)?;
        world.one("their-app", &me.email, "adopt_existing = true")?;
        world.apply().await?;
        let failure = world.failure(["plan", "-destroy", "-json"]).await?;
        assert!(
            failure.starts_with("error: This would remove the user of the token"),
            "{failure}"
        );
        world.one("their-app", "somebody@example.com", "")?;
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(
            failure.starts_with("error: This would remove the user of the token"),
            "{failure}"
        );
        world.one(
            "their-app",
            &me.email,
            "adopt_existing = true\n  allow_self_removal = true",
        )?;
        world.apply().await?;
        world.destroy().await?;
        assert!(world.emulator.collaborators("their-app")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn closed_account_is_a_warning_and_no_change() -> Outcome {
    for world in World::both().await? {
        world.one("my-app", "ann@example.com", "")?;
        world.apply().await?;
        world
            .emulator
            .set_status("my-app", "ann@example.com", "user account deleted")?;
        let plan = world.plan().await?.success()?;
        let said = world.diagnostics(&plan)?;
        assert!(said.starts_with("warning: User account deleted"), "{said}");
    }
    Ok(())
}
