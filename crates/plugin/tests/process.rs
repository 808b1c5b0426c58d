//! The plugin as a process: how it starts, what it writes and how it ends.
//!
//! Starts the example provider `toy`, which cargo builds along with the tests.
#![cfg(unix)]

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Map, Value};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// Longer than anything here takes, shorter than a test runner's patience.
const PATIENCE: Duration = Duration::from_secs(20);

/// The example provider, told nothing about Terraform yet.
fn toy() -> Outcome<Command> {
    let mut toy = Command::new(toy_path()?);
    tell_nothing(&mut toy);
    Ok(toy)
}

fn toy_path() -> Outcome<PathBuf> {
    let test = std::env::current_exe()?;
    let profile = test.ancestors().nth(2).ok_or("test binary has no folder")?;
    let toy = profile.join("examples").join("toy");
    let hint = format!(
        "{} is missing; `cargo build --examples` makes it",
        toy.display()
    );
    toy.exists().then_some(toy).ok_or(hint.into())
}

fn tell_nothing(command: &mut Command) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("TF_") || text.starts_with("PLUGIN_") || text == "RUST_BACKTRACE" {
            command.env_remove(name);
        }
    }
}

/// A plugin that printed its first line.
struct Started {
    child: Child,
    stdout: BufReader<ChildStdout>,
    line: String,
}

impl Started {
    fn new(command: &mut Command) -> Outcome<Self> {
        let mut child = command.spawn()?;
        let stdout = child.stdout.take().ok_or("stdout is not piped")?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        Ok(Self {
            child,
            stdout,
            line,
        })
    }

    fn under_terraform() -> Outcome<Self> {
        Self::new(toy()?.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE))
    }

    fn socket(&self) -> Outcome<PathBuf> {
        let address = self.line.split('|').nth(3).ok_or("no handshake line")?;
        Ok(PathBuf::from(address))
    }

    fn signal(&self, name: &str) -> Outcome {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status()?;
        sent.success().then_some(()).ok_or("no such process".into())
    }

    /// Waits for the end; gives the status and what was written meanwhile.
    fn ended(mut self) -> Outcome<(ExitStatus, String)> {
        wait_for_close(self.stdout)?;
        let mut stderr = String::new();
        if let Some(mut pipe) = self.child.stderr.take() {
            pipe.read_to_string(&mut stderr)?;
        }
        Ok((self.child.wait()?, stderr))
    }
}

/// Waits until nobody holds the other end of a pipe, which is when the process
/// that wrote to it has ended; gives what was left in it.
fn wait_for_close(mut pipe: impl Read + Send + 'static) -> Outcome<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut rest = String::new();
        drop(sender.send(pipe.read_to_string(&mut rest).map(|_| rest)));
    });
    Ok(receiver.recv_timeout(PATIENCE)??)
}

fn folder_of(socket: &Path) -> Outcome<PathBuf> {
    let folder = socket.parent().ok_or("socket has no folder")?;
    Ok(folder.to_owned())
}

#[test]
fn started_by_hand_it_explains_itself_and_fails() -> Outcome {
    let output = toy()?.output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr)?;
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.contains("is a plugin"), "{text}");
    Ok(())
}

#[test]
fn broken_client_certificate_is_named_and_fails() -> Outcome {
    let output = toy()?
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----\n!\n")
        .output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr)?;
    assert!(text.starts_with("PLUGIN_CLIENT_CERT"), "{text}");
    Ok(())
}

#[test]
fn terminated_process_leaves_nothing_behind() -> Outcome {
    let plugin = Started::under_terraform()?;
    let folder = folder_of(&plugin.socket()?)?;
    assert!(folder.exists());
    plugin.signal("TERM")?;
    let (status, stderr) = plugin.ended()?;
    assert_eq!((status.signal(), status.code()), (None, Some(0)));
    assert_eq!(stderr, "", "silent unless a log is asked for");
    assert!(!folder.exists());
    Ok(())
}

#[test]
fn interrupt_does_not_end_the_process() -> Outcome {
    let mut toy = toy()?;
    toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    let mut plugin = Started::new(toy.env("TF_LOG", "debug"))?;
    let mut log = BufReader::new(plugin.child.stderr.take().ok_or("stderr is not piped")?);
    plugin.signal("INT")?;
    let mut line = String::new();
    while !line.contains("interrupt left to the host") {
        line.clear();
        assert!(log.read_line(&mut line)? > 0, "ended by the interrupt");
    }
    plugin.signal("TERM")?;
    let rest = wait_for_close(log)?;
    assert!(rest.contains("Terminated"), "{rest}");
    assert_eq!(plugin.ended()?.0.code(), Some(0));
    Ok(())
}

#[test]
fn lost_terminal_leaves_nothing_behind() -> Outcome {
    let plugin = Started::under_terraform()?;
    let folder = folder_of(&plugin.socket()?)?;
    plugin.signal("HUP")?;
    let (status, _) = plugin.ended()?;
    assert_eq!(status.code(), Some(0));
    assert!(!folder.exists());
    Ok(())
}

#[test]
fn orphan_ends_by_itself() -> Outcome {
    let mut shell = Command::new("sh");
    tell_nothing(&mut shell);
    // The pipe outlives the shell: it is the plugin that writes to it.
    shell
        .args(["-c", "\"$TOY\" & read -r _ <\"$GATE\""])
        .env("TOY", toy_path()?)
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    let home = tempfile::tempdir()?;
    let gate = home.path().join("gate");
    Command::new("mkfifo").arg(&gate).status()?;
    let mut parent = Started::new(shell.env("GATE", &gate))?;
    let folder = folder_of(&parent.socket()?)?;
    assert!(folder.exists());
    std::fs::write(&gate, "go\n")?;
    assert!(parent.child.wait()?.success());
    wait_for_close(parent.stdout)?;
    assert!(!folder.exists());
    Ok(())
}

#[test]
fn debug_session_ends_at_an_interrupt() -> Outcome {
    let mut plugin = Started::new(toy()?.arg("--debug"))?;
    let mut printed = String::new();
    while !printed.starts_with("TF_REATTACH_PROVIDERS='") {
        printed.clear();
        assert!(plugin.stdout.read_line(&mut printed)? > 0, "no assignment");
    }
    plugin.signal("INT")?;
    let (status, stderr) = plugin.ended()?;
    assert_eq!((status.signal(), status.code()), (None, Some(0)));
    assert_eq!(stderr, "");
    Ok(())
}

#[test]
fn log_lines_read_back() -> Outcome {
    let mut toy = toy()?;
    toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    let plugin = Started::new(toy.env("TF_LOG_PROVIDER", "debug"))?;
    plugin.signal("TERM")?;
    let (_, stderr) = plugin.ended()?;
    let lines = stderr
        .lines()
        .map(serde_json::from_str::<Map<String, Value>>)
        .collect::<Result<Vec<_>, _>>()?;
    assert!(!lines.is_empty());
    for line in &lines {
        for key in ["@level", "@message", "@module", "@timestamp"] {
            assert!(line.get(key).is_some_and(Value::is_string), "{line:?}");
        }
    }
    Ok(())
}
