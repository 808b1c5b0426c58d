//! What becomes of each line that people and spreadsheets write.

use serde_json::{Value, json};

use super::{HEADER, planned_output, world};
use crate::world::{Outcome, World};

enum Expected {
    /// The person has these apps in this role.
    Wanted(&'static str, &'static str, &'static [&'static str]),
    /// The line is history.
    Ended(&'static str),
    /// There is nobody on the line.
    Nobody,
    /// The line is refused with these words.
    Refused(&'static [&'static str]),
}

use Expected::{Ended, Nobody, Refused, Wanted};

const BOTH: &[&str] = &["api", "shop"];
const SHOP: &[&str] = &["shop"];
const QUOTES: &str = "a quote is not closed or stands inside a field; quote the whole field, on one line, and double the quotes in it";

#[rustfmt::skip]
const LINES: &[(&str, Expected)] = &[
    ("ann@example.com,full,,,", Wanted("ann@example.com", "full", BOTH)),
    ("", Nobody),
    (",,,,", Nobody),
    (" , ,\t, , ", Nobody),
    (" bob@example.com\t, limited , shop ,,", Wanted("bob@example.com", "limited", SHOP)),
    ("\u{a0}cat@example.com\u{a0},full,shop,,", Wanted("cat@example.com", "full", SHOP)),
    ("\"dan@example.com\",\"full\",\"shop\",\"\",\"\"", Wanted("dan@example.com", "full", SHOP)),
    (" \" eve@example.com \" ,full,shop,,", Wanted("eve@example.com", "full", SHOP)),
    ("FAY@Example.COM,Full,SHOP,,", Wanted("fay@example.com", "full", SHOP)),
    ("gus@example.com,limited,\"shop, api\",,", Wanted("gus@example.com", "limited", BOTH)),
    ("hal@example.com,limited,api; shop;shop,,", Wanted("hal@example.com", "limited", BOTH)),
    ("\"\"\"i,d\"\"@example.com\",full,shop,,", Wanted("\"i,d\"@example.com", "full", SHOP)),
    ("jon@example.com,full,shop,2026-11-30,", Wanted("jon@example.com", "full", SHOP)),
    ("kim@example.com,full,shop,2026-11-29,", Ended("until 2026-11-29")),
    ("lea@example.com,full,shop,2027-01-31,2026-11-30", Ended("revoked 2026-11-30")),
    ("max@example.com,full,shop,,2026-01-01", Ended("revoked 2026-01-01")),
    ("max@example.com,limited,shop,,", Wanted("max@example.com", "limited", SHOP)),
    ("old@example.com,full,blog,,2026-01-01", Ended("revoked 2026-01-01")),
    ("\"r01@example.com,full,shop,,", Refused(&[QUOTES])),
    ("r02\"@example.com,full,shop,,", Refused(&[QUOTES])),
    ("r03@example.com,\"full\" time,shop,,", Refused(&[QUOTES])),
    ("\"r04@example.com", Refused(&[QUOTES])),
    ("\",full,shop,,", Refused(&[QUOTES])),
    ("r05@example.com,full", Refused(&["the number of fields is 2 and not 5; quote a field that holds a separator"])),
    ("r06@example.com,full,shop,api,,", Refused(&["the number of fields is 6 and not 5; quote a field that holds a separator"])),
    ("# contractors", Refused(&["the number of fields is 1 and not 5; quote a field that holds a separator"])),
    (",full,shop,,", Refused(&["email is not an address"])),
    ("r07,full,shop,,", Refused(&["email is not an address"])),
    ("r08@example.com r09@example.com,full,shop,,", Refused(&["email is not an address"])),
    ("r10@example.com,owner,shop,,", Refused(&["role must be full or limited, not \"owner\""])),
    ("r11@example.com,,shop,,", Refused(&["role must be full or limited, not \"\""])),
    ("r12@example.com,full,shop blog,,", Refused(&["unknown app \"blog\"; write some of api, shop with blanks between them, or nothing for all of them"])),
    ("r13@example.com,full,;,,", Refused(&["apps names none; leave it empty for all apps"])),
    ("r14@example.com,full,shop,2027-02-29,", Refused(&["until must be empty or a day such as 2027-01-31, not \"2027-02-29\""])),
    ("r15@example.com,full,shop,31/12/2026,", Refused(&["until must be empty or a day such as 2027-01-31, not \"31/12/2026\""])),
    ("r16@example.com,full,shop,api,", Refused(&["until must be empty or a day such as 2027-01-31, not \"api\""])),
    ("r17@example.com,full,shop,,yes", Refused(&["revoked must be empty or a day such as 2027-01-31, not \"yes\""])),
    ("r18@example.com,full,shop,,2027-01-31", Refused(&["revoked counts at once, and 2027-01-31 is still to come; write the last day into until"])),
    ("ann@example.com,full,shop,,", Refused(&["the same person as on line 2, also for shop, with the same role; delete or revoke one of the two"])),
    ("hal@example.com,limited,,,", Refused(&["the same person as on line 12, also for api and shop, with the same role; delete or revoke one of the two"])),
    ("Bob@example.com,full,,,", Refused(&["the same person as on line 6, also for shop, as full instead of limited; delete or revoke one of the two"])),
    ("r19,boss,,,soon", Refused(&[
        "email is not an address",
        "role must be full or limited, not \"boss\"",
        "revoked must be empty or a day such as 2027-01-31, not \"soon\"",
    ])),
];

