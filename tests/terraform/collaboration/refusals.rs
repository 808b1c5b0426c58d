//! What is refused, and the ways out.

use super::{ACCEPTED, LINK, acceptances, invite, joined, own, robot};
use crate::world::{Outcome, World};

const APPLY: [&str; 3] = ["apply", "-auto-approve", "-json"];

/// An apply that must fail and leave the state empty.
async fn refused(world: &World) -> anyhow::Result<String> {
    let failure = world.failure(APPLY).await?;
    assert!(world.workspace.addresses().await?.is_empty());
    Ok(failure)
}

#[tokio::test]
async fn null_link_is_an_error_when_the_account_is_to_join() -> Outcome {
    let (world, _) = robot().await?;
    insta::assert_snapshot!(refused(&world).await?, @r#"
    error: No invitation link: robot@example.com is not on my-app
    at resource "scalingo_collaboration" "own": invitation_link_wo = var.link
    The API token belongs to robot@example.com, who is not (or no longer) on "my-app". Joining needs the link of a pending invitation, but invitation_link_wo is null. Have the owner or a full collaborator of the app invite robot@example.com, and take the link from the ephemeral resource scalingo_invitation in a provider block with their token:

      invitation_link_wo = ephemeral.scalingo_invitation.<name>.link
    "#);
    Ok(())
}

#[tokio::test]
async fn masked_address_of_the_account_is_shown_nowhere() -> Outcome {
    let (world, _) = robot().await?;
    world.provider("mask_addresses = true")?;
    let failure = refused(&world).await?;
    assert!(failure.contains("r…@example.com"), "{failure}");
    assert!(!failure.contains("robot@example.com"), "{failure}");
    Ok(())
}

#[tokio::test]
async fn text_without_a_token_is_refused_and_not_shown() -> Outcome {
    let (mut world, _) = robot().await?;
    world
        .workspace
        .set("TF_VAR_link", "https://my.scalingo.com/?tokens=s3cret");
    let failure = refused(&world).await?;
    assert!(!failure.contains("s3cret"), "{failure}");
    insta::assert_snapshot!(failure, @r#"
    error: Not an invitation link
    at resource "scalingo_collaboration" "own": invitation_link_wo = var.link
    invitation_link_wo must be the whole link of an invitation, as in Scalingo's e-mail: a URL with token=… in it. The value is not shown because it is a secret. Take it from the ephemeral resource scalingo_invitation, or copy the whole link from the e-mail.
    "#);
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn link_of_an_invitation_that_was_cancelled_or_sent_again_says_so() -> Outcome {
    let (mut world, _) = robot().await?;
    let link = invite(&mut world, "my-app")?;
    world
        .emulator
        .reinvite_collaborator("my-app", "robot@example.com")?;
    let failure = refused(&world).await?;
    assert!(!failure.contains(&link), "{failure}");
    insta::assert_snapshot!(failure, @r#"
    error: Invitation used up or cancelled: robot@example.com on my-app
    at resource "scalingo_collaboration" "own": invitation_link_wo = var.link
    Scalingo has no pending invitation with this link: it was used, cancelled, or sent again, which creates a new link. robot@example.com is not on "my-app". Invite robot@example.com again if nothing is pending, and use the new link.
    "#);
    Ok(())
}

#[tokio::test]
async fn link_to_another_app_says_which_one_was_joined_and_how_to_leave_it() -> Outcome {
    let (mut world, _) = robot().await?;
    let other = world.emulator.add_app("other-app")?.id;
    world
        .emulator
        .add_collaborator("my-app", "robot@example.com", false)?;
    invite(&mut world, "other-app")?;
    let failure = refused(&world).await?.replace(&other, "<other id>");
    insta::assert_snapshot!(failure, @r#"
    error: Joined another app: robot@example.com on other-app
    at resource "scalingo_collaboration" "own": invitation_link_wo = var.link
    The link was an invitation to "other-app", not to "my-app", which becomes apparent only when it is accepted, so robot@example.com is on "other-app" now. To leave that app again, import it into a resource of its own and destroy that:

      import {
        to = <address of a scalingo_collaboration>
        id = "<other id>"
      }

    The owner of "other-app" can remove robot@example.com as well. Then use the link of an invitation to "my-app".
    "#);

    let failure = refused(&world).await?;
    assert!(
        failure.contains("Invitation used up or cancelled"),
        "{failure}"
    );

    world.workspace.unset("TF_VAR_link");
    own(&world, "other-app", "")?;
    let import = format!(
        "import {{\n  to = {}\n  id = {other:?}\n}}\n",
        super::ADDRESS
    );
    world.workspace.write("import.tf", &import)?;
    world.apply().await?;
    std::fs::remove_file(world.workspace.path().join("import.tf"))?;
    world.destroy().await?;
    assert!(world.emulator.collaborators("other-app")?.is_empty());
    Ok(())
}

#[tokio::test]
async fn link_to_another_app_where_the_account_is_already_is_not_accepted() -> Outcome {
    let (mut world, robot) = robot().await?;
    world.emulator.add_app("other-app")?;
    world.emulator.share("other-app", &robot)?;
    let link = world
        .emulator
        .add_collaborator("other-app", "somebody@example.com", false)?;
    world.workspace.set("TF_VAR_link", link.invitation_link);
    insta::assert_snapshot!(refused(&world).await?, @r#"
    error: Invitation not accepted: robot@example.com on my-app
    at resource "scalingo_collaboration" "own": invitation_link_wo = var.link
    Scalingo refused to let robot@example.com join by this link, and robot@example.com is not on "my-app". Most likely the link is an invitation to another app on which robot@example.com already is a collaborator. Use the link of an invitation to "my-app".

    Cause: GET /v1/apps/collaboration: not accepted, status 400
    "#);
    assert_eq!(acceptances(&world.emulator), 1);
    Ok(())
}

#[tokio::test]
async fn owner_of_the_app_is_refused() -> Outcome {
    let mut world = World::new().await?;
    own(&world, "my-app", "")?;
    let invited = world
        .emulator
        .add_collaborator("my-app", "robot@example.com", false)?;
    world.workspace.set("TF_VAR_link", invited.invitation_link);
    insta::assert_snapshot!(refused(&world).await?, @r#"
    error: The owner is not a collaborator: owner@example.com
    at resource "scalingo_collaboration" "own": app                = "my-app"
    The API token belongs to owner@example.com, who owns "my-app" and needs no invitation. Remove this resource, or give its provider block the token of the user who is to join.
    "#);
    assert_eq!(acceptances(&world.emulator), 0);
    Ok(())
}

#[tokio::test]
async fn account_that_became_the_owner_stays_and_destroy_removes_nobody() -> Outcome {
    let (world, robot) = joined().await?;
    world.emulator.transfer_app("my-app", &robot)?;
    world.plan_is_empty().await?;
    let before = world.people()?;
    world.destroy().await?;
    assert_eq!(world.people()?, before);
    Ok(())
}

#[tokio::test]
async fn token_of_another_account_neither_joins_nor_leaves_for_the_first() -> Outcome {
    let (mut world, _) = joined().await?;
    let other = world.emulator.add_user("other", "other@example.com")?;
    world.emulator.share("my-app", &other)?;
    let people = world.people()?;
    world.workspace.set("SCALINGO_API_TOKEN", &*other.api_token);
    insta::assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: The token belongs to another user: other@example.com instead of robot@example.com
    at resource "scalingo_collaboration" "own": resource "scalingo_collaboration" "own" {
    The state says that robot@example.com works on "my-app", but the API token belongs to other@example.com. Nothing was changed. Use the token of robot@example.com again, also to leave the app. If robot@example.com should stay on the app without this configuration, run terraform state rm; after that, other@example.com can join.
    "#);
    for command in [
        &["apply", "-auto-approve", "-json"][..],
        &["destroy", "-auto-approve", "-json"],
        &["destroy", "-auto-approve", "-json", "-refresh=false"],
    ] {
        let run = world.workspace.terraform(command).await?.expect_code(1)?;
        let said = world.diagnostics(&run)?;
        assert!(said.contains("The token belongs to another user"), "{said}");
        assert_eq!(world.workspace.addresses().await?.len(), 1);
    }
    assert_eq!(world.people()?, people);

    world
        .run(["state", "rm", super::ADDRESS])
        .await?
        .success()?;
    world.apply().await?;
    world.destroy().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn limited_account_cannot_leave_by_itself() -> Outcome {
    let (world, _) = joined().await?;
    world
        .emulator
        .set_limited("my-app", "robot@example.com", true)?;
    let destroy = ["destroy", "-auto-approve", "-json"];
    insta::assert_snapshot!(world.failure(destroy).await?, @r#"
    error: Cannot leave an app: robot@example.com on my-app
    As a limited collaborator, robot@example.com can see "my-app" but not its list of collaborators, and nobody can leave without knowing their own entry in that list. The resource is kept in the state. Have the owner or a full collaborator of the app remove robot@example.com, or give robot@example.com the full role, and try again. terraform state rm forgets the resource, and robot@example.com stays on the app.
    "#);
    world
        .emulator
        .set_limited("my-app", "robot@example.com", false)?;
    world.destroy().await?;
    assert!(world.people()?.is_empty());
    Ok(())
}

/// Instances for one app by name and by ID, which could not be known for one
/// before the robot joined.
async fn twins() -> anyhow::Result<World> {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let id = world.emulator.app("my-app")?.id;
    world.configure(&format!(
        r#"
{LINK}
resource "scalingo_collaboration" "name" {{
  app                = "my-app"
  invitation_link_wo = var.link
}}

resource "scalingo_collaboration" "id" {{
  depends_on = [scalingo_collaboration.name]
  app        = {id:?}
}}
"#
    ))?;
    world.apply().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(world)
}

#[tokio::test]
async fn two_instances_for_one_app_are_refused_and_either_can_be_forgotten() -> Outcome {
    let world = twins().await?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(failure.contains("Duplicate collaboration: "), "{failure}");
    own(&world, "my-app", "")?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(failure.contains("Both joined and left: "), "{failure}");
    let forget = ["state", "rm", "scalingo_collaboration.id"];
    world.run(forget).await?.success()?;
    let rename = ["state", "mv", "scalingo_collaboration.name", super::ADDRESS];
    world.run(rename).await?.success()?;
    world.plan_is_empty().await?;
    assert_eq!(world.people()?, [ACCEPTED]);
    Ok(())
}

#[tokio::test]
async fn two_instances_for_one_app_are_destroyed_without_a_refresh() -> Outcome {
    let world = twins().await?;
    let failure = world.failure(["destroy", "-auto-approve", "-json"]).await?;
    assert!(failure.contains("Duplicate collaboration: "), "{failure}");
    let destroy = ["destroy", "-auto-approve", "-refresh=false"];
    world.run(destroy).await?.success()?;
    assert!(world.people()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn import_of_no_collaboration_says_what_was_looked_for() -> Outcome {
    let (mut world, _) = robot().await?;
    invite(&mut world, "my-app")?;
    let import = |id: &str| format!("import {{\n  to = {}\n  id = {id:?}\n}}\n", super::ADDRESS);
    world.workspace.write("import.tf", &import("my-app"))?;
    insta::assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Nothing to import
    Looked for the app "my-app" at <url>/ as robot@example.com and found none on which this user is a collaborator. A pending invitation does not count, and the owner of an app is not one of its collaborators. The import ID of a collaboration is the ID or the name of its app, such as "my-app".
    "#);
    world
        .workspace
        .write("import.tf", &import("my-app:robot@example.com"))?;
    insta::assert_snapshot!(world.failure(["plan", "-json"]).await?, @r#"
    error: Invalid import ID
    "my-app:robot@example.com" cannot be imported: it contains ':'. The import ID of a collaboration is the ID or the name of its app, such as "my-app".
    "#);
    Ok(())
}
