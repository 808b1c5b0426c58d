//! Ctrl-C: whoever was begun is finished, nobody else is begun.

use std::time::Duration;

use anyhow::Context;
use emulator::{Action, Answer, FaultRule, Method, RecordedRequest};
use rustix::process::{Pid, Signal, kill_process};

use super::{INVOKE, PATH, PEOPLE, ROW, cancelled, mailed, stage};
use crate::world::{Outcome, World};

/// Presses Ctrl-C once a call has arrived; gives what was said.
async fn interrupted(world: &World, method: Method, path: &str) -> anyhow::Result<String> {
    let has_come = |calls: &[RecordedRequest]| calls.iter().any(|call| call.is(&method, path));
    let (run, _) = world.signalled(Signal::INT, INVOKE, has_come).await?;
    anyhow::ensure!(run.code == 1, "{}: {}", run.code, run.stdout);
    world.diagnostics(&run)
}

#[tokio::test]
async fn interrupt_between_cancellation_and_invitation_loses_nobody() -> Outcome {
    let slow = Duration::from_millis(800);
    for (method, path) in [(Method::DELETE, ROW), (Method::POST, PATH)] {
        for action in [Action::Delay(slow), Action::DelayAfter(slow)] {
            let world = stage("").await?;
            let rule = FaultRule::on(method.clone(), path);
            world.emulator.fault(rule.does(action));
            let said = interrupted(&world, method.clone(), path).await?;
            assert_eq!(mailed(&world), ["Ann@example.com"]);
            assert_eq!(cancelled(&world), 1);
            assert_eq!(world.people()?, PEOPLE);
            assert!(
                said.contains("Stopped: not everybody on my-app was invited again"),
                "{said}"
            );
            world.emulator.clear_faults();
            world.run(INVOKE).await?.success()?;
            assert_eq!(world.people()?, PEOPLE);
        }
    }
    Ok(())
}

#[tokio::test]
async fn interrupt_before_the_first_cancellation_sends_nothing() -> Outcome {
    let world = stage("").await?;
    let list = FaultRule::on(Method::GET, PATH);
    let slow = Action::Delay(Duration::from_millis(800));
    world.emulator.fault(list.does(slow));
    interrupted(&world, Method::GET, PATH).await?;
    assert_eq!((mailed(&world).len(), cancelled(&world)), (0, 0));
    assert_eq!(world.people()?, PEOPLE);
    Ok(())
}

#[tokio::test]
async fn interrupted_cancellation_whose_answer_never_comes_is_looked_up_and_made_good() -> Outcome {
    let world = stage("").await?;
    let cancel = FaultRule::on(Method::DELETE, ROW);
    let never = Action::DelayAfter(Duration::from_mins(1));
    world.emulator.fault(cancel.does(never));
    let said = interrupted(&world, Method::DELETE, ROW).await?;
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    assert_eq!(world.people()?, PEOPLE);
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    Stopped: not everybody on my-app was invited again: Nobody was left without an invitation. Invoke the action again to invite the others.

    Invited again:

      Ann@example.com

    Not touched:

      carl@example.com
    ---
    error: execution halted
    ");
    Ok(())
}

#[tokio::test]
async fn interrupt_while_the_limit_holds_the_invitation_up_loses_nobody() -> Outcome {
    let mut world = stage("").await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "2s");
    let limited = Answer::text(429, "Retry later").header("retry-after", "2");
    let invite = FaultRule::on(Method::POST, PATH).nth(1);
    world.emulator.fault(invite.does(Action::Status(limited)));
    let said = interrupted(&world, Method::POST, PATH).await?;
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    assert_eq!(world.people()?, PEOPLE);
    assert!(
        said.contains("Stopped: not everybody on my-app was invited again"),
        "{said}"
    );
    Ok(())
}

/// Terraform alone is killed: nobody reads the events of the action any more.
#[tokio::test]
async fn killed_terraform_leaves_nobody_without_an_invitation() -> Outcome {
    let world = stage("").await?;
    let cancel = FaultRule::on(Method::DELETE, ROW);
    let slow = Action::DelayAfter(Duration::from_secs(3));
    world.emulator.fault(cancel.does(slow));
    let child = world.workspace.command(INVOKE).spawn()?;
    let pid = child.id().context("terraform has ended already")?;
    let pid = Pid::from_raw(pid.try_into()?).context("no process has this id")?;
    let cancels =
        |calls: &[RecordedRequest]| calls.iter().any(|call| call.is(&Method::DELETE, ROW));
    world.emulator.wait_for(cancels).await?;
    kill_process(pid, Signal::KILL)?;
    let invites = |calls: &[RecordedRequest]| {
        calls
            .iter()
            .any(|call| call.is(&Method::POST, PATH) && call.effect)
    };
    world.emulator.wait_for(invites).await?;
    assert_eq!(world.people()?, PEOPLE);
    Ok(())
}

/// Terraform 1.15 may crash when a line of progress and Ctrl-C meet, and what is
/// said is lost then.
#[tokio::test]
async fn interrupt_at_any_call_loses_nobody() -> Outcome {
    for number in 1..=8 {
        let world = stage("").await?;
        let slow = Action::Delay(Duration::from_millis(150));
        world.emulator.fault(FaultRule::any("**").does(slow));
        world.emulator.take_requests();
        let comes = |calls: &[RecordedRequest]| calls.len() >= number;
        world.signalled_or_ended(Signal::INT, INVOKE, comes).await?;
        let took_effect = |calls: &[RecordedRequest], method: &Method, path: &str| {
            let is_one = |call: &&RecordedRequest| call.effect && call.is(method, path);
            calls.iter().filter(is_one).count()
        };
        let made_good = |calls: &[RecordedRequest]| {
            took_effect(calls, &Method::DELETE, ROW) == took_effect(calls, &Method::POST, PATH)
        };
        world.emulator.wait_for(made_good).await?;
        assert_eq!(world.people()?, PEOPLE, "{number}");
        let sent = mailed(&world).len();
        world.emulator.clear_faults();
        world.run(INVOKE).await?.success()?;
        assert_eq!(world.people()?, PEOPLE, "{number}");
        assert_eq!(mailed(&world).len(), sent + 2, "{number}");
    }
    Ok(())
}
