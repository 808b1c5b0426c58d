//! The ephemeral resource `scalingo_invitation`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use emulator::{Action, FaultRule, Method, Replies};

use super::{answered, holding, log_everything, token};
use crate::world::{Outcome, World, refusal};

const OPEN_AND_CLOSE: [&str; 2] = ["OpenEphemeralResource", "CloseEphemeralResource"];

/// The invitation of somebody to `my-app`, which must satisfy the condition.
fn expect(world: &World, email: &str, condition: &str) -> Outcome {
    world.configure(&invitation("\"my-app\"", email, condition))
}

fn invitation(app: &str, email: &str, condition: &str) -> String {
    format!(
        r#"
ephemeral "scalingo_invitation" "it" {{
  app   = {app}
  email = {email:?}

  lifecycle {{
    postcondition {{
      condition     = {condition}
      error_message = "Something else was expected."
    }}
  }}
}}
"#
    )
}

/// A condition that holds for this link, which it does not contain.
fn is_pending_with(link: &str) -> String {
    let link = BASE64_STANDARD.encode(link);
    format!("self.status == \"pending\" && base64encode(self.link) == {link:?}")
}

#[tokio::test]
async fn link_of_a_pending_invitation_is_opened_in_any_letter_case() -> Outcome {
    let world = World::newer().await?;
    let there = world
        .emulator
        .add_collaborator("my-app", "Ann@example.com", true)?;
    let condition = is_pending_with(&there.invitation_link);
    expect(&world, "ann@EXAMPLE.com", &condition)?;
    world.apply().await?;
    assert!(world.emulator.emails_sent().is_empty());
    Ok(())
}

