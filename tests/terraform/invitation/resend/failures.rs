//! What cannot be sent again, and what was left half done: said, and healed.

use emulator::{Action, Answer, FaultRule, Method, RateLimit};

use super::{INVOKE, PATH, PEOPLE, ROW, action, cancelled, mailed, progress, stage};
use crate::world::{Outcome, World, refusal};

#[tokio::test]
async fn configuration_is_checked_without_a_call() -> Outcome {
    let world = World::newer().await?;
    for (block, expected) in [
        ("", "The argument \"app\" is required"),
        (
            "config {\n    app = null\n  }",
            "Required attribute is null",
        ),
        (
            "config {\n    app = \"my app\"\n  }",
            "Not an ID or name: app",
        ),
        (
            "config {\n    app = \"my-app\"\n    emails = [\"ann\"]\n  }",
            "One element is \"ann\": emails must be one address",
        ),
        (
            "config {\n    app = \"my-app\"\n    emails = [null]\n  }",
            "One element of emails is null.",
        ),
    ] {
        let action = format!("action \"scalingo_invitation_resend\" \"it\" {{\n  {block}\n}}\n");
        world.configure(&action)?;
        let said = world.failure(INVOKE).await?;
        assert!(said.contains(expected), "{said}");
    }
    assert!(world.emulator.take_requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn app_that_is_not_there_is_an_error() -> Outcome {
    let world = World::newer().await?;
    let action = action("").replace("my-app", "no-app");
    world.configure(&action)?;
    let said = world.failure(INVOKE).await?;
    assert!(said.contains("No app \"no-app\" is visible"), "{said}");
    Ok(())
}

#[tokio::test]
async fn named_people_who_are_not_waiting_are_told_at_once_and_nothing_is_sent() -> Outcome {
    let world = World::newer().await?;
    let owner = world.emulator.user().email.clone();
    drop(world);
    let emails = format!(
        "emails = [\"ann@example.com\", \"ben@example.com\", \"zoe@example.com\", {owner:?}]"
    );
    let world = stage(&emails).await?;
    let said = world.failure(INVOKE).await?.replace(&owner, "<owner>");
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    No pending invitation on my-app: ben@example.com, <owner>, zoe@example.com: Only people who have been invited and have not accepted can be invited again. These people cannot:

      ben@example.com: accepted
      <owner>: the owner
      zoe@example.com: not on the app

    Nothing was sent to anybody. Take them out of emails, or omit emails to invite everybody who is pending. terraform apply invites people who are configured but not on the app.
    ");
    assert_eq!((mailed(&world).len(), cancelled(&world)), (0, 0));
    assert_eq!(world.people()?, PEOPLE);
    Ok(())
}

#[tokio::test]
async fn failed_invitation_stops_and_says_who_is_without_one() -> Outcome {
    let world = stage("").await?;
    world
        .emulator
        .add_collaborator("my-app", "dora@example.com", true)?;
    let second = FaultRule::on(Method::POST, PATH).nth(2);
    world
        .emulator
        .fault(second.does(Action::Status(refusal(403))));
    let said = world.failure(INVOKE).await?;
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    Without an invitation now: carl@example.com on my-app: The old invitation of carl@example.com (role: limited) is cancelled, and the new one failed. If a resource manages this person, terraform plan shows whether the invitation is missing, and terraform apply sends it; otherwise check the dashboard and invite them there, in that role. Scalingo refused this: not allowed. Only the owner and full collaborators of an app may manage its collaborators; limited collaborators may not. Use a token that belongs to one of them.

    Cause: POST /v1/apps/<app id>/collaborators: refused with status 403

    Invited again:

      Ann@example.com

    Not touched:

      dora@example.com
    ");
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    assert_eq!(cancelled(&world), 2);

    world.emulator.clear_faults();
    let person = "resource \"scalingo_collaborator\" \"carl\" {\n  app = \"my-app\"\n  \
                  email = \"carl@example.com\"\n  limited = true\n}\n";
    world.configure(&format!("{}{person}", action("")))?;
    world.apply().await?;
    assert_eq!(mailed(&world), ["Ann@example.com", "carl@example.com"]);
    world.plan_is_empty().await
}

#[tokio::test]
async fn refused_cancellation_leaves_everybody_with_the_old_invitation() -> Outcome {
    let world = stage("").await?;
    let cancel = FaultRule::on(Method::DELETE, ROW);
    world
        .emulator
        .fault(cancel.does(Action::Status(refusal(403))));
    let ann = world.emulator.collaborators("my-app")?.remove(0).id;
    let said = world.failure(INVOKE).await?.replace(&ann, "<ann>");
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    Not invited again: Ann@example.com on my-app: The old invitation of Ann@example.com still stands. Invoke the action again once the cause is fixed. Scalingo refused this: not allowed. Only the owner and full collaborators of an app may manage its collaborators; limited collaborators may not. Use a token that belongs to one of them.

    Cause: DELETE /v1/apps/<app id>/collaborators/<ann>: refused with status 403

    Not touched:

      carl@example.com
    ");
    assert!(mailed(&world).is_empty());
    assert_eq!(world.people()?, PEOPLE);
    Ok(())
}

/// Lists fail from the one that would tell.
fn no_list_after(world: &World, lists: u64) {
    let list = FaultRule::on(Method::GET, PATH).after(lists);
    world
        .emulator
        .fault(list.does(Action::Status(refusal(403))));
}

#[tokio::test]
async fn cancellation_without_an_answer_is_told_when_no_list_shows_its_outcome() -> Outcome {
    let world = stage("").await?;
    let cancel = FaultRule::on(Method::DELETE, ROW);
    let answer = Answer::text(302, "");
    world
        .emulator
        .fault(cancel.does(Action::StatusAfter(answer)));
    no_list_after(&world, 1);
    let ann = world.emulator.collaborators("my-app")?.remove(0).id;
    let said = world.failure(INVOKE).await?.replace(&ann, "<ann>");
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    Unknown whether still invited: Ann@example.com on my-app: The invitation of Ann@example.com (role: full) was to be cancelled, but Scalingo did not confirm that it was, so no new one was sent. If a resource manages this person, terraform plan shows whether the invitation is missing, and terraform apply sends it; otherwise check the dashboard and invite them there, in that role. If they are still invited, invoke the action again. Scalingo answered status 302, but it leads to another address, which is not followed with credentials. Check that api_url and auth_api_url point to the Scalingo API and not to a proxy or a sign-in page.

    Cause: DELETE /v1/apps/<app id>/collaborators/<ann>: unexpected reply with status 302: it leads to another address, which is not followed with credentials

    Not touched:

      carl@example.com
    ");
    assert!(mailed(&world).is_empty());
    Ok(())
}

#[tokio::test]
async fn invitation_without_an_answer_is_told_when_no_list_shows_its_outcome() -> Outcome {
    let world = stage("").await?;
    let invite = FaultRule::on(Method::POST, PATH);
    world.emulator.fault(invite.does(Action::DropAfter));
    no_list_after(&world, 1);
    let said = world.failure(INVOKE).await?;
    insta::assert_snapshot!(said, @"
    error: Error when invoking action
    Unknown whether invited again: Ann@example.com on my-app: The old invitation of Ann@example.com (role: full) is cancelled, and it is not known whether the new one was sent. If a resource manages this person, terraform plan shows whether the invitation is missing, and terraform apply sends it; otherwise check the dashboard and invite them there, in that role. The answer was lost and the list of collaborators could not be read afterwards.

    Cause: it is not known whether the invitation was sent: POST /v1/apps/<app id>/collaborators: the API is not available: error sending request: client error (SendRequest): connection closed before message completed

    Not touched:

      carl@example.com
    ");
    assert_eq!(mailed(&world), ["Ann@example.com"]);
    Ok(())
}

#[tokio::test]
async fn addresses_are_masked_in_progress_and_messages() -> Outcome {
    let world = stage("").await?;
    world.provider("mask_addresses = true")?;
    let second = FaultRule::on(Method::POST, PATH).nth(2);
    world
        .emulator
        .fault(second.does(Action::Status(refusal(403))));
    let run = world.run(INVOKE).await?.expect_code(1)?;
    assert!(!progress(&run).is_empty());
    for address in ["ann@", "Ann@", "carl@"] {
        assert!(!run.stdout.contains(address), "{}", run.stdout);
    }
    assert!(run.stdout.contains("c…@example.com"), "{}", run.stdout);
    Ok(())
}

/// A deterministic fault for each of these numbers.
fn fault(seed: u64) -> Vec<FaultRule> {
    let action = |number: u64| match number % 5 {
        0 => Action::Status(refusal(403)),
        1 => Action::DropBefore,
        2 => Action::DropAfter,
        3 => Action::StatusAfter(Answer::text(502, "")),
        _ => Action::Status(Answer::text(500, "")),
    };
    let places = [
        (Method::DELETE, ROW),
        (Method::POST, PATH),
        (Method::GET, PATH),
    ];
    let rules = places.into_iter().zip(1..).map(|((method, path), place)| {
        let number = seed * 7 + place * 3;
        let rule = FaultRule::on(method, path).after(number % 3);
        rule.every(1 + number % 4).does(action(number))
    });
    rules.collect()
}

/// After each run whoever is off the app is named in an error, and an apply
/// brings everybody back.
#[tokio::test]
async fn nobody_is_lost_in_a_storm_without_a_word_and_an_apply_heals_it() -> Outcome {
    let emails: Vec<String> = (0..5).map(|n| format!("user{n}@example.com")).collect();
    let team = format!(
        "resource \"scalingo_collaborator\" \"team\" {{\n  for_each = toset({emails:?})\n  \
         app = \"my-app\"\n  email = each.key\n}}\n"
    );
    let mut failed = 0;
    for seed in 0..12 {
        let mut world = World::newer().await?;
        world.workspace.set("SCALINGO_RATE_WINDOW", "1s");
        world.provider("max_wait = \"4s\"")?;
        world.configure(&format!("{team}{}", action("")))?;
        world.apply().await?;
        world.emulator.accept("my-app", "user4@example.com")?;
        for rule in fault(seed) {
            world.emulator.fault(rule);
        }
        world.emulator.configure(|settings| {
            settings.rate_limit = Some(RateLimit::new(15, std::time::Duration::from_secs(1)));
        });
        let run = world.run(INVOKE).await?;
        let said = world.diagnostics(&run)?;
        let there = world.people()?.join("\n");
        assert!(there.contains("user4@example.com full accepted"), "{there}");
        let lost = emails.iter().filter(|email| !there.contains(*email));
        for email in lost {
            assert!(said.contains(&**email), "{seed}: {email}: {said}");
        }
        assert_eq!(run.code == 0, said.is_empty(), "{seed}: {said}");
        failed += i32::from(run.code != 0);
        world.emulator.clear_faults();
        world
            .emulator
            .configure(|settings| settings.rate_limit = None);
        world.apply().await?;
        assert_eq!(world.people()?.len(), emails.len(), "{seed}");
        world.run(INVOKE).await?.success()?;
        assert_eq!(world.people()?.len(), emails.len(), "{seed}");
        world.plan_is_empty().await?;
    }
    assert!((3..12).contains(&failed), "{failed} of 12 failed");
    Ok(())
}

#[tokio::test]
async fn unreadable_row_is_a_warning_and_an_error_for_whoever_is_named() -> Outcome {
    let rows = serde_json::json!({"collaborators": [
        {"id": "1", "email": "ann@example.com", "is_limited": "yes"},
        {"id": "2", "email": "ben@example.com", "status": "accepted"},
    ]});
    for (arguments, code, expected) in [
        ("", 0, "Unreadable rows are left out"),
        (
            "emails = [\"ann@example.com\"]",
            1,
            "ann@example.com: unknown, because the row cannot be read",
        ),
    ] {
        let world = stage(arguments).await?;
        let list = FaultRule::on(Method::GET, PATH);
        let odd = Answer::json(200, &rows);
        world.emulator.fault(list.does(Action::Status(odd)));
        let run = world.run(INVOKE).await?.expect_code(code)?;
        let said = world.diagnostics(&run)?;
        assert!(said.contains(expected), "{said}");
        assert_eq!((mailed(&world).len(), cancelled(&world)), (0, 0));
    }
    Ok(())
}
