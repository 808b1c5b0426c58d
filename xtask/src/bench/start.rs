//! From the start of the process to its first line, as Terraform waits for it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::processes::memory;
use super::table::median;

/// A certificate such as Terraform makes for each start: self-signed, with a
/// P-521 key.
const CLIENT_CERTIFICATE: &str = include_str!("client.pem");
/// What tells a plugin that Terraform has started it; the protocol's constant.
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/// Starts that are not counted: they bring the file into memory.
const WARM_UP: usize = 3;

/// What one start costs.
pub(super) struct StartCost {
    /// From spawning the process to its handshake line.
    pub(super) handshake: Duration,
    /// Resident memory right after that line, in bytes; Linux only.
    pub(super) memory: Option<u64>,
    /// Length of the binary, in bytes.
    pub(super) size: u64,
}

/// Starts the provider `times` times and gives the medians.
pub(super) async fn measure(binary: &Path, times: usize) -> anyhow::Result<StartCost> {
    let size = std::fs::metadata(binary)
        .with_context(|| format!("cannot look at {}", binary.display()))?
        .len();
    let binary = binary.to_owned();
    let starts = move || -> anyhow::Result<Vec<_>> {
        let sockets = tempfile::tempdir().context("cannot make a temporary folder")?;
        let all = (0..WARM_UP + times).map(|_| start(&binary, sockets.path()));
        all.skip(WARM_UP).collect()
    };
    let starts = tokio::task::spawn_blocking(starts).await??;
    let (times, memory): (Vec<_>, Vec<_>) = starts.into_iter().unzip();
    let memory: Option<Vec<u64>> = memory.into_iter().collect();
    Ok(StartCost {
        handshake: median(&times).context("nothing was measured")?,
        memory: memory.and_then(|memory| median(&memory)),
        size,
    })
}

/// One start; the process is killed once it has been looked at.
fn start(binary: &PathBuf, sockets: &Path) -> anyhow::Result<(Duration, Option<u64>)> {
    let mut command = Command::new(binary);
    command
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_CLIENT_CERT", CLIENT_CERTIFICATE)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("TMPDIR", sockets)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let begun = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    let stdout = child.stdout.take().context("stdout is not piped")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let took = begun.elapsed();
    let memory = memory(child.id(), "VmRSS");
    child.kill()?;
    child.wait()?;
    ensure!(line.starts_with("1|6|"), "no handshake line: {line:?}");
    Ok((took, memory))
}
