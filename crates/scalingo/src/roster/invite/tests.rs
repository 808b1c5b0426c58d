use super::*;
use crate::{CallName, Patience};

fn call() -> CallName {
    CallName::new(http::Method::POST, "/v1/apps/my-app/collaborators")
}

fn unavailable(sent: bool) -> Error {
    Error::Unavailable {
        call: call(),
        status: None,
        detail: None,
        sent,
        patience: Patience::default(),
        source: None,
    }
}

fn unexpected(status: u16) -> Error {
    Error::Unexpected {
        call: call(),
        status,
        problem: String::new(),
        source: None,
    }
}

#[test]
fn nothing_is_sent_again_without_a_look() {
    let conflict = Error::Conflict {
        call: call(),
        detail: None,
    };
    let refused = Error::Refused {
        call: call(),
        status: 403,
        detail: None,
    };
    let rows = [
        (unavailable(true), Next::LookThenSend),
        (unexpected(201), Next::LookThenSend),
        (unexpected(302), Next::LookOnly),
        (conflict, Next::LookForReason),
        (
            Error::Cancelled {
                call: call(),
                sent: true,
            },
            Next::LastLook,
        ),
        (
            Error::Cancelled {
                call: call(),
                sent: false,
            },
            Next::GiveUp,
        ),
        (unavailable(false), Next::GiveUp),
        (refused, Next::GiveUp),
    ];
    for (error, expected) in rows {
        assert_eq!(next(&error), expected, "{error:?}");
    }
}

#[test]
fn invitation_is_sent_three_times_at_most() {
    assert_eq!(waits().count(), 2);
}

#[test]
fn person_in_another_role_was_invited_by_somebody_else() {
    let found = |is_limited| Collaborator {
        id: "1".to_owned(),
        email: Email::as_given("user1@example.com"),
        username: "n/a".to_owned(),
        user_id: None,
        status: crate::Status::Pending,
        is_limited,
        tfa_status: None,
        app_id: "0a".to_owned(),
        app_name: None,
    };
    let invitation = Invitation {
        email: Email::as_given("user1@example.com"),
        is_limited: false,
    };
    assert!(ours_or_theirs(found(false), &invitation, true).is_ok());
    for (is_limited, may_be_ours) in [(true, true), (true, false), (false, false)] {
        let result = ours_or_theirs(found(is_limited), &invitation, may_be_ours);
        assert!(matches!(result, Err(InviteError::AlreadyThere { .. })));
    }
}
