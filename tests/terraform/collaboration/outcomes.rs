//! Replies that are lost, refused or spoilt, and applies that are killed.

use emulator::{Action, Answer, FaultRule, Garbage, Method};

use super::{ACCEPTANCE, ACCEPTED, acceptances, invite, joined, robot};
use crate::world::{Outcome, refusal};

#[tokio::test]
async fn acceptance_whose_reply_is_lost_is_found_in_the_list() -> Outcome {
    for fault in [
        Action::DropAfter,
        Action::StatusAfter(Answer::text(503, "")),
        Action::Garbage(Garbage::HtmlPage),
        Action::StatusAfter(Answer::text(404, "no route")),
    ] {
        let (mut world, _) = robot().await?;
        invite(&mut world, "my-app")?;
        let rule = FaultRule::on(Method::GET, ACCEPTANCE).does(fault.clone());
        world.emulator.fault(rule);
        world.apply().await?;
        assert_eq!(acceptances(&world.emulator), 1, "{fault:?}");
        assert_eq!(world.people()?, [ACCEPTED], "{fault:?}");
        world.emulator.clear_faults();
        world.plan_is_empty().await?;
    }
    Ok(())
}

#[tokio::test]
async fn acceptance_that_had_no_effect_is_an_error_and_the_next_apply_joins() -> Outcome {
    for fault in [Action::DropBefore, Action::Status(Answer::text(503, ""))] {
        let (mut world, _) = robot().await?;
        invite(&mut world, "my-app")?;
        let rule = FaultRule::on(Method::GET, ACCEPTANCE).nth(1).does(fault);
        world.emulator.fault(rule);
        let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
        assert!(failure.contains("Cannot accept an invitation"), "{failure}");
        assert!(world.workspace.addresses().await?.is_empty());
        world.apply().await?;
        assert_eq!(world.people()?, [ACCEPTED]);
    }
    Ok(())
}

#[tokio::test]
async fn account_that_joined_unseen_is_found_by_the_next_apply_without_a_link() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let lost = FaultRule::on(Method::GET, ACCEPTANCE).does(Action::DropAfter);
    world.emulator.fault(lost);
    let lists = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    world.emulator.fault(lists);
    let failure = world.failure(["apply", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("Cannot accept an invitation"), "{failure}");
    assert!(world.workspace.addresses().await?.is_empty());
    world.emulator.clear_faults();
    world.workspace.unset("TF_VAR_link");
    world.apply().await?;
    assert_eq!(acceptances(&world.emulator), 1);
    assert_eq!(world.people()?, [ACCEPTED]);
    world.plan_is_empty().await
}

#[cfg(unix)]
#[tokio::test]
async fn killed_apply_is_healed_by_the_next_one_without_a_link() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let gate = emulator::Gate::new();
    let held = FaultRule::on(Method::GET, ACCEPTANCE).does(Action::HoldAfter(gate.clone()));
    world.emulator.fault(held);
    let apply = ["apply", "-auto-approve"];
    let kill = rustix::process::Signal::KILL;
    let has_joined = |calls: &[emulator::RecordedRequest]| calls.iter().any(|call| call.effect);
    world.signalled(kill, apply, has_joined).await?;
    gate.open();
    world.emulator.clear_faults();
    assert_eq!(world.people()?, [ACCEPTED]);
    world.workspace.unset("TF_VAR_link");
    world
        .run(["apply", "-auto-approve", "-lock=false"])
        .await?
        .success()?;
    assert_eq!(acceptances(&world.emulator), 1);
    world.plan_is_empty().await
}