/// The lines under a header, with the marks that a spreadsheet leaves.
fn spreadsheet<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let header = ["\u{feff}Email, \"role\",APPS,until ,revoked"];
    let lines: Vec<&str> = header.into_iter().chain(lines).collect();
    lines.join("\r\n")
}

/// What is refused of this file, line by line.
async fn refused(world: &World, text: &str) -> anyhow::Result<Vec<String>> {
    world.workspace.write("team.csv", text)?;
    let run = world.run(["plan", "-json"]).await?.expect_code(1)?;
    let said = run.diagnostics()?;
    assert_eq!(said.len(), 1, "{}", world.diagnostics(&run)?);
    let lines = said[0].detail.lines().map(str::trim);
    let named = lines.filter(|line| line.starts_with("team.csv:"));
    Ok(named.map(str::to_owned).collect())
}

#[tokio::test]
async fn lines_that_cannot_be_read_are_refused_by_number() -> Outcome {
    let world = world().await?;
    let mut expected = Vec::new();
    for (number, (_, line)) in (2..).zip(LINES) {
        if let Refused(reasons) = line {
            expected.extend(
                reasons
                    .iter()
                    .map(|why| format!("team.csv:{number}: {why}")),
            );
        }
    }
    assert!(expected.len() >= 20);
    let text = spreadsheet(LINES.iter().map(|(text, _)| *text));
    assert_eq!(refused(&world, &text).await?, expected);
    assert!(world.emulator.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn all_other_lines_are_read() -> Outcome {
    let world = world().await?;
    let readable = LINES.iter().filter(|(_, line)| !matches!(line, Refused(_)));
    let text = spreadsheet(readable.clone().map(|(text, _)| *text));
    world.workspace.write("team.csv", &text)?;
    let (mut people, mut ended) = (json!({"api": {}, "shop": {}}), Vec::new());
    for (number, (text, line)) in (2..).zip(readable) {
        match line {
            Wanted(email, role, apps) => {
                for app in *apps {
                    people[*app][*email] = Value::from(*role);
                }
            }
            Ended(why) => {
                let (email, _) = text.split_once(',').unwrap();
                ended.push(format!("{email}: {why} (team.csv:{number})"));
            }
            Nobody | Refused(_) => {}
        }
    }
    assert_eq!(planned_output(&world, "people").await?, people);
    assert_eq!(planned_output(&world, "ended").await?, json!(ended));
    Ok(())
}

#[tokio::test]
async fn wrong_header_is_refused_before_anything_below_it() -> Outcome {
    let world = world().await?;
    for (text, expected) in [
        (
            "",
            &[
                "1: missing column apps, email, revoked, role, until; separate columns by commas or semicolons",
                "1: there is nobody below the header; to remove everybody, revoke them or destroy the team",
            ][..],
        ),
        (
            "\n\nemail,role,apps,until\nann\n",
            &["3: missing column revoked; separate columns by commas or semicolons"],
        ),
        (
            "email,role,apps,until,revoke,team\nann\n",
            &[
                "1: missing column revoked; separate columns by commas or semicolons",
                "1: unknown column \"revoke\", \"team\"; the columns are email,role,apps,until,revoked, in any order",
            ],
        ),
        (
            "email,role,apps,until,revoked,Email\nann\n",
            &["1: two columns have the same name; delete one"],
        ),
        (
            "email,role,apps,until,\"revoked\nann\n",
            &[
                "1: a quote is not closed or stands inside a field; quote the whole field, on one line, and double the quotes in it",
            ],
        ),
        (
            "email,role,apps,until,revoked\n,,,,\n",
            &[
                "1: there is nobody below the header; to remove everybody, revoke them or destroy the team",
            ],
        ),
    ] {
        let expected: Vec<String> = expected
            .iter()
            .map(|line| format!("team.csv:{line}"))
            .collect();
        assert_eq!(refused(&world, text).await?, expected, "{text:?}");
    }
    Ok(())
}

#[tokio::test]
async fn columns_stand_in_any_order_and_may_be_separated_by_semicolons() -> Outcome {
    let world = world().await?;
    let text = "revoked;until;apps;role;email\r;;\"shop;api\";limited;ann@example.com\r;;shop,api;full;bob@example.com";
    world.workspace.write("team.csv", text)?;
    let both = json!({"ann@example.com": "limited", "bob@example.com": "full"});
    let people = json!({"api": both, "shop": both});
    assert_eq!(planned_output(&world, "people").await?, people);
    Ok(())
}

#[tokio::test]
async fn time_that_cannot_be_read_is_refused() -> Outcome {
    let world = world().await?;
    super::rows(&world, &["ann@example.com,full,,2026-01-01,"])?;
    super::at(&world, "2026-11-30")?;
    let said = world.failure(["plan", "-json"]).await?;
    assert!(said.contains("The time must look like"), "{said}");
    Ok(())
}

#[tokio::test]
async fn file_of_another_encoding_is_refused() -> Outcome {
    let world = world().await?;
    let text = [HEADER.as_bytes(), b"\nJ\xf6rg@example.com,full,,,\n"].concat();
    std::fs::write(world.workspace.path().join("team.csv"), text)?;
    let said = world.failure(["plan", "-json"]).await?;
    assert!(said.contains("not text in UTF-8"), "{said}");
    Ok(())
}
