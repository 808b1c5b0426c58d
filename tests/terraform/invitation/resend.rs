//! The action `scalingo_invitation_resend`.

mod failures;
#[cfg(unix)]
mod interrupt;

use emulator::{Action, Answer, FaultRule, Gate, Method, RateLimit, RecordedRequest};
use harness::Run;
use serde_json::Value;

use super::{holding, log_everything, token};
use crate::world::{Outcome, World};

pub(super) const INVOKE: [&str; 4] = [
    "apply",
    "-auto-approve",
    "-json",
    "-invoke=action.scalingo_invitation_resend.it",
];
const PATH: &str = "/v1/apps/*/collaborators";
const ROW: &str = "/v1/apps/*/collaborators/*";

/// The action on `my-app`, with these arguments.
fn action(arguments: &str) -> String {
    format!(
        "action \"scalingo_invitation_resend\" \"it\" {{\n  config {{\n    \
         app = \"my-app\"\n    {arguments}\n  }}\n}}\n"
    )
}

/// Somebody else's work, after which the action runs.
const AFTER_WORK: &str = r#"
resource "terraform_data" "work" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.scalingo_invitation_resend.it]
    }
  }
}
"#;

/// Ann and Carl, who is limited, are invited, and Ben has accepted.
async fn stage(arguments: &str) -> anyhow::Result<World> {
    let world = World::newer().await?;
    for (email, limited) in [
        ("Ann@example.com", false),
        ("ben@example.com", false),
        ("carl@example.com", true),
    ] {
        world.emulator.add_collaborator("my-app", email, limited)?;
    }
    world.emulator.accept("my-app", "ben@example.com")?;
    world.configure(&action(arguments))?;
    Ok(world)
}

/// What the stage has as long as nobody is lost.
const PEOPLE: [&str; 3] = [
    "Ann@example.com full pending",
    "ben@example.com full accepted",
    "carl@example.com limited pending",
];

/// Who got an e-mail, in order.
fn mailed(world: &World) -> Vec<String> {
    let mails = world.emulator.emails_sent();
    mails.into_iter().map(|mail| mail.to).collect()
}

fn cancelled(world: &World) -> usize {
    world.emulator.count(Method::DELETE, ROW)
}

