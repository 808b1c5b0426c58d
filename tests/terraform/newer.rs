//! The newer Terraform, which the harness fetches.

use serde_json::Value;

use crate::world::{Outcome, World};

#[tokio::test]
async fn newer_terraform_is_the_version_that_tests_ask_for() -> Outcome {
    let world = World::newer().await?;
    let run = world.run(["version", "-json"]).await?.success()?;
    let said: Value = serde_json::from_str(&run.stdout)?;
    let version = said["terraform_version"].as_str().unwrap();
    let minor: u32 = version.split('.').nth(1).unwrap().parse()?;
    assert!(version.starts_with("1.") && minor >= 14, "{version}");
    Ok(())
}

#[tokio::test]
async fn team_comes_and_goes_on_the_newer_terraform() -> Outcome {
    let world = World::newer().await?;
    world.team(&["ann@example.com", "ben@example.com"])?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 2);
    world.plan_is_empty().await?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    assert_eq!(world.emulator.emails_sent().len(), 2);
    Ok(())
}

#[tokio::test]
async fn test_run_of_the_newer_terraform_invites_and_takes_away() -> Outcome {
    let world = World::newer().await?;
    world.team(&["ann@example.com"])?;
    let run = world.terraform_test("run \"invite\" {}\n").await?;
    let run = run.success()?;
    assert!(run.stdout.contains("1 passed, 0 failed."), "{}", run.stdout);
    assert_eq!(world.emulator.emails_sent().len(), 1);
    assert!(world.people()?.is_empty());
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn interrupt_reaches_the_newer_terraform() -> Outcome {
    use emulator::{Action, FaultRule, Gate, Method};
    use rustix::process::{Pid, Signal, kill_process};

    let world = World::newer().await?;
    world.team(&["ann@example.com"])?;
    let gate = Gate::new();
    let list = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    world.emulator.fault(list.does(Action::Hold(gate.clone())));
    let child = world.workspace.command(["plan", "-no-color"]).spawn()?;
    let pid = Pid::from_raw(child.id().unwrap().try_into()?).unwrap();
    let limit = std::time::Duration::from_mins(2);
    let run = harness::Run::of(child, limit);
    let press = async {
        let is_list = |call: &emulator::RecordedRequest| call.path.ends_with("/collaborators");
        world
            .emulator
            .wait_for(|calls| calls.iter().any(is_list))
            .await?;
        kill_process(pid, Signal::INT)?;
        anyhow::Ok(())
    };
    let (run, pressed) = tokio::join!(run, press);
    pressed?;
    let run = run?;
    assert!(run.stdout.contains("Interrupt received"), "{}", run.stdout);
    assert_ne!(run.code, 0);
    gate.open();
    Ok(())
}

#[tokio::test]
async fn runs_of_one_test_file_share_a_process_and_each_does_what_it_says() -> Outcome {
    let world = World::newer().await?;
    world.configure(
        r#"
variable "team" {
  type    = set(string)
  default = ["ann@example.com", "ben@example.com"]
}

resource "scalingo_collaborator" "team" {
  for_each = var.team
  app      = "my-app"
  email    = each.key
}
"#,
    )?;
    let run = world
        .terraform_test(
            r#"
provider "scalingo" {}

run "invite_both" {}

run "plan_without_ben" {
  command = plan
  variables {
    team = ["ann@example.com"]
  }
}

run "take_ben_away" {
  variables {
    team = ["ann@example.com"]
  }
}

run "nothing_more_to_do" {
  variables {
    team = ["ann@example.com"]
  }
}
"#,
        )
        .await?
        .success()?;
    assert!(run.stdout.contains("4 passed, 0 failed."), "{}", run.stdout);
    assert_eq!(world.emulator.emails_sent().len(), 2);
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn teardown_of_a_test_removes_nobody_who_was_there_before() -> Outcome {
    let world = World::newer().await?;
    world
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    world.emulator.accept("my-app", "ann@example.com")?;
    world.team(&["ann@example.com"])?;
    let run = world.terraform_test("run \"invite\" {}\n").await?;
    assert_eq!(run.code, 1);
    assert_eq!(world.people()?, ["ann@example.com full accepted"]);
    Ok(())
}

#[tokio::test]
async fn teardown_of_a_test_that_adopts_removes_whom_it_adopted() -> Outcome {
    let world = World::newer().await?;
    world
        .emulator
        .add_collaborator("my-app", "ann@example.com", false)?;
    world.emulator.accept("my-app", "ann@example.com")?;
    world.team_with(&["ann@example.com"], "adopt_existing = true")?;
    world
        .terraform_test("run \"adopt\" {}\n")
        .await?
        .success()?;
    assert!(world.people()?.is_empty());
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn plan_before_anybody_is_there_refuses_nobody_in_the_runs_after_it() -> Outcome {
    let single = "resource \"scalingo_collaborator\" \"ann\" {\n  app = \"my-app\"\n  \
                  email = \"ann@example.com\"\n}\n";
    let keyed = "resource \"scalingo_collaborator\" \"team\" {\n  \
                 for_each = toset([\"ann@example.com\"])\n  \
                 app = \"my-app\"\n  email = each.key\n}\n";
    let team = "resource \"scalingo_collaborators\" \"team\" {\n  app = \"my-app\"\n  \
                collaborators = [\"ann@example.com\"]\n}\n";
    let runs = "provider \"scalingo\" {}\n\n\
                run \"look\" {\n  command = plan\n}\n\n\
                run \"look_again\" {\n  command = plan\n}\n\n\
                run \"invite\" {}\n";
    for resource in [single, keyed, team] {
        let world = World::newer().await?;
        world.configure(resource)?;
        let run = world.terraform_test(runs).await?.success()?;
        assert!(run.stdout.contains("3 passed, 0 failed."), "{}", run.stdout);
        assert_eq!(world.emulator.emails_sent().len(), 1);
        assert!(world.people()?.is_empty());
    }
    Ok(())
}
