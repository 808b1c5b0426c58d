//! A list as large as is read at all needs less than three times its size.
//!
//! A program of its own, because the system counts the memory of a process.

#![cfg(target_os = "linux")]

use std::time::Duration;

use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use scalingo::{Client, Rosters, SecretString, Settings, Transport};
use serde_json::json;

type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;

const SIZE: usize = 31 * 1024 * 1024;

/// A list of `SIZE` bytes, and how many rows that makes.
fn list() -> (bytes::Bytes, usize) {
    let mut text = String::with_capacity(SIZE + 1024);
    text.push_str(r#"{"collaborators":["#);
    let mut rows = 0;
    while text.len() < SIZE {
        let comma = if rows == 0 { "" } else { "," };
        let row = format!(
            r#"{comma}{{"id":"{rows:024x}","email":"user{rows}@example.com","username":"user-{rows}","user_id":"us-{rows:036x}","status":"accepted","is_limited":false,"tfa_status":true,"app_id":"5343eccd646aa30012620001","app_name":"my-app","invitation_link":"https://my.osc-fr1.scalingo.com/apps/collaboration?token="}}"#,
        );
        text.push_str(&row);
        rows += 1;
    }
    text.push_str("]}");
    (text.into(), rows)
}

fn client(list: bytes::Bytes) -> Client {
    let answer = move |uri: Uri| {
        let list = list.clone();
        async move {
            match uri.path() {
                "/v1/tokens/exchange" => Json(json!({"token": "bearer"})).into_response(),
                _ => Response::new(axum::body::Body::from(list)),
            }
        }
    };
    let transport = Transport::in_process(Router::new().fallback(answer));
    Client::over(
        transport,
        Settings::new(SecretString::from("tk-us-1"), "test/1"),
    )
}

/// The most memory that the process had so far, in bytes.
fn peak() -> TestResult<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(number.ok_or("no peak")?.parse::<usize>()? * 1024)
}

#[tokio::test]
async fn long_list_needs_less_than_three_times_its_size() -> TestResult {
    let (text, rows) = list();
    let client = client(text);
    let rosters = Rosters::new(&client, Duration::from_mins(5));
    let before = peak()?;
    let view = rosters.people(&client, "my-app").await?;
    assert_eq!(view.len(), rows);
    let needed = peak()? - before;
    assert!(needed < 3 * SIZE, "{} MiB", needed / 1024 / 1024);
    Ok(())
}
