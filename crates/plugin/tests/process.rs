//! The plugin as a process: how it starts, what it writes and how it ends.
//!
//! Starts the example provider `toy`, which cargo builds along with the tests.
#![cfg(unix)]

use std::error::Error;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
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

/// The example provider, told nothing about Terraform yet. Signals that the
/// test was started to ignore would stay ignored, so they are reset.
fn toy() -> Outcome<Command> {
    let mut toy = Command::new("env");
    if cfg!(target_os = "linux") {
        toy.arg("--default-signal");
    }
    tell_nothing(toy.arg(toy_path()?));
    Ok(toy)
}

/// The example provider, started by a shell that runs `first` before it.
#[cfg(target_os = "linux")]
fn toy_after(first: &str) -> Outcome<Command> {
    let mut shell = Command::new("env");
    tell_nothing(&mut shell);
    let script = format!("{first}\nexec \"$TOY\"");
    shell
        .args(["--default-signal", "sh", "-c", &script])
        .env("TOY", toy_path()?)
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    Ok(shell)
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

    /// Ends the process.
    fn quit(self) -> Outcome {
        self.signal("QUIT")?;
        assert_eq!(self.ended()?.0.code(), Some(0));
        Ok(())
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
fn client_certificate_that_cannot_be_read_refuses_to_serve() -> Outcome {
    let no_text = OsStr::from_bytes(b"-----BEGIN \xff");
    for broken in [OsStr::new("-----BEGIN CERTIFICATE-----\n!\n"), no_text] {
        let output = toy()?
            .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
            .env("PLUGIN_CLIENT_CERT", broken)
            .output()?;
        assert_eq!(output.status.code(), Some(1));
        let first = String::from_utf8(output.stdout)?;
        assert!(first.starts_with("PLUGIN_CLIENT_CERT"), "{first}");
        let text = String::from_utf8(output.stderr)?;
        assert!(text.starts_with("PLUGIN_CLIENT_CERT"), "{text}");
    }
    Ok(())
}

#[test]
fn reason_of_a_failed_start_is_the_first_line_on_stdout() -> Outcome {
    let output = toy()?
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_UNIX_SOCKET_DIR", "/nowhere/at/all")
        .output()?;
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout)?;
    assert!(
        said.contains("plugin socket in /nowhere/at/all: "),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    Ok(())
}

#[test]
fn unusable_temporary_directory_is_no_reason_to_fail() -> Outcome {
    let mut toy = toy()?;
    toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    let plugin = Started::new(toy.env("TMPDIR", "/nowhere/at/all"))?;
    assert!(plugin.socket()?.starts_with("/tmp"));
    plugin.quit()
}

#[test]
fn deadly_signals_leave_nothing_behind() -> Outcome {
    for signal in ["QUIT", "ALRM", "USR1", "USR2"] {
        let plugin = Started::under_terraform()?;
        let folder = folder_of(&plugin.socket()?)?;
        assert!(folder.exists());
        plugin.signal(signal)?;
        let (status, stderr) = plugin.ended()?;
        assert_eq!((status.signal(), status.code()), (None, Some(0)));
        assert_eq!(stderr, "", "silent unless a log is asked for");
        assert!(!folder.exists());
    }
    Ok(())
}

#[test]
fn signals_that_terraform_gets_too_are_left_to_it() -> Outcome {
    for signal in ["INT", "TERM", "HUP"] {
        let mut toy = toy()?;
        toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
        let mut plugin = Started::new(toy.env("TF_LOG", "debug"))?;
        let mut log = BufReader::new(plugin.child.stderr.take().ok_or("stderr is not piped")?);
        plugin.signal(signal)?;
        let mut line = String::new();
        while !line.contains("signal left to the host") {
            line.clear();
            assert!(log.read_line(&mut line)? > 0, "ended by {signal}");
        }
        plugin.signal("QUIT")?;
        let rest = wait_for_close(log)?;
        assert!(rest.contains("Terminated"), "{rest}");
        assert_eq!(plugin.ended()?.0.code(), Some(0));
    }
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn signal_that_was_ignored_before_the_start_stays_ignored() -> Outcome {
    let plugin = Started::new(&mut toy_after("trap '' HUP TERM")?)?;
    let status = std::fs::read_to_string(format!("/proc/{}/status", plugin.child.id()))?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .ok_or("no mask")?;
    let mask = u64::from_str_radix(mask.trim(), 16)?;
    assert_eq!(mask & 1, 1, "SIGHUP");
    assert_eq!(mask >> 14 & 1, 1, "SIGTERM");
    plugin.quit()
}

/// Below four the system cannot even load the program.
#[cfg(target_os = "linux")]
#[test]
fn few_descriptors_end_in_a_handshake_or_in_a_reason() -> Outcome {
    for limit in 4..14 {
        let plugin = Started::new(&mut toy_after(&format!("ulimit -n {limit}"))?)?;
        let started = plugin.line.starts_with("1|6|unix|");
        if started {
            plugin.signal("QUIT")?;
        }
        let line = plugin.line.clone();
        let (status, stderr) = plugin.ended()?;
        assert_eq!(
            status.code(),
            Some(i32::from(!started)),
            "{limit}: {stderr}"
        );
        assert!(started || line.starts_with("cannot "), "{limit}: {line}");
        assert!(!stderr.contains("panic"), "{limit}: {stderr}");
    }
    Ok(())
}

#[test]
fn full_stderr_that_nobody_reads_holds_up_nothing() -> Outcome {
    let (_reader, writer) = std::io::pipe()?;
    let mut filler = writer.try_clone()?;
    std::thread::spawn(move || filler.write_all(&vec![b'x'; 1 << 20]));
    let mut toy = toy()?;
    toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("TF_LOG", "trace")
        .stderr(writer);
    Started::new(&mut toy)?.quit()
}

#[test]
fn host_that_is_gone_before_the_handshake_is_a_clean_end() -> Outcome {
    let (reader, writer) = std::io::pipe()?;
    drop(reader);
    let mut toy = toy()?;
    toy.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).stdout(writer);
    let output = toy.output()?;
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr)?;
    assert!(
        text.starts_with("cannot write the handshake line"),
        "{text}"
    );
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
    plugin.signal("QUIT")?;
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