/// The lines of progress of an action.
fn progress(run: &Run) -> Vec<String> {
    let lines = run
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let progress = lines.filter(|line| line["type"] == "action_progress");
    progress
        .map(|line| {
            let message = &line["hook"]["message"];
            message.as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn invoked_action_sends_each_pending_invitation_again_once() -> Outcome {
    let world = stage("").await?;
    let before = world.emulator.collaborators("my-app")?;
    let run = world.run(INVOKE).await?.success()?;
    assert_eq!(mailed(&world), ["Ann@example.com", "carl@example.com"]);
    assert_eq!(cancelled(&world), 2);
    assert_eq!(world.people()?, PEOPLE);
    let after = world.emulator.collaborators("my-app")?;
    let stayed: Vec<&str> = after
        .iter()
        .filter(|row| before.contains(row))
        .map(|row| row.email.as_str())
        .collect();
    assert_eq!(stayed, ["ben@example.com"]);
    insta::assert_snapshot!(progress(&run).join("\n"), @"
    Ann@example.com: invited again, role full (1 of 2).
    carl@example.com: invited again, role limited (2 of 2).
    ");
    assert_eq!(world.diagnostics(&run)?, "");
    Ok(())
}

#[tokio::test]
async fn triggered_action_sends_each_pending_invitation_again_once() -> Outcome {
    let world = stage("").await?;
    world.configure(&format!("{}{AFTER_WORK}", action("")))?;
    world.apply().await?;
    assert_eq!(mailed(&world), ["Ann@example.com", "carl@example.com"]);
    assert_eq!(cancelled(&world), 2);
    assert_eq!(world.people()?, PEOPLE);
    world.plan_is_empty().await?;
    assert_eq!(mailed(&world).len(), 2);
    Ok(())
}

#[tokio::test]
async fn action_may_wait_for_an_app_that_is_created_first() -> Outcome {
    let world = World::newer().await?;
    world.configure(
        r#"
resource "scalingo_app" "new" {
  name = "my-new-app"
}

resource "scalingo_collaborator" "ann" {
  app   = scalingo_app.new.id
  email = "ann@example.com"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.scalingo_invitation_resend.it]
    }
  }
}

action "scalingo_invitation_resend" "it" {
  config {
    app    = scalingo_app.new.id
    emails = ["ANN@example.com"]
  }
}
"#,
    )?;
    world.apply().await?;
    assert_eq!(mailed(&world), ["ann@example.com"; 2]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn named_people_alone_are_invited_again_in_any_letter_case() -> Outcome {
    let world = stage("emails = [\"ann@EXAMPLE.com\", \"ANN@example.com\"]").await?;
    world.run(INVOKE).await?.success()?;
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    assert_eq!(cancelled(&world), 1);
    assert_eq!(world.people()?, PEOPLE);
    Ok(())
}

#[tokio::test]
async fn nobody_waiting_is_said_and_no_error() -> Outcome {
    for (arguments, people) in [("emails = []", 3), ("", 0)] {
        let world = stage(arguments).await?;
        if people == 0 {
            for email in ["ann@example.com", "carl@example.com"] {
                world.emulator.accept("my-app", email)?;
            }
        }
        let run = world.run(INVOKE).await?.success()?;
        assert_eq!(
            progress(&run),
            ["No pending invitation on my-app, nothing is sent."]
        );
        assert_eq!((mailed(&world).len(), cancelled(&world)), (0, 0));
    }
    Ok(())
}

#[tokio::test]
async fn limit_of_requests_is_waited_for_and_everybody_gets_one_mail() -> Outcome {
    let mut world = stage("").await?;
    world.workspace.set("SCALINGO_RATE_WINDOW", "1s");
    for number in 0..10 {
        let email = format!("user{number}@example.com");
        world.emulator.add_collaborator("my-app", &email, true)?;
    }
    world.emulator.configure(|settings| {
        settings.rate_limit = Some(RateLimit::new(8, std::time::Duration::from_secs(1)));
    });
    world.run(INVOKE).await?.success()?;
    let mut mailed = mailed(&world);
    mailed.sort();
    mailed.dedup();
    assert_eq!(mailed.len(), 12);
    assert_eq!(world.emulator.emails_sent().len(), 12);
    assert_eq!(world.people()?.len(), 13);
    Ok(())
}

#[tokio::test]
async fn lost_replies_are_looked_up_and_nobody_is_mailed_twice() -> Outcome {
    for (method, path) in [(Method::DELETE, ROW), (Method::POST, PATH)] {
        for action in [Action::DropBefore, Action::DropAfter] {
            let world = stage("").await?;
            let lost = FaultRule::on(method.clone(), path);
            world.emulator.fault(lost.nth(1).does(action));
            world.run(INVOKE).await?.success()?;
            assert_eq!(mailed(&world), ["Ann@example.com", "carl@example.com"]);
            assert_eq!(world.people()?, PEOPLE);
        }
    }
    Ok(())
}

/// The answer to Ann's invitation is lost, so that the list is read again: after
/// Carl has accepted.
#[tokio::test]
async fn whoever_accepts_while_others_are_cancelled_is_left_alone() -> Outcome {
    let world = stage("").await?;
    let no_answer = Action::StatusAfter(Answer::text(502, ""));
    let invite = FaultRule::on(Method::POST, PATH).nth(1);
    world.emulator.fault(invite.does(no_answer));
    let gate = Gate::new();
    let list = FaultRule::on(Method::GET, PATH).nth(2);
    world.emulator.fault(list.does(Action::Hold(gate.clone())));
    let accept = async {
        let is_list = |call: &&RecordedRequest| call.is(&Method::GET, PATH);
        let lists_twice = |calls: &[RecordedRequest]| calls.iter().filter(is_list).count() == 2;
        world.emulator.wait_for(lists_twice).await?;
        world.emulator.accept("my-app", "carl@example.com")?;
        gate.open();
        anyhow::Ok(())
    };
    let (run, accepted) = tokio::join!(world.run(INVOKE), accept);
    accepted?;
    let said = progress(&run?.success()?).join("\n");
    assert!(
        said.contains("carl@example.com is accepted now and is left alone."),
        "{said}"
    );
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    assert_eq!(cancelled(&world), 1);
    Ok(())
}

/// The person has another collaborator id when the update comes.
#[tokio::test]
async fn action_before_an_update_of_the_same_person_is_no_trap() -> Outcome {
    let world = World::newer().await?;
    world.one("my-app", "ann@example.com", "")?;
    world.apply().await?;
    let trigger = "limited = true\n lifecycle {\n action_trigger {\n events = [before_update]\n \
                   actions = [action.scalingo_invitation_resend.it]\n }\n }";
    world.one("my-app", "ann@example.com", trigger)?;
    let main = world.workspace.read("main.tf")?;
    world
        .workspace
        .write("main.tf", &format!("{main}{}", action("")))?;
    world.apply().await?;
    assert_eq!(world.people()?, ["ann@example.com limited pending"]);
    assert_eq!(mailed(&world).len(), 2);
    world.plan_is_empty().await
}

/// What the guide says for Terraform before 1.14 and OpenTofu.
#[tokio::test]
async fn replacing_the_person_sends_one_more_mail_where_there_are_no_actions() -> Outcome {
    let world = World::new().await?;
    world.team(&["ann@example.com", "ben@example.com"])?;
    world.apply().await?;
    let replace = "-replace=scalingo_collaborator.collaborators[\"ann@example.com\"]";
    world
        .run(["apply", "-auto-approve", replace])
        .await?
        .success()?;
    let mut mailed = mailed(&world);
    mailed.sort();
    assert_eq!(
        mailed,
        ["ann@example.com", "ann@example.com", "ben@example.com"]
    );
    assert_eq!(cancelled(&world), 1);
    world.plan_is_empty().await
}

/// The same for one person of a team.
#[tokio::test]
async fn member_cancelled_by_hand_is_invited_again_by_the_next_apply() -> Outcome {
    let world = World::new().await?;
    world.configure(
        "resource \"scalingo_collaborators\" \"team\" {\n  app = \"my-app\"\n  \
         collaborators = [\"ann@example.com\", \"ben@example.com\"]\n}\n",
    )?;
    world.apply().await?;
    world
        .emulator
        .remove_collaborator("my-app", "ann@example.com")?;
    world.apply().await?;
    assert_eq!(world.people()?.len(), 2);
    assert_eq!(mailed(&world).len(), 3);
    world.plan_is_empty().await
}

#[tokio::test]
async fn destroy_after_the_action_takes_the_new_invitation_back() -> Outcome {
    let world = World::newer().await?;
    world.one("my-app", "ann@example.com", "")?;
    let main = world.workspace.read("main.tf")?;
    world
        .workspace
        .write("main.tf", &format!("{main}{}", action("")))?;
    world.apply().await?;
    world.run(INVOKE).await?.success()?;
    world.destroy_unrefreshed().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn links_of_old_and_new_invitations_are_logged_nowhere() -> Outcome {
    let mut world = stage("").await?;
    log_everything(&mut world);
    let mut links: Vec<String> = Vec::new();
    let mut note = |world: &World| {
        let rows = world.emulator.collaborators("my-app")?.into_iter();
        let pending = rows.map(|row| row.invitation_link);
        links.extend(pending.filter(|link| !link.is_empty()));
        anyhow::Ok(())
    };
    note(&world)?;
    let invited = FaultRule::on(Method::POST, PATH).nth(2);
    let refused = crate::world::refusal(403);
    world.emulator.fault(invited.does(Action::Status(refused)));
    let run = world.run(INVOKE).await?.expect_code(1)?;
    note(&world)?;
    assert_eq!(links.len(), 3);
    for link in &links {
        let token = token(link)?;
        assert!(!run.stdout.contains(token) && !run.stderr.contains(token));
        assert_eq!(holding(&world, token)?, [""; 0]);
    }
    assert!(!holding(&world, "tf_action_type=scalingo_invitation_resend")?.is_empty());
    Ok(())
}

/// The resource of somebody goes while the action sends everybody's invitation
/// again: they must not come back.
#[tokio::test]
async fn whoever_is_removed_in_the_same_apply_stays_removed() -> Outcome {
    let slow = || Action::Delay(std::time::Duration::from_millis(300));
    let cases: [&[(Method, &str, u64)]; 5] = [
        &[],
        &[(Method::DELETE, ROW, 1)],
        &[(Method::DELETE, ROW, 2)],
        &[(Method::POST, PATH, 1)],
        &[(Method::GET, PATH, 1), (Method::POST, PATH, 1)],
    ];
    for single in [true, false] {
        for case in cases {
            let world = World::newer().await?;
            let people = |addresses: &str| {
                if single {
                    format!(
                        "resource \"scalingo_collaborator\" \"it\" {{\n  \
                         for_each = toset([{addresses}])\n  app = \"my-app\"\n  \
                         email = each.key\n}}\n"
                    )
                } else {
                    format!(
                        "resource \"scalingo_collaborators\" \"it\" {{\n  app = \"my-app\"\n  \
                         collaborators = [{addresses}]\n}}\n"
                    )
                }
            };
            world.configure(&people("\"ann@example.com\""))?;
            world.apply().await?;
            for (method, path, number) in case {
                let rule = FaultRule::on(method.clone(), *path).nth(*number);
                world.emulator.fault(rule.does(slow()));
            }
            world.configure(&format!("{}{}{AFTER_WORK}", people(""), action("")))?;
            world.apply().await?;
            assert!(world.people()?.is_empty(), "{single} {case:?}");
            world.plan_is_empty().await?;
        }
    }
    Ok(())
}

/// Four invocations at the same time, each for everybody: one mail is enough.
#[tokio::test]
async fn invocations_beside_each_other_send_one_mail_each() -> Outcome {
    let world = stage("").await?;
    let work = AFTER_WORK.replace("\"work\" {", "\"work\" {\n  count = 4");
    world.configure(&format!("{}{work}", action("")))?;
    let run = world.run(["apply", "-auto-approve", "-json"]).await?;
    assert_eq!(world.diagnostics(&run)?, "");
    assert_eq!(world.people()?, PEOPLE);
    assert_eq!(mailed(&world), ["Ann@example.com", "carl@example.com"]);
    Ok(())
}
