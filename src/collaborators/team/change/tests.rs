use super::*;

fn people(members: &[(&str, bool)]) -> Members {
    let member = |(email, is_limited): &(&str, bool)| (Email::as_given(*email), *is_limited);
    members.iter().map(member).collect()
}

fn emails(emails: &[&str]) -> Vec<Email> {
    emails.iter().map(|email| Email::as_given(*email)).collect()
}

fn member(email: &str, is_limited: bool) -> Member {
    Member {
        email: Email::as_given(email),
        is_limited,
    }
}

fn changed(before: &[(&str, bool)], after: &[(&str, bool)], ignored: &[&str]) -> Change {
    let ignored = emails(ignored).into_iter().collect();
    change(&people(before), &people(after), &ignored, &BTreeMap::new())
}

#[test]
fn letter_case_and_order_are_no_change() {
    let before = [("ann@a.io", false), ("ben@a.io", true)];
    let after = [("BEN@a.io", true), ("Ann@A.io", false)];
    assert_eq!(changed(&before, &after, &[]), Change::default());
}

#[test]
fn everybody_is_told_apart_by_state_and_configuration() {
    let before = [
        ("ann@a.io", false),
        ("ben@a.io", false),
        ("cleo@a.io", true),
    ];
    let after = [("ann@a.io", false), ("Ben@a.io", true), ("dan@a.io", false)];
    let expected = Change {
        arriving: vec![member("dan@a.io", false)],
        changing: vec![member("ben@a.io", true)],
        leaving: emails(&["cleo@a.io"]),
        ignored: Vec::new(),
    };
    assert_eq!(changed(&before, &after, &[]), expected);
}

#[test]
fn ignored_member_leaves_the_state_and_not_the_app() {
    let change = changed(&[("bot@a.io", false)], &[], &["Bot@a.io"]);
    assert_eq!(change.ignored, emails(&["bot@a.io"]));
    assert!(change.leaving.is_empty());
}

#[test]
fn new_address_of_the_same_collaborator_is_no_change() {
    let renamed = [(Email::as_given("new@a.io"), Email::as_given("old@a.io"))];
    let (before, after) = (people(&[("old@a.io", true)]), people(&[("new@a.io", true)]));
    let change = change(&before, &after, &BTreeSet::new(), &renamed.into());
    assert_eq!(change, Change::default());
}

#[test]
fn people_who_come_are_decided_as_people_alone_are() {
    use Presence::{Absent, Accepted, Owner, Pending};
    let there = |member: &Member| match member.email.as_str() {
        "pending@a.io" => Pending { role_fits: true },
        "accepted@a.io" | "own@a.io" => Accepted { role_fits: true },
        "owner@a.io" | "boss@a.io" => Owner,
        _ => Absent,
    };
    let arriving = [
        member("new@a.io", false),
        member("pending@a.io", false),
        member("accepted@a.io", false),
        member("own@a.io", false),
        member("owner@a.io", false),
        member("boss@a.io", true),
    ];
    let sorted = newcomers(&arriving, there, |member| {
        member.email.as_str() == "own@a.io"
    });
    let expected = Newcomers {
        invited: emails(&["new@a.io"]),
        taken_over: emails(&["pending@a.io", "own@a.io"]),
        unasked: emails(&["accepted@a.io"]),
        limited_owners: emails(&["boss@a.io"]),
    };
    assert_eq!(sorted, expected);
}

#[test]
fn unlisted_are_those_whom_nobody_lists_or_ignores() {
    let there = emails(&["ann@a.io", "bot@a.io", "eve@a.io"]);
    let ignored = emails(&["BOT@a.io"]).into_iter().collect();
    let found = unlisted(there.iter(), &people(&[("Ann@a.io", true)]), &ignored);
    assert_eq!(found, emails(&["eve@a.io"]));
}
