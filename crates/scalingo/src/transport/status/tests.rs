use http::Method;

use super::*;
use crate::transport::script::{call, reply};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn error(status: u16, body: &str) -> Result<Error, Box<dyn std::error::Error>> {
    let reply = Ok(reply(status, body));
    let result = outcome(&call(Method::GET)?, reply, false, Patience::default());
    result.err().ok_or_else(|| "a success".into())
}

#[test]
fn every_success_is_passed_on() -> TestResult {
    for status in [200, 201, 204] {
        let reply = Ok(reply(status, "x"));
        let passed = outcome(&call(Method::GET)?, reply, false, Patience::default())?;
        assert_eq!(passed.body, "x");
    }
    Ok(())
}

#[test]
fn each_status_has_its_meaning() -> TestResult {
    assert!(matches!(
        error(400, "")?,
        Error::Invalid { status: 400, .. }
    ));
    assert!(matches!(error(401, "")?, Error::Unauthorised { .. }));
    assert!(matches!(
        error(402, "")?,
        Error::Refused { status: 402, .. }
    ));
    assert!(matches!(
        error(403, "")?,
        Error::Refused { status: 403, .. }
    ));
    assert!(matches!(error(409, "")?, Error::Conflict { .. }));
    assert!(matches!(
        error(422, "")?,
        Error::Invalid { status: 422, .. }
    ));
    for status in [408, 500, 502, 503, 504, 599] {
        assert!(
            matches!(error(status, "")?, Error::Unavailable { status: Some(s), .. } if s == status)
        );
    }
    for status in [304, 307, 404, 405, 410, 418] {
        assert!(matches!(error(status, "")?, Error::Unexpected { status: s, .. } if s == status));
    }
    Ok(())
}

#[test]
fn failed_read_leaves_nothing_unknown_and_a_failed_change_may() -> TestResult {
    for (method, unknown) in [
        (Method::GET, false),
        (Method::POST, true),
        (Method::DELETE, true),
    ] {
        let reply = Ok(reply(503, ""));
        let result = outcome(&call(method)?, reply, false, Patience::default());
        assert_eq!(
            result.err().is_some_and(|error| error.outcome_unknown()),
            unknown
        );
    }
    Ok(())
}

#[test]
fn documented_words_are_passed_on() -> TestResult {
    let rows = [
        (r#"{"error":"no rights"}"#, Some("no rights")),
        (
            r#"{"error":"no rights","code":"suspended"}"#,
            Some("no rights (suspended)"),
        ),
        (
            r#"{"type":"already-collaborator","error":"is there"}"#,
            Some("is there (already-collaborator)"),
        ),
        (r#"{"code":17}"#, Some("17")),
        (
            r#"{"name":"x","error":"not free","url":"https://example.com"}"#,
            Some("not free"),
        ),
        (r#"{"error":null}"#, None),
        (r#"{"message":"not documented"}"#, None),
        ("plain text", None),
        ("<html>page</html>", None),
        ("[1]", None),
        ("", None),
    ];
    for (body, words) in rows {
        let Error::Refused { detail, .. } = error(403, body)? else {
            return Err("another error".into());
        };
        assert_eq!(detail.as_deref(), words, "{body}");
    }
    Ok(())
}

#[test]
fn missing_resource_is_named_in_lower_case() -> TestResult {
    for word in ["collaborator", "Collaborator"] {
        let body = format!(r#"{{"resource":"{word}","error":"not found"}}"#);
        let Error::NotFound { resource, .. } = error(404, &body)? else {
            return Err("another error".into());
        };
        assert_eq!(resource.as_deref(), Some("collaborator"));
    }
    Ok(())
}

#[test]
fn texts_about_fields_are_kept_by_field() -> TestResult {
    let body = r#"{"errors":{"email":["can't be blank","is invalid"],"name":"one text","odd":7}}"#;
    let Error::Invalid { fields, .. } = error(422, body)? else {
        return Err("another error".into());
    };
    let field = |name: &str, messages: &[&str]| FieldError {
        field: name.to_owned(),
        messages: messages.iter().map(|text| (*text).to_owned()).collect(),
    };
    let expected = [
        field("email", &["can't be blank", "is invalid"]),
        field("name", &["one text"]),
        field("odd", &[]),
    ];
    assert_eq!(fields, expected);
    Ok(())
}

#[test]
fn absence_is_believed_in_its_documented_form_only() -> TestResult {
    for body in [
        "",
        "<html>not found</html>",
        r#"{"error":"not found"}"#,
        r#"{"resource":"app"}"#,
        r#"{"resource":"app","error":null}"#,
        r#"{"status":404,"error":"Not Found","path":"/v1/apps"}"#,
        r#"["app"]"#,
    ] {
        let error = error(404, body)?;
        assert!(
            matches!(error, Error::Unexpected { status: 404, .. }),
            "{body}"
        );
    }
    Ok(())
}

#[test]
fn long_texts_are_cut_and_control_characters_taken_out() -> TestResult {
    let body = format!(r#"{{"error":"\u001b[31mred\n{}"}}"#, "x".repeat(1000));
    let Error::Refused { detail, .. } = error(403, &body)? else {
        return Err("another error".into());
    };
    let detail = detail.ok_or("no words")?;
    assert!(detail.starts_with("[31mredxxx"), "{detail}");
    assert_eq!(detail.chars().count(), 300);
    Ok(())
}
