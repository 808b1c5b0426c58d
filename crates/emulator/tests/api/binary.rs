//! The binary, as people start it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::lab::{Session, TestResult};

/// A started emulator, killed if a test fails on the way.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Running {
    fn start(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_emulator"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()?;
        let out = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Self { child, out })
    }

    /// The lines up to the one that says how to end it.
    fn greeting(&mut self) -> anyhow::Result<Vec<String>> {
        let mut lines = Vec::new();
        for line in self.out.by_ref().lines() {
            let line = line?;
            let is_last = line.starts_with("Ctrl-C");
            lines.push(line);
            if is_last {
                break;
            }
        }
        Ok(lines)
    }

    /// Presses Ctrl-C and returns what it still said.
    fn interrupt(&mut self) -> anyhow::Result<String> {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status()?;
        ensure!(sent.success(), "kill failed");
        let mut rest = String::new();
        self.out.read_to_string(&mut rest)?;
        ensure!(self.child.wait()?.success(), "it did not end well");
        Ok(rest)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already in a test that went well.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn exported<'lines>(lines: &'lines [String], name: &str) -> anyhow::Result<&'lines str> {
    let prefix = format!("export {name}=");
    let mut values = lines.iter().filter_map(|line| line.strip_prefix(&prefix));
    values.next().with_context(|| format!("no {name}"))
}

#[tokio::test]
async fn binary_serves_what_it_prints_until_interrupted() -> TestResult {
    let mut running = Running::start(&[
        "--token",
        "tk-us-demo",
        "--app",
        "my-app",
        "--database",
        "my-db",
        "--people",
        "3",
        "--rate-limit",
        "2",
        "--window",
        "1day",
    ])?;
    let lines = running.greeting()?;
    let url = exported(&lines, "SCALINGO_API_URL")?;
    assert_eq!(exported(&lines, "SCALINGO_AUTH_URL")?, url);
    assert_eq!(exported(&lines, "SCALINGO_DB_API_URL")?, url);
    let token = exported(&lines, "SCALINGO_API_TOKEN")?;
    assert_eq!(token, "tk-us-demo");
    let session = Session::sign_in_at(url, token).await?;
    let reply = session.get("/v1/apps/my-app/collaborators").await?;
    assert_eq!(reply.column("/collaborators", "status")?, ["accepted"; 3]);
    assert_eq!(
        session.invite("my-db", "ann@example.com").await?.status,
        201
    );
    assert_eq!(session.get("/v1/apps").await?.status, 429);
    assert_eq!(running.interrupt()?, "4 requests, 1 invitations sent\n");
    Ok(())
}

#[test]
fn unknown_argument_ends_the_binary_with_an_error() -> TestResult {
    let ended = Command::new(env!("CARGO_BIN_EXE_emulator"))
        .arg("--nonsense")
        .output()?;
    assert!(!ended.status.success());
    assert!(String::from_utf8(ended.stderr)?.contains("--nonsense"));
    Ok(())
}
