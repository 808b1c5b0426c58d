//! Identity, generated configuration, and where the link may be seen.

use serde_json::json;

use super::{ACCEPTED, ADDRESS, acceptances, invite, own, robot, with_robot};
use crate::invitation::{holding, log_everything, token};
use crate::world::{Outcome, World};

#[tokio::test]
async fn collaboration_is_imported_by_identity_id_and_name() -> Outcome {
    let (world, robot) = with_robot(World::newer().await?)?;
    world.emulator.share("my-app", &robot)?;
    let app = world.emulator.app("my-app")?.id;
    for (source, written) in [
        (format!("identity = {{ app_id = {app:?} }}"), "my-app"),
        (format!("id = {app:?}"), "my-app"),
        ("id = \"my-app\"".to_owned(), &*app),
    ] {
        own(&world, written, "")?;
        let import = format!("import {{\n  to = {ADDRESS}\n  {source}\n}}\n");
        world.workspace.write("import.tf", &import)?;
        let run = world.apply().await?;
        let counts = "1 imported, 0 added, 0 changed, 0 destroyed";
        assert!(run.stdout.contains(counts), "{}", run.stdout);
        world.plan_is_empty().await?;
        let state = world.workspace.state().await?;
        let identity = &state["values"]["root_module"]["resources"][0]["identity"];
        assert_eq!(*identity, json!({ "app_id": app }), "{state}");
        world.run(["state", "rm", ADDRESS]).await?.success()?;
    }
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn generated_configuration_imports_and_changes_nothing() -> Outcome {
    let (world, robot) = with_robot(World::newer().await?)?;
    world.emulator.share("my-app", &robot)?;
    world.configure(&format!(
        "import {{\n  to = {ADDRESS}\n  id = \"my-app\"\n}}\n"
    ))?;
    let plan = ["plan", "-no-color", "-generate-config-out=generated.tf"];
    world.run(plan).await?.success()?;
    let run = world.run(["plan", "-no-color"]).await?.success()?;
    let expected = "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    world.apply().await?;
    world.plan_is_empty().await
}

#[tokio::test]
async fn link_is_in_no_state_no_plan_and_no_log() -> Outcome {
    for is_newer in [false, true] {
        let (mut world, _) = if is_newer {
            with_robot(World::newer().await?)?
        } else {
            robot().await?
        };
        let link = invite(&mut world, "my-app")?;
        let token = token(&link)?;
        log_everything(&mut world);
        let plan = world.run(["plan", "-out=saved"]).await?.success()?;
        let apply = world.run(["apply", "saved"]).await?.success()?;
        let again = world.run(["plan", "-detailed-exitcode"]).await?.success()?;
        assert_eq!(world.people()?, [ACCEPTED]);
        for run in [plan, apply, again] {
            assert!(!run.stdout.contains(token) && !run.stderr.contains(token));
        }
        assert_eq!(holding(&world, token)?, [""; 0]);
        assert!(!holding(&world, "apps/collaboration")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn runs_of_one_test_file_join_once_and_leave_at_the_end() -> Outcome {
    let (mut world, _) = with_robot(World::newer().await?)?;
    invite(&mut world, "my-app")?;
    let run = world
        .terraform_test(
            r#"
provider "scalingo" {}

run "look" {
  command = plan
}

run "join" {}

run "stay" {}
"#,
        )
        .await?
        .success()?;
    assert!(run.stdout.contains("3 passed, 0 failed."), "{}", run.stdout);
    assert_eq!(acceptances(&world.emulator), 1);
    assert!(world.people()?.is_empty());
    Ok(())
}
