//! Tables of calls: who calls what, and what must come back.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::lab::{Reply, Session, TestResult};

/// One call. Names in braces stand for ids and tokens that the table's world knows.
pub(crate) struct Row {
    /// Who calls.
    pub(crate) caller: &'static str,
    /// Method and path.
    pub(crate) call: &'static str,
    pub(crate) body: Value,
    pub(crate) status: u16,
    /// What the answer must hold: fields that are not named here may have any
    /// value, and `*` fits everything.
    pub(crate) reply: Value,
}

/// A row without a body.
pub(crate) fn row(caller: &'static str, call: &'static str, status: u16, reply: Value) -> Row {
    Row {
        caller,
        call,
        body: Value::Null,
        status,
        reply,
    }
}

impl Row {
    pub(crate) fn with(self, body: Value) -> Self {
        Self { body, ..self }
    }
}

/// Who can call, and what the names in braces stand for.
#[derive(Default)]
pub(crate) struct Cast {
    pub(crate) sessions: BTreeMap<&'static str, Session>,
    pub(crate) names: BTreeMap<&'static str, String>,
}

impl Cast {
    /// Makes the calls in this order.
    pub(crate) async fn play(&self, rows: Vec<Row>) -> TestResult {
        for row in rows {
            let what = format!("{}: {}", row.caller, row.call);
            let reply = self.call(&row).await?;
            let body = String::from_utf8_lossy(&reply.body);
            ensure!(
                reply.status == row.status,
                "{what}: {} {body}",
                reply.status
            );
            if !row.reply.is_null() {
                ensure!(fits(&row.reply, &reply.json()?), "{what}: {body}");
            }
        }
        Ok(())
    }

    async fn call(&self, row: &Row) -> anyhow::Result<Reply> {
        let session = self.sessions.get(row.caller).context("unknown caller")?;
        let mut call = row.call.to_owned();
        for (name, value) in &self.names {
            call = call.replace(&format!("{{{name}}}"), value);
        }
        let (method, path) = call.split_once(' ').context("no path")?;
        let request = session.request(method.parse()?, path);
        Reply::to(if row.body.is_null() {
            request
        } else {
            request.json(&row.body)
        })
        .await
    }
}

fn fits(pattern: &Value, value: &Value) -> bool {
    match (pattern, value) {
        (Value::String(any), _) if any == "*" => true,
        (Value::Object(fields), Value::Object(found)) => fields
            .iter()
            .all(|(name, field)| found.get(name).is_some_and(|found| fits(field, found))),
        (Value::Array(items), Value::Array(found)) => {
            items.len() == found.len()
                && items.iter().zip(found).all(|(one, other)| fits(one, other))
        }
        _ => pattern == value,
    }
}
