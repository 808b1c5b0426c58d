//! Invitations: their link, which is kept nowhere, and sending them again.

mod link;
mod resend;

use std::path::Path;

use anyhow::Context;

use crate::world::World;

/// Every file below a folder, the contents of saved plans included.
fn kept(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(kept(&path)?);
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let name = path.display().to_string();
        if bytes.starts_with(b"PK") {
            let unpacked = tempfile::tempdir()?;
            let mut unzip = std::process::Command::new(harness::python()?);
            unzip.args(["-m", "zipfile", "-e"]).arg(&path);
            let status = unzip.arg(unpacked.path()).status()?;
            anyhow::ensure!(status.success(), "cannot unpack {name}");
            found.extend(kept(unpacked.path())?);
        }
        found.push((name, bytes));
    }
    Ok(found)
}

/// The names of the files of this world that hold the text.
pub(crate) fn holding(world: &World, text: &str) -> anyhow::Result<Vec<String>> {
    let holds = |bytes: &[u8]| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    let files = kept(world.workspace.path())?.into_iter();
    Ok(files
        .filter(|(_, bytes)| holds(bytes))
        .map(|(name, _)| name)
        .collect())
}

/// The token of a link: whoever has it needs no more of the link.
pub(crate) fn token(link: &str) -> anyhow::Result<&str> {
    let (_, token) = link.split_once("token=").context("a link has no token")?;
    Ok(token)
}

const LOG: &str = "trace.log";

/// Lets core and provider log everything to a file of the world.
pub(crate) fn log_everything(world: &mut World) {
    let log = world.workspace.path().join(LOG);
    world.workspace.set("TF_LOG", "TRACE");
    world.workspace.set("TF_LOG_PATH", log);
}

/// How often the provider answered a call since this was last asked.
pub(crate) fn answered<const N: usize>(
    world: &World,
    rpcs: [&str; N],
) -> anyhow::Result<[usize; N]> {
    let log = world.workspace.read(LOG)?;
    let answers: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("call answered"))
        .collect();
    anyhow::ensure!(!answers.is_empty(), "nothing was logged");
    std::fs::remove_file(world.workspace.path().join(LOG))?;
    Ok(rpcs.map(|rpc| {
        let field = format!("tf_rpc={rpc} ");
        let of_rpc = |line: &&&str| format!("{line} ").contains(&field);
        answers.iter().filter(of_rpc).count()
    }))
}