#[cfg(unix)]
#[tokio::test]
async fn acceptance_on_its_way_at_an_interrupt_reaches_the_state() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let slow = Action::DelayAfter(std::time::Duration::from_millis(800));
    let acceptance = FaultRule::on(Method::GET, ACCEPTANCE);
    world.emulator.fault(acceptance.does(slow));
    let interrupt = rustix::process::Signal::INT;
    let has_joined = |calls: &[emulator::RecordedRequest]| calls.iter().any(|call| call.effect);
    let apply = ["apply", "-auto-approve"];
    world.signalled(interrupt, apply, has_joined).await?;
    assert_eq!(world.workspace.addresses().await?, [super::ADDRESS]);
    world.workspace.unset("TF_VAR_link");
    world.apply().await?;
    assert_eq!(acceptances(&world.emulator), 1);
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn list_that_fails_after_the_account_joined_fails_nothing() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let lists = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    world.emulator.fault(lists);
    world.apply().await?;
    world.emulator.clear_faults();
    world.plan_is_empty().await?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn refresh_that_fails_is_an_error_and_keeps_the_state() -> Outcome {
    let (world, _) = joined().await?;
    for (path, answer) in [
        ("/v1/apps/*", refusal(403)),
        ("/v1/apps/*", Answer::text(500, "")),
        ("/v1/apps/*", Answer::text(404, "no route")),
        ("/v1/apps/*/collaborators", Answer::text(503, "")),
        ("/v1/users/self", Answer::text(500, "")),
        ("/v1/users/self", refusal(401)),
    ] {
        world.emulator.clear_faults();
        let rule = FaultRule::on(Method::GET, path).does(Action::Status(answer));
        world.emulator.fault(rule);
        let failure = world.failure(["plan", "-json"]).await?;
        assert!(failure.starts_with("error: Cannot "), "{path}: {failure}");
        let destroy = ["destroy", "-auto-approve", "-json", "-refresh=false"];
        world.failure(destroy).await?;
        assert_eq!(world.workspace.addresses().await?.len(), 1, "{path}");
    }
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn leaving_is_proved_by_the_reply_or_by_a_look() -> Outcome {
    for fault in [
        Action::DropAfter,
        Action::StatusAfter(Answer::text(500, "")),
        Action::StatusAfter(Answer::text(200, "<html>")),
    ] {
        let (world, _) = joined().await?;
        let leave = FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*").nth(1);
        world.emulator.fault(leave.does(fault.clone()));
        world.destroy().await?;
        assert!(world.people()?.is_empty(), "{fault:?}");
    }
    let (world, _) = joined().await?;
    let leave = FaultRule::on(Method::DELETE, "/v1/apps/*/collaborators/*");
    world
        .emulator
        .fault(leave.does(Action::Status(Answer::text(200, "<html>"))));
    let failure = world.failure(["destroy", "-auto-approve", "-json"]).await?;
    let expected = "Cannot leave an app: robot@example.com on my-app";
    assert!(failure.contains(expected), "{failure}");
    assert_eq!(world.workspace.addresses().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn limited_account_joins_and_stays_and_is_removed_by_others() -> Outcome {
    for refusal in [
        emulator::Refusal::Forbidden403,
        emulator::Refusal::Unauthorized401,
    ] {
        let (mut world, _) = robot().await?;
        world
            .emulator
            .configure(|settings| settings.refusal = refusal);
        invite(&mut world, "my-app")?;
        world
            .emulator
            .set_limited("my-app", "robot@example.com", true)?;
        world.apply().await?;
        let state = world.attributes(super::ADDRESS).await?;
        assert!(
            state["id"].is_null() && state["limited"].is_null(),
            "{state}"
        );
        world.plan_is_empty().await?;
        let failure = world.failure(["destroy", "-auto-approve", "-json"]).await?;
        let expected = "Cannot leave an app: robot@example.com on my-app";
        assert!(failure.contains(expected), "{failure}");
        assert_eq!(world.workspace.addresses().await?.len(), 1);
        world
            .emulator
            .remove_collaborator("my-app", "robot@example.com")?;
        world.destroy().await?;
        assert!(world.workspace.addresses().await?.is_empty());
    }
    Ok(())
}
