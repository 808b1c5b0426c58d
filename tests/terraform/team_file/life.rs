//! The life of one row, as the guide tells it in a table.

use std::fmt::Write;

use super::{NOW, at, planned_output, root, rows, world};
use crate::review::{plan, reviewed};
use crate::world::{Outcome, World};

const ROW: &str = "ann@example.com,limited,,,";
const REVOKED: &str = "ann@example.com,limited,,,2026-11-30";
const UNTIL: &str = "ann@example.com,full,,2026-12-31,";

/// What happens, in the words of the guide, and the file and the day of it.
const LIFE: [(&str, &[&str], &str); 13] = [
    ("a new row", &[ROW], NOW),
    ("unchanged, and the person accepts", &[ROW], NOW),
    ("another role", &["ann@example.com,full,,,"], NOW),
    ("a future day in `until`", &[UNTIL], NOW),
    (
        "unchanged, and the day in `until` ends",
        &[UNTIL],
        "2027-01-01T00:00:00Z",
    ),
    (
        "a later day in `until`, or none",
        &["ann@example.com,full,,2027-01-31,"],
        "2027-01-01T00:00:00Z",
    ),
    ("a day in `revoked`", &[REVOKED], NOW),
    ("no day in `revoked` any more", &[ROW], NOW),
    ("a day in `revoked` again", &[REVOKED], NOW),
    ("a new row below the revoked one", &[REVOKED, ROW], NOW),
    (
        "unchanged, and somebody removes the person by hand",
        &[REVOKED, ROW],
        NOW,
    ),
    (
        "one app fewer in `apps`",
        &["ann@example.com,limited,shop,,"],
        NOW,
    ),
    (
        "no row any more",
        &["bob@example.com,full,api,2026-01-01,"],
        NOW,
    ),
];

/// What somebody does by hand before the plan of this step.
fn by_hand(world: &World, what: &str) -> Outcome {
    for app in ["my-app", "my-api"] {
        if what.ends_with("accepts") {
            world.emulator.accept(app, "ann@example.com")?;
        } else if what.ends_with("by hand") {
            world.emulator.remove_collaborator(app, "ann@example.com")?;
        }
    }
    Ok(())
}

/// What the reviewer reads about Ann, without her roles and apps.
fn verbs(review: &str) -> String {
    let verb = |line: &str| Some(line.strip_prefix("- **")?.split_once("**")?.0.to_owned());
    let mut verbs: Vec<String> = review.lines().filter_map(verb).collect();
    verbs.dedup();
    match verbs.as_slice() {
        [] => "nothing".to_owned(),
        verbs => verbs.join(", "),
    }
}

#[tokio::test]
async fn life_of_a_row_is_what_the_guide_says() -> Outcome {
    let world = world().await?;
    let mut table = "| the row | the plan says | e-mail |\n| --- | --- | --- |\n".to_owned();
    for (what, file, now) in LIFE {
        by_hand(&world, what)?;
        at(&world, now)?;
        rows(&world, file)?;
        let plan = verbs(&reviewed(&plan(&world).await?, "{}")?);
        if plan == "nothing" {
            world.plan_is_empty().await?;
        }
        let mails = world.emulator.emails_sent().len();
        world.apply().await?;
        world.plan_is_empty().await?;
        let mail = match world.emulator.emails_sent().len() - mails {
            0 => "none",
            _ => "an invitation",
        };
        writeln!(table, "| {what} | {plan} | {mail} |")?;
    }
    let guide = std::fs::read_to_string(root().join("docs/guides/team-lists.md"))?;
    assert!(guide.contains(&table), "the guide must say:\n\n{table}");
    Ok(())
}

#[tokio::test]
async fn plan_says_who_leaves_because_of_until_and_which_line_says_so() -> Outcome {
    let world = world().await?;
    rows(&world, &[UNTIL, "bob@example.com,full,,,"])?;
    world.apply().await?;
    at(&world, "2027-01-01T00:00:00Z")?;
    let plan = world.run(["plan", "-no-color"]).await?.success()?.stdout;
    for part in [
        "- \"ann@example.com\",",
        "+ \"ann@example.com: until 2026-12-31 (team.csv:2)\",",
        "Plan: 0 to add, 2 to change, 0 to destroy.",
    ] {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    let ended = planned_output(&world, "ended").await?;
    assert_eq!(ended.as_array().map(Vec::len), Some(1));
    Ok(())
}