#[tokio::test]
async fn nobody_accepted_and_owner_are_a_null_link_and_no_error() -> Outcome {
    for old in [false, true] {
        let world = World::newer().await?;
        world.emulator.configure(|settings| {
            settings.replies = Replies {
                old,
                ..Replies::default()
            };
        });
        world
            .emulator
            .add_collaborator("my-app", "ann@example.com", false)?;
        world.emulator.accept("my-app", "ann@example.com")?;
        let owner = world.emulator.user().email.clone();
        for (email, condition) in [
            (
                "ann@example.com",
                "self.link == null && self.status == \"accepted\"",
            ),
            (
                "ben@example.com",
                "self.link == null && self.status == null",
            ),
            (&*owner, "self.link == null && self.status == null"),
        ] {
            expect(&world, email, condition)?;
            let applied = world.apply().await?;
            assert_eq!(world.diagnostics(&applied)?, "", "{email}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn renewed_invitation_has_the_renewed_link() -> Outcome {
    let world = World::newer().await?;
    world
        .emulator
        .add_collaborator("my-app", "ann@example.com", true)?;
    let person = "resource \"scalingo_collaborator\" \"ann\" {\n  app = \"my-app\"\n  \
                  email = \"ann@example.com\"\n  limited = true\n}\n";
    let renewed = world
        .emulator
        .reinvite_collaborator("my-app", "ann@example.com")?;
    let condition = is_pending_with(&renewed.invitation_link);
    let opened = invitation("\"my-app\"", "ann@example.com", &condition);
    world.configure(&format!("{person}{opened}"))?;
    world.apply().await?;
    Ok(())
}

#[tokio::test]
async fn opened_and_closed_in_pairs_and_not_at_all_while_the_configuration_is_unknown() -> Outcome {
    let mut world = World::newer().await?;
    log_everything(&mut world);
    expect(&world, "ann@example.com", "self.link == null")?;
    world.run(["plan", "-out=saved"]).await?.success()?;
    assert_eq!(answered(&world, OPEN_AND_CLOSE)?, [1, 1]);
    world.run(["apply", "saved"]).await?.success()?;
    assert_eq!(answered(&world, OPEN_AND_CLOSE)?, [1, 1]);

    let opened = invitation(
        "scalingo_app.new.id",
        "ann@example.com",
        "self.link == null",
    );
    let app = "resource \"scalingo_app\" \"new\" {\n  name = \"my-new-app\"\n}\n";
    world.configure(&format!("{app}{opened}"))?;
    world.run(["plan", "-out=saved"]).await?.success()?;
    assert_eq!(answered(&world, OPEN_AND_CLOSE)?, [0, 0]);
    world.run(["apply", "saved"]).await?.success()?;
    assert_eq!(answered(&world, OPEN_AND_CLOSE)?, [1, 1]);
    Ok(())
}

/// Whoever has the token of a link can join.
#[tokio::test]
async fn link_is_in_no_state_plan_log_or_message() -> Outcome {
    let mut world = World::newer().await?;
    log_everything(&mut world);
    let there = world
        .emulator
        .add_collaborator("my-app", "ann@example.com", true)?;
    let condition = is_pending_with(&there.invitation_link);
    let opened = invitation("\"my-app\"", "ann@example.com", &condition);
    let person = "resource \"scalingo_collaborator\" \"ann\" {\n  app = \"my-app\"\n  \
                  email = \"ann@example.com\"\n  limited = true\n}\n";
    let reads = "data \"scalingo_collaborators\" \"all\" {\n  app = \"my-app\"\n}\n";
    world.configure(&format!("{opened}{person}{reads}"))?;
    let mut said = Vec::new();
    for arguments in [
        &["plan", "-out=saved"][..],
        &["show", "-json", "saved"],
        &["apply", "-json", "saved"],
        &["state", "pull"],
    ] {
        let run = world.workspace.terraform(arguments).await?.success()?;
        said.extend([run.stdout, run.stderr]);
    }
    let token = token(&there.invitation_link)?;
    assert!(!said.concat().contains(token));
    assert_eq!(holding(&world, token)?, [""; 0]);
    assert!(!holding(&world, "ann@example.com")?.is_empty());
    assert!(!holding(&world, "OpenEphemeralResource")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn link_is_in_no_message_about_a_failure() -> Outcome {
    let mut world = World::newer().await?;
    log_everything(&mut world);
    let there = world
        .emulator
        .add_collaborator("my-app", "ann@example.com", true)?;
    expect(&world, "ann@example.com", "self.status == \"accepted\"")?;
    let said = world.failure(["plan", "-json"]).await?;
    assert!(said.contains("Something else was expected."), "{said}");
    let list = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    let spoilt = Action::Garbage(emulator::Garbage::WrongTypes);
    world.emulator.fault(list.does(spoilt));
    let garbled = world.failure(["plan", "-json"]).await?;
    let token = token(&there.invitation_link)?;
    assert!(!said.contains(token) && !garbled.contains(token));
    assert_eq!(holding(&world, token)?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn app_that_does_not_answer_is_an_error_until_it_is_said_to_be_gone() -> Outcome {
    let world = World::newer().await?;
    let condition = "self.link == null && self.status == null";
    let opened = invitation("\"no-app\"", "ann@example.com", condition);
    world.configure(&opened)?;
    insta::assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: No such app
    at ephemeral "scalingo_invitation" "it": app   = "no-app"
    No app "no-app" is visible to this token in the configured region. Check the spelling, the provider's region, and whether the token's user is the owner or a collaborator of the app. If this configuration creates the app, refer to its ID (app = scalingo_app.<name>.id), and Terraform waits until it is there. If the app was deleted, say so in the provider block: gone_apps = ["no-app"].
    "#);
    world.provider("gone_apps = [\"no-app\"]")?;
    world.apply().await?;
    Ok(())
}

#[tokio::test]
async fn refused_list_is_an_error_and_not_nobody() -> Outcome {
    let world = World::newer().await?;
    let list = FaultRule::on(Method::GET, "/v1/apps/*/collaborators");
    world
        .emulator
        .fault(list.does(Action::Status(refusal(403))));
    expect(&world, "ann@example.com", "self.link == null")?;
    let said = world.failure(["plan", "-json"]).await?;
    assert!(
        said.contains("error: Cannot read the collaborators"),
        "{said}"
    );
    Ok(())
}

#[tokio::test]
async fn address_and_app_are_checked_without_a_call() -> Outcome {
    let world = World::newer().await?;
    world.configure(&invitation("\"my app\"", "ann", "self.link == null"))?;
    insta::assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Not an ID or name: app
    at ephemeral "scalingo_invitation" "it": app   = "my app"
    app must be the ID or the name of what the person works on: it contains blanks.
    ---
    error: Not an e-mail address
    at ephemeral "scalingo_invitation" "it": email = "ann"
    email must be one address such as "user1@example.com": there is no "@" in it.
    "#);
    assert!(world.emulator.take_requests().is_empty());
    Ok(())
}

/// 1.11 knows ephemeral resources too.
#[tokio::test]
async fn link_is_opened_on_the_terraform_of_the_path() -> Outcome {
    let world = World::new().await?;
    let there = world
        .emulator
        .add_collaborator("my-app", "ann@example.com", true)?;
    let condition = is_pending_with(&there.invitation_link);
    expect(&world, "ann@example.com", &condition)?;
    world.apply().await?;
    Ok(())
}
