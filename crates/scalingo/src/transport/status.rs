//! What a status and its body mean. Decided here once; nothing above looks at a status again.

use http::StatusCode;
use serde_json::Value;

use super::call::Call;
use super::http::Fault;
use super::quote::quoted;
use super::reply::{Failure, Reply};
use crate::{Error, FieldError, Patience};

/// The most fields, and texts per field, that are passed on.
const MOST_TEXTS: usize = 20;

/// The last attempt in the terms of the caller. `maybe_sent` tells whether an attempt before it may have had its effect.
pub(crate) fn outcome(
    call: &Call,
    attempt: Result<Reply, Failure>,
    maybe_sent: bool,
    patience: Patience,
) -> Result<Reply, Error> {
    let name = call.name.clone();
    match attempt {
        Ok(reply) if reply.status.is_success() => Ok(reply),
        Ok(reply) => Err(refusal(call, &reply, patience)),
        Err(Failure::Fault(fault)) => Err(faulty(call, fault, maybe_sent, patience)),
        Err(Failure::Limited) => Err(Error::RateLimited {
            call: name,
            patience: without_last(patience),
        }),
        Err(Failure::Cancelled { sent }) => Err(Error::Cancelled {
            call: name,
            sent: sent || maybe_sent,
        }),
    }
}

/// The error for an attempt without a response.
fn faulty(call: &Call, fault: Fault, maybe_sent: bool, patience: Patience) -> Error {
    let sent = call.changes() && (maybe_sent || matches!(fault, Fault::Lost(_)));
    let call = call.name.clone();
    match fault {
        Fault::Setup(source) => Error::Setup { source },
        Fault::Blocked(obstacle, source) => Error::Unreachable {
            call,
            obstacle,
            source,
        },
        Fault::TooLarge(status) => Error::Unexpected {
            call,
            status: status.as_u16(),
            problem: "the reply is larger than any that is documented".to_owned(),
            source: None,
        },
        Fault::NotSent(source) | Fault::Lost(source) => Error::Unavailable {
            call,
            status: None,
            detail: None,
            sent,
            patience,
            source: Some(source),
        },
    }
}

/// The attempt that waited at the gate in vain was never sent.
fn without_last(patience: Patience) -> Patience {
    Patience {
        attempts: patience.attempts.saturating_sub(1),
        ..patience
    }
}

/// The error that a status stands for. A 404 that does not say what is missing may come from a gateway. The rate limit's 429 never comes here: the gate answers for it.
fn refusal(call: &Call, reply: &Reply, patience: Patience) -> Error {
    let status = reply.status.as_u16();
    let body = Body::read(reply, call);
    let detail = body.detail;
    let (call, sent) = (call.name.clone(), call.changes());
    match status {
        400 | 422 => Error::Invalid {
            call,
            status,
            fields: body.fields,
            detail,
        },
        401 => Error::Unauthorised { call, detail },
        402 | 403 => Error::Refused {
            call,
            status,
            detail,
        },
        404 if detail.is_some() && body.resource.is_some() => Error::NotFound {
            call,
            resource: body.resource,
        },
        409 => Error::Conflict { call, detail },
        408 | 500.. => Error::Unavailable {
            call,
            status: Some(status),
            detail,
            sent,
            patience,
            source: None,
        },
        _ => reply.unexpected(undocumented(reply)),
    }
}

fn undocumented(reply: &Reply) -> &'static str {
    if reply.status == StatusCode::NOT_FOUND {
        "it is not the form in which Scalingo says that something is not there"
    } else if reply.status.is_redirection() {
        "it leads to another address, which is not followed with credentials"
    } else {
        "no such status is documented"
    }
}

/// What can be passed on of an error's body.
#[derive(Debug, Default, PartialEq, Eq)]
struct Body {
    detail: Option<String>,
    resource: Option<String>,
    fields: Vec<FieldError>,
}

impl Body {
    /// Takes the fields that Scalingo documents: `error` with `code` or `type`, `resource`, `errors`. Any other text,
    /// plain or HTML, is left out: it could hold anything.
    fn read(reply: &Reply, call: &Call) -> Self {
        let Ok(json) = serde_json::from_slice::<Value>(&reply.body) else {
            return Self::default();
        };
        let text = |name| text(&json, name, call);
        let kind = text("code").or_else(|| text("type"));
        let detail = match (text("error"), kind) {
            (Some(error), Some(kind)) => Some(format!("{error} ({kind})")),
            (error, kind) => error.or(kind),
        };
        Self {
            detail,
            resource: text("resource").map(|resource| resource.to_lowercase()),
            fields: fields(json.get("errors"), call),
        }
    }
}

fn text(json: &Value, name: &str, call: &Call) -> Option<String> {
    match json.get(name)? {
        Value::String(text) => quoted(text, call),
        Value::Number(number) => quoted(&number.to_string(), call),
        _ => None,
    }
}

fn fields(errors: Option<&Value>, call: &Call) -> Vec<FieldError> {
    let Some(Value::Object(errors)) = errors else {
        return Vec::new();
    };
    errors
        .iter()
        .take(MOST_TEXTS)
        .filter_map(|(field, texts)| {
            Some(FieldError {
                field: quoted(field, call)?,
                messages: messages(texts, call),
            })
        })
        .collect()
}

fn messages(texts: &Value, call: &Call) -> Vec<String> {
    match texts {
        Value::String(text) => quoted(text, call).into_iter().collect(),
        Value::Array(texts) => texts
            .iter()
            .filter_map(Value::as_str)
            .filter_map(|text| quoted(text, call))
            .take(MOST_TEXTS)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
