//! `examples/service-account`: one block invites, the other one accepts.

use std::path::Path;

use emulator::{Action, FaultRule, Method};
use harness::Run;
use serde_json::Value;

use super::{ACCEPTANCE, ACCEPTED, acceptances};
use crate::invitation::{answered, holding, log_everything, token};
use crate::world::{Outcome, World};

/// The example in this world, with a service account that is on no app.
fn stage(mut world: World) -> anyhow::Result<World> {
    let robot = world.emulator.add_user("robot", "robot@example.com")?;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/service-account");
    for name in ["main.tf", "variables.tf", "versions.tf"] {
        let text = std::fs::read_to_string(example.join(name))?;
        world.workspace.write(name, &text)?;
    }
    for (name, value) in [
        ("TF_VAR_app", "my-app"),
        ("TF_VAR_service_account", &*robot.email),
        ("TF_VAR_service_account_token", &*robot.api_token),
    ] {
        world.workspace.set(name, value);
    }
    Ok(world)
}

/// The example on both versions of Terraform.
async fn stages() -> anyhow::Result<[World; 2]> {
    Ok([stage(World::new().await?)?, stage(World::newer().await?)?])
}

const APPLY: [&str; 2] = ["apply", "-auto-approve"];

/// Whether the run names nobody's link.
fn is_silent(run: &Run, token: &str) -> bool {
    !run.stdout.contains(token) && !run.stderr.contains(token)
}

#[tokio::test]
async fn one_apply_from_nothing_invites_takes_the_link_and_accepts_it() -> Outcome {
    for mut world in stages().await? {
        log_everything(&mut world);
        world.run(["plan", "-out=saved"]).await?.success()?;
        let shown = world.run(["show", "-json", "saved"]).await?.success()?;
        let plan: Value = serde_json::from_str(&shown.stdout)?;
        let changes = plan["resource_changes"].as_array().unwrap();
        assert_eq!(changes.len(), 2, "{changes:?}");
        let opened = answered(&world, ["OpenEphemeralResource", "CloseEphemeralResource"])?;
        assert_eq!((opened, world.people()?.len()), ([1, 1], 0));

        let applied = world.run(["apply", "saved"]).await?.success()?;
        assert_eq!(world.people()?, [ACCEPTED]);
        assert_eq!(world.emulator.emails_sent().len(), 1);
        assert_eq!(acceptances(&world.emulator), 1);
        let again = world.plan().await?.success()?;
        let destroyed = world.destroy().await?;
        assert!(world.people()?.is_empty());
        assert!(world.workspace.addresses().await?.is_empty());

        let mail = world.emulator.emails_sent().remove(0);
        let token = token(&mail.link)?;
        for run in [&shown, &applied, &again, &destroyed] {
            assert!(is_silent(run, token));
        }
        assert_eq!(holding(&world, token)?, [""; 0]);
        assert!(!holding(&world, "apps/collaboration")?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn service_account_that_left_by_hand_is_invited_and_joins_in_one_apply() -> Outcome {
    for world in stages().await? {
        world.run(APPLY).await?.success()?;
        world
            .emulator
            .remove_collaborator("my-app", "robot@example.com")?;
        world.run(APPLY).await?.success()?;
        assert_eq!(world.people()?, [ACCEPTED]);
        assert_eq!(world.emulator.emails_sent().len(), 2);
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn acceptance_that_failed_is_made_up_for_by_the_next_apply_without_a_second_mail() -> Outcome
{
    for world in stages().await? {
        let acceptance = FaultRule::on(Method::GET, ACCEPTANCE).nth(1);
        world.emulator.fault(acceptance.does(Action::DropBefore));
        let run = world.run(APPLY).await?.expect_code(1)?;
        let said = &run.stderr;
        assert!(said.contains("Cannot accept an invitation"), "{said}");
        world.run(APPLY).await?.success()?;
        assert_eq!(world.people()?, [ACCEPTED]);
        assert_eq!(world.emulator.emails_sent().len(), 1);
        world.plan_is_empty().await?;
    }
    Ok(())
}
