//! Proof that a release can be made again, verified and installed.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use harness::{SOURCE, Workspace};

use super::signature::Keyring;
use super::targets::{self, Target};
use super::{Making, commit, seal};
use crate::platform::Platform;
use crate::project::{self, VERSION};
use crate::{checksum, names};

const INIT: [&str; 2] = ["init", "-plugin-dir=mirror"];
const LOCK_FILE: &str = ".terraform.lock.hcl";

/// Makes the release for this platform twice, in two target folders, and tries
/// everything a user would do with it.
pub(super) async fn run(profile: &str) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let target = of_this_machine().await?;
    let metadata = project::metadata()?;
    let commit = commit::find(false).await?;
    let usual: PathBuf = metadata.target_directory.join("dist").into();
    let release = scratch.path().join("first");
    let again = scratch.path().join("second");
    for (folder, target_dir) in [(&release, usual), (&again, scratch.path().join("target"))] {
        let making = Making {
            profile,
            folder,
            target_dir,
            commit: &commit,
            metadata: &metadata,
        };
        seal::clear(folder)?;
        making.package(&target).await?;
        seal::seal(folder, None, &Keyring::of_user()).await?;
    }
    refuse_differences(&release, &again)?;
    sign_and_verify(&release).await?;
    install_by_checksum(&release, &target.platform).await
}

/// The release target whose programs run here.
async fn of_this_machine() -> anyhow::Result<Target> {
    let selection = targets::select(&[], &targets::installed().await?)?;
    let here = Platform::here();
    selection
        .chosen
        .into_iter()
        .find(|target| target.platform == here)
        .with_context(|| format!("no release is made for {here}"))
}

fn refuse_differences(release: &Path, again: &Path) -> anyhow::Result<()> {
    let names = |folder| -> anyhow::Result<Vec<_>> {
        let files = seal::files(folder)?.into_iter();
        Ok(files
            .map(|file| file.file_name().map(ToOwned::to_owned))
            .collect())
    };
    ensure!(
        names(release)? == names(again)?,
        "the second making has other files"
    );
    for file in seal::files(release)? {
        let twin = again.join(file.file_name().context("a file without a name")?);
        ensure!(
            checksum::of_file(&file)? == checksum::of_file(&twin)?,
            "{} has other bytes when it is made again",
            file.display()
        );
        println!(
            "Made twice, the same bytes: {}",
            twin.file_name().unwrap_or_default().display()
        );
    }
    Ok(())
}

/// Signs with a key of its own, and sees that a changed file is noticed.
async fn sign_and_verify(release: &Path) -> anyhow::Result<()> {
    const OWNER: &str = "Throw-away key <nobody@example.com>";
    // gpg wants a folder nobody else can enter, which is what this makes.
    let home = tempfile::tempdir().context("cannot make a temporary folder")?;
    let keyring = Keyring::of_folder(home.path());
    keyring.make_key(OWNER).await?;
    let tried = async {
        seal::seal(release, Some(OWNER), &keyring).await?;
        let sums = release.join(names::for_release("SHA256SUMS"));
        keyring.verify(&sums).await?;
        let mut changed = read(&sums)?;
        changed.push('\n');
        write(&sums, &changed)?;
        ensure!(
            keyring.verify(&sums).await.is_err(),
            "gpg took a changed SHA256SUMS"
        );
        seal::seal(release, Some(OWNER), &keyring).await
    };
    let signed = tried.await;
    keyring.close().await?;
    signed?;
    println!("Signed with a throw-away key and verified; a changed SHA256SUMS is refused.");
    Ok(())
}

/// Lets Terraform install the archive from a packed filesystem mirror: with the
/// checksum of the release in the lock file it must, with another it must not.
async fn install_by_checksum(release: &Path, platform: &Platform) -> anyhow::Result<()> {
    let archive = release.join(names::for_platform(platform, ".zip"));
    let workspace = Workspace::new(release).await?;
    // The workspace's own settings would take the binary as it is.
    workspace.write("terraform.rc", "")?;
    workspace.write("main.tf", &requirement())?;
    let mirror = names::in_mirror(&workspace.path().join("mirror"));
    std::fs::create_dir_all(&mirror)
        .and_then(|()| std::fs::copy(&archive, mirror.join(names::for_platform(platform, ".zip"))))
        .with_context(|| format!("cannot fill {}", mirror.display()))?;

    lock(&workspace, &checksum::of(b"something else"))?;
    let refused = workspace.terraform(INIT).await?.expect_code(1)?;
    let said = format!("{}{}", refused.stdout, refused.stderr);
    ensure!(
        said.contains("checksum"),
        "refused for another reason: {said}"
    );

    lock(&workspace, &checksum::of_file(&archive)?)?;
    workspace.terraform(INIT).await?.success()?;
    let locked = workspace.read(LOCK_FILE)?;
    ensure!(
        locked.contains("h1:"),
        "no checksum of the content was locked: {locked}"
    );
    workspace
        .terraform(["providers", "schema", "-json"])
        .await?
        .success()?;
    println!("Installed by Terraform by its checksum; with another checksum it is refused.");
    Ok(())
}

fn requirement() -> String {
    format!(
        "terraform {{\n  required_providers {{\n    scalingo = {{ source = {SOURCE:?} }}\n  }}\n}}\n"
    )
}

/// A lock file as after an installation from the registry: the checksum is that
/// of the archive in `SHA256SUMS`.
fn lock(workspace: &Workspace, sha256: &str) -> anyhow::Result<()> {
    let lock = format!(
        "provider {SOURCE:?} {{\n  version = {VERSION:?}\n  hashes = [\"zh:{sha256}\"]\n}}\n"
    );
    workspace.write(LOCK_FILE, &lock)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
