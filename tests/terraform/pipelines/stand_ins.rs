//! Programs of a pipeline that a machine may not have. Each is a script on the
//! `PATH` that asks the test; jq and conftest are run in it for real.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::forge::Forge;
use crate::jq;
use crate::review::denied_by;

const PROGRAMS: [&str; 5] = ["conftest", "curl", "docker", "gh", "jq"];

/// One start of a program.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Call {
    program: String,
    pub(super) arguments: Vec<String>,
    input: String,
    pub(super) environment: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Answer {
    stdout: String,
    stderr: String,
    code: i32,
}

/// Answers as long as it lives.
#[derive(Debug)]
pub(super) struct StandIns {
    pub(super) port: u16,
    pub(super) forge: Arc<Mutex<Forge>>,
    answering: JoinHandle<()>,
}

impl Drop for StandIns {
    fn drop(&mut self) {
        self.answering.abort();
    }
}

impl StandIns {
    /// Writes the programs into `bin`; they read the files in `folder`.
    pub(super) async fn new(bin: &Path, folder: &Path) -> anyhow::Result<Self> {
        let python = harness::python()?;
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terraform/pipelines/stand_in.py");
        for program in PROGRAMS {
            let words = format!(
                "exec '{}' -I '{}' {program} \"$@\"",
                python.display(),
                script.display()
            );
            write_program(&bin.join(program), &words)?;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let forge = Arc::new(Mutex::new(Forge::default()));
        let answering = tokio::spawn(serve(listener, Arc::clone(&forge), folder.to_owned()));
        Ok(Self {
            port,
            forge,
            answering,
        })
    }
}

/// A shell script that can be started.
pub(super) fn write_program(path: &Path, words: &str) -> anyhow::Result<()> {
    std::fs::write(path, format!("#!/bin/sh\n{words}\n"))?;
    Ok(std::fs::set_permissions(
        path,
        std::fs::Permissions::from_mode(0o755),
    )?)
}

async fn serve(listener: TcpListener, forge: Arc<Mutex<Forge>>, folder: PathBuf) {
    // The commands of a pipe wait for each other.
    while let Ok((connection, _)) = listener.accept().await {
        let (forge, folder) = (Arc::clone(&forge), folder.clone());
        tokio::spawn(async move { answer(connection, &forge, &folder).await });
    }
}

async fn answer(
    mut connection: TcpStream,
    forge: &Mutex<Forge>,
    folder: &Path,
) -> anyhow::Result<()> {
    let mut text = String::new();
    connection.read_to_string(&mut text).await?;
    let call: Call = serde_json::from_str(&text)?;
    let answer = match output(&call, forge, folder) {
        Ok((stdout, code)) => Answer {
            stdout,
            stderr: String::new(),
            code,
        },
        Err(error) => Answer {
            stdout: String::new(),
            stderr: format!("{}: {error:#}\n", call.program),
            code: 22,
        },
    };
    connection.write_all(&serde_json::to_vec(&answer)?).await?;
    Ok(())
}

fn output(call: &Call, forge: &Mutex<Forge>, folder: &Path) -> anyhow::Result<(String, i32)> {
    let arguments: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    let mut forge = forge.lock().unwrap();
    match call.program.as_str() {
        "conftest" => conftest(&arguments, folder),
        "docker" => docker(&arguments, folder),
        "jq" => Ok((run_jq(call, &arguments, folder)?, 0)),
        "gh" => Ok((super::gh::run(&mut forge, call, &arguments, folder)?, 0)),
        "curl" => Ok((super::curl::run(&mut forge, &arguments, folder)?, 0)),
        other => bail!("{other} is no stand-in"),
    }
}

/// What a step gave as text or, after an `@`, as a file.
pub(super) fn text_of(value: &str, folder: &Path) -> anyhow::Result<String> {
    match value.strip_prefix('@') {
        Some(name) => file(name, folder),
        None => Ok(value.to_owned()),
    }
}

pub(super) fn file(name: &str, folder: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(folder.join(name)).with_context(|| format!("no file {name}"))
}

fn run_jq(call: &Call, arguments: &[&str], folder: &Path) -> anyhow::Result<String> {
    let environment = serde_json::to_string(&call.environment)?;
    let mut variables = vec![("$ENV".to_owned(), environment)];
    let mut code = None;
    let mut input = call.input.clone();
    let mut rest = arguments.iter();
    let mut next = || rest.next().copied();
    while let Some(argument) = next() {
        match argument {
            "-r" => {}
            "-f" => code = Some(file(next().context("-f needs a file")?, folder)?),
            "--arg" => {
                let (name, value) = next().zip(next()).context("--arg needs two words")?;
                variables.push((format!("${name}"), serde_json::to_string(value)?));
            }
            program if code.is_none() => code = Some(program.to_owned()),
            name => input = file(name, folder)?,
        }
    }
    // Where nothing comes in, jq prints nothing and is content.
    if input.trim().is_empty() {
        return Ok(String::new());
    }
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let outputs = jq::outputs(&code.context("no program")?, &variables, &input)?;
    Ok(outputs.iter().map(|line| line.clone() + "\n").collect())
}

fn conftest(arguments: &[&str], folder: &Path) -> anyhow::Result<(String, i32)> {
    let ["test", "--policy", policy, plan] = arguments else {
        bail!("unknown arguments {arguments:?}")
    };
    let denied = denied_by(&file(policy, folder)?, &file(plan, folder)?)?;
    let lines = denied
        .iter()
        .map(|message| format!("FAIL - {plan} - main - {message}\n"));
    Ok((lines.collect(), i32::from(!denied.is_empty())))
}

fn docker(arguments: &[&str], folder: &Path) -> anyhow::Result<(String, i32)> {
    let ["run", "--rm", "--volume", volume, image, rest @ ..] = arguments else {
        bail!("unknown arguments {arguments:?}")
    };
    // A shell says where a symbolic link leads.
    let mounted = format!("{}:/project", folder.canonicalize()?.display());
    ensure!(*volume == mounted, "{volume} is not {mounted}");
    ensure!(
        image.starts_with("openpolicyagent/conftest:v"),
        "unknown image {image}"
    );
    conftest(rest, folder)
}
