//! The guide on renamed keys, situation by situation: what stands there is
//! pasted, and nobody who stays loses the access or gets an e-mail.

use anyhow::Context;
use emulator::Method;

use super::applied::shell;
use super::markdown::configurations;
use super::root;
use crate::world::{Outcome, World};

/// A heading of the guide, the team as it was before, and how many leave.
type Situation = (&'static str, String, usize);

/// A resource before, with everybody on `my-app`.
fn before(name: &str, arguments: &str) -> String {
    format!(
        "resource \"scalingo_collaborator\" {name:?} {{\n  app = \"my-app\"\n  {arguments}\n}}\n"
    )
}

fn keyed(name: &str, people: &str) -> String {
    before(name, &format!("for_each = {people}\n  email = each.value"))
}

fn single(name: &str) -> String {
    before(name, &format!("email = \"{name}@example.com\""))
}

fn counted(people: &str) -> String {
    let email = format!("{people}[count.index]");
    before(
        "people",
        &format!("count = length({people})\n  email = {email}"),
    )
}

fn situations() -> Vec<Situation> {
    let (ann, ben) = ("ann@example.com", "ben@example.com");
    let both = format!("toset([{ann:?}, {ben:?}])");
    let (one, two) = (format!("[{ann:?}, {ben:?}]"), "cleo@example.com");
    let three = format!("[{ann:?}, {ben:?}, {two:?}]");
    let a_and_b = format!("{{ a = {ann:?}, b = {ben:?} }}");
    let another_block = before("before", &format!("email = {ann:?}"))
        + "provider \"scalingo\" {\n  alias = \"other\"\n}\n";
    vec![
        (
            "A key has another name",
            keyed("team", &format!("{{ old-key = {ann:?} }}")),
            0,
        ),
        ("A count becomes a for_each", counted(&one), 0),
        (
            "Single resources become one",
            single("ann") + &single("ben"),
            0,
        ),
        ("A resource has another name", keyed("before", &both), 0),
        ("Another provider block", another_block, 0),
        ("The first of a count leaves", counted(&three), 1),
        ("Two keys swap their addresses", keyed("team", &a_and_b), 0),
        ("Every key changes at once", keyed("before", &both), 0),
    ]
}

/// Writes the blocks under a heading and runs the scripts among them.
async fn paste(world: &World, heading: &str) -> Outcome {
    let guide = configurations(&root().join("docs/guides/renamed-keys.md"))?;
    let found = guide.into_iter().find(|found| found.heading == heading);
    let found = found.with_context(|| format!("no heading {heading:?}"))?;
    world.configure("")?;
    for (name, text) in found.files {
        world.workspace.write(&name, &text)?;
        let script = world.workspace.path().join(&name);
        if script.extension().is_some_and(|ending| ending == "sh") {
            shell(world, &script).await?.success()?;
        }
    }
    Ok(())
}

fn accept_all(world: &World) -> Outcome {
    for person in world.emulator.collaborators("my-app")? {
        world.emulator.accept("my-app", &person.email)?;
    }
    Ok(())
}

async fn way_out((heading, before, leavers): Situation) -> Outcome {
    let world = World::new().await?;
    world.configure(&before)?;
    world.apply().await?;
    accept_all(&world)?;
    let mails = world.emulator.emails_sent().len();
    paste(&world, heading).await?;
    world.apply().await?;
    world.plan_is_empty().await?;
    let removed = world
        .emulator
        .count(Method::DELETE, "/v1/apps/*/collaborators/*");
    assert_eq!(removed, leavers);
    assert_eq!(world.emulator.emails_sent().len(), mails);
    assert_eq!(world.people()?.len(), mails - leavers);
    Ok(())
}

#[tokio::test]
async fn every_way_out_of_the_guide_keeps_who_stays() -> Outcome {
    for situation in situations() {
        let heading = situation.0;
        way_out(situation).await.context(heading)?;
    }
    Ok(())
}

#[tokio::test]
async fn second_instance_of_a_person_is_forgotten_as_the_guide_says() -> Outcome {
    let world = World::new().await?;
    let team = |people| world.configure(&keyed("team", people));
    team(r#"{ a = "ann@example.com" }"#)?;
    world.apply().await?;
    team(r#"{ a = "ann@example.com", b = "ann@example.com" }"#)?;
    let second = "scalingo_collaborator.team[\"b\"]";
    world
        .run(["import", second, "my-app:ann@example.com"])
        .await?
        .success()?;
    let failure = world.failure(["plan", "-json"]).await?;
    assert!(
        failure.starts_with("error: Duplicate collaborator: ann@"),
        "{failure}"
    );
    paste(&world, "One person in two instances").await?;
    world.plan_is_empty().await?;
    assert_eq!(world.people()?.len(), 1);
    Ok(())
}
