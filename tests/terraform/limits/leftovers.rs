//! What is left of a run: nothing. Read from `/proc`, so on Linux only.

use std::io::Error;
use std::path::PathBuf;

use emulator::{Action, FaultRule, Gate, Method};

use super::interrupt::invitations;
use super::{declare, team_of};
use crate::world::{Outcome, World};

/// The processes that work in the folder, and what is in its `tmp`.
fn processes_and_files(world: &World) -> anyhow::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let folder = world.workspace.path().canonicalize()?;
    let mut processes = Vec::new();
    for process in std::fs::read_dir("/proc")? {
        let process = process?.path();
        // Others' processes, and those that end meanwhile, have none to read.
        if std::fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == folder) {
            processes.push(process);
        }
    }
    let files = std::fs::read_dir(folder.join("tmp"))?;
    let files: Result<_, _> = files.map(|file| Ok::<_, Error>(file?.path())).collect();
    Ok((processes, files?))
}

#[tokio::test]
async fn neither_process_nor_socket_is_left_and_the_exit_is_graceful() -> Outcome {
    let mut world = World::new().await?;
    let tmp = world.workspace.path().join("tmp");
    std::fs::create_dir(&tmp)?;
    world.workspace.set("TMPDIR", &tmp);
    world.workspace.set("TF_LOG", "trace");
    declare(&world, &team_of(3))?;
    let gate = Gate::new();
    let held = FaultRule::on(Method::POST, "/v1/apps/*/collaborators");
    world.emulator.fault(held.does(Action::Hold(gate.clone())));
    let look = async {
        world
            .emulator
            .wait_for(|requests| invitations(requests) > 0)
            .await?;
        let seen = processes_and_files(&world);
        gate.open();
        seen
    };
    let (run, seen) = tokio::join!(world.apply(), look);
    let (processes, files) = seen?;
    assert!(
        processes.len() >= 2,
        "Terraform and the provider: {processes:?}"
    );
    assert!(!files.is_empty(), "the provider's socket");
    let log = run?.stderr;
    assert!(log.contains("plugin process exited"), "{log}");
    assert!(!log.contains("failed to exit gracefully"), "{log}");
    assert_eq!(processes_and_files(&world)?, (vec![], vec![]));
    Ok(())
}
