//! Reading a reply's body, and saying what is wrong with it without showing any
//! of it.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::reply::Reply;
use crate::Error;

impl Reply {
    /// Reads the body; `what` names the documented content for the error.
    pub(crate) fn json<T: DeserializeOwned>(&self, what: &str) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|fault| self.unexpected(problem(self, &fault, what)))
    }

    /// Whether the reply proves a removal: 204 as documented, or an empty 200. A sign-in page or a queue may answer any
    /// other success.
    pub(crate) fn confirms_removal(&self) -> Result<(), Error> {
        match self.status.as_u16() {
            204 => Ok(()),
            200 if self.body.trim_ascii().is_empty() => Ok(()),
            _ => Err(self.unexpected("it is not the empty reply to a removal")),
        }
    }

    /// The error for a reply that was read but is not what is documented.
    pub(crate) fn unexpected(&self, problem: impl Into<String>) -> Error {
        Error::Unexpected {
            call: self.call.clone(),
            status: self.status.as_u16(),
            problem: problem.into(),
            // The parser's own words can quote the reply.
            source: None,
        }
    }
}

fn problem(reply: &Reply, fault: &serde_json::Error, what: &str) -> String {
    if reply.body.trim_ascii().is_empty() {
        return format!("the reply is empty instead of {what}");
    }
    if reply.is_html() {
        return format!("the reply is an HTML page instead of {what}");
    }
    let (line, column) = (fault.line(), fault.column());
    match fault.classify() {
        Category::Data => {
            format!("the reply is JSON but not {what} (line {line}, column {column})")
        }
        Category::Eof => {
            format!("the reply ends too early for {what} (line {line}, column {column})")
        }
        Category::Syntax | Category::Io => {
            format!("the reply is not JSON (line {line}, column {column})")
        }
    }
}
