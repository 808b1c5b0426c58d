use scalingo::Email;

use super::{Seat, Seats, Verdict, Written};

fn seat(app: &str, email: &str, id: Option<&str>) -> Seat {
    Seat {
        apps: vec![app.to_owned()],
        email: Email::as_given(email),
        id: id.map(str::to_owned),
    }
}

fn ann() -> Seat {
    seat("app", "ann@example.com", None)
}

fn nonce(name: &str) -> String {
    name.to_owned()
}

#[test]
fn second_holder_is_told_whichever_comes_second() {
    let seats = Seats::default();
    assert_eq!(seats.holds(&ann(), &nonce("a")), Verdict::Free);
    assert_eq!(seats.holds(&ann(), &nonce("b")), Verdict::HeldTwice);
}

#[test]
fn seat_held_and_left_is_told_in_either_order() {
    let holder_first = Seats::default();
    assert_eq!(holder_first.holds(&ann(), &nonce("a")), Verdict::Free);
    assert_eq!(
        holder_first.leaves(&ann(), &nonce("b")),
        Verdict::HeldAndLeft
    );
    let leaver_first = Seats::default();
    assert_eq!(leaver_first.leaves(&ann(), &nonce("b")), Verdict::Free);
    assert_eq!(
        leaver_first.holds(&ann(), &nonce("a")),
        Verdict::HeldAndLeft
    );
}

#[test]
fn object_planned_again_is_the_same_holder() {
    let seats = Seats::default();
    seats.holds(&ann(), &nonce("a"));
    assert_eq!(seats.holds(&ann(), &nonce("a")), Verdict::Free);
}

#[test]
fn object_made_anew_in_its_own_seat_is_alone() {
    let seats = Seats::default();
    seats.holds(&ann(), &nonce("a"));
    assert_eq!(seats.leaves(&ann(), &nonce("a")), Verdict::Free);
    assert_eq!(seats.holds(&ann(), &nonce("a")), Verdict::Free);
}

#[test]
fn two_may_leave_one_seat() {
    let seats = Seats::default();
    seats.leaves(&ann(), &nonce("a"));
    assert_eq!(seats.leaves(&ann(), &nonce("b")), Verdict::Free);
}

#[test]
fn letter_case_collaborator_id_and_other_names_of_the_app_are_the_same_seat() {
    let same = [
        seat("app", "ANN@Example.com", None),
        seat("app", "renamed@example.com", Some("1")),
        Seat {
            apps: vec!["my-app".to_owned(), "app".to_owned()],
            ..ann()
        },
    ];
    for other in same {
        let seats = Seats::default();
        seats.holds(&seat("app", "ann@example.com", Some("1")), &nonce("a"));
        assert_eq!(
            seats.leaves(&other, &nonce("b")),
            Verdict::HeldAndLeft,
            "{other:?}"
        );
    }
    let others = [
        seat("app", "ben@example.com", Some("2")),
        seat("other", "ann@example.com", Some("1")),
    ];
    for other in others {
        let seats = Seats::default();
        seats.holds(&seat("app", "ann@example.com", Some("1")), &nonce("a"));
        assert_eq!(
            seats.leaves(&other, &nonce("b")),
            Verdict::Free,
            "{other:?}"
        );
    }
}

#[test]
fn names_that_turn_out_to_be_one_seat_bring_their_notes_together() {
    let seats = Seats::default();
    seats.holds(&seat("app", "ann@example.com", None), &nonce("a"));
    seats.leaves(&seat("app", "old@example.com", Some("1")), &nonce("b"));
    let both = seat("app", "ann@example.com", Some("1"));
    assert_eq!(seats.holds(&both, &nonce("a")), Verdict::HeldAndLeft);
}

#[test]
fn reading_what_was_planned_to_stay_begins_a_new_walk() {
    let seats = Seats::default();
    seats.reads(&ann(), Some(&nonce("a")));
    seats.holds(&ann(), &nonce("a"));
    seats.reads(&ann(), Some(&nonce("a")));
    assert_eq!(seats.holds(&ann(), &nonce("b")), Verdict::Free);
}

#[test]
fn object_that_goes_is_read_after_its_plan_in_the_same_walk() {
    let seats = Seats::default();
    seats.leaves(&ann(), &nonce("a"));
    seats.reads(&ann(), Some(&nonce("a")));
    assert_eq!(seats.holds(&ann(), &nonce("b")), Verdict::HeldAndLeft);
}

#[test]
fn reading_another_object_goes_on_with_the_walk() {
    let seats = Seats::default();
    seats.reads(&ann(), Some(&nonce("a")));
    seats.leaves(&ann(), &nonce("a"));
    seats.reads(&ann(), Some(&nonce("b")));
    assert_eq!(seats.holds(&ann(), &nonce("b")), Verdict::HeldAndLeft);
    assert!(seats.has_read_other(&ann(), &nonce("b")));
}

#[test]
fn plans_of_an_apply_refuse_nobody() {
    let seats = Seats::default();
    seats.plans(false);
    seats.holds(&ann(), &nonce("a"));
    seats.plans(true);
    assert_eq!(seats.holds(&ann(), &nonce("b")), Verdict::Free);
    assert_eq!(seats.holds(&ann(), &nonce("c")), Verdict::Free);
}

#[test]
fn seat_is_taken_once_in_an_apply_and_again_after_it_was_emptied() {
    let seats = Seats::default();
    assert!(seats.takes(&ann()));
    assert!(!seats.takes(&ann()));
    assert!(seats.is_taken(&ann()));
    seats.empties(&ann());
    assert!(seats.takes(&ann()));
}

#[test]
fn next_plan_knows_nothing_of_an_apply() {
    let seats = Seats::default();
    seats.plans(true);
    seats.takes(&ann());
    seats.forgets(&ann());
    seats.plans(false);
    assert!(!seats.is_taken(&ann()));
    assert!(!seats.is_forgotten(&ann()));
}

#[test]
fn apply_that_is_not_announced_lasts_until_something_is_read() {
    let seats = Seats::default();
    seats.plans(false);
    seats.takes(&ann());
    seats.plans(false);
    assert!(seats.is_taken(&ann()));
    seats.reads(&ann(), None);
    assert!(!seats.is_taken(&ann()));
}

fn written(email: Option<&str>) -> Written {
    Written(vec![Some("app".to_owned()), email.map(str::to_owned)])
}

/// Whether an object planned after these validations is the one planned before
/// them. `v` validates what it says, `?` something not known, and `p` plans an
/// object of the state that is not known.
fn is_same_object(calls: &str) -> bool {
    let (seats, ann) = (Seats::default(), written(Some("ann@example.com")));
    let mut marks = Vec::new();
    for call in calls.chars() {
        match call {
            'v' => seats.validates(ann.clone()),
            '?' => seats.validates(written(None)),
            'p' => seats.plans_as(&written(None)),
            _ => marks.push(seats.mark(ann.clone())),
        }
    }
    marks.len() == 2 && marks.first() == marks.last()
}

#[test]
fn object_validated_twice_since_its_plan_is_planned_in_another_walk() {
    for another_walk in ["vvAvvA", "?vA?vA", "v?vAv?vA", "??pvA??pvA"] {
        assert!(is_same_object(another_walk), "{another_walk}");
    }
    for one_walk in [
        "vAvA", "vvAA", "vvvAvA", "vvvvAA", "v?pA?pvA", "v?pA?vpA", "AA",
    ] {
        assert!(!is_same_object(one_walk), "{one_walk}");
    }
}
