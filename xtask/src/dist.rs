//! The files of a release, under the names the registry demands, with the same
//! bytes each time they are made from the same commit.

mod archive;
mod check;
mod commit;
mod components;
mod licences;
mod linking;
mod reproducible;
mod sbom;
mod seal;
mod signature;
mod tag;
mod targets;

use std::path::{Path, PathBuf};

use anyhow::Context;
use cargo_metadata::Metadata;

use crate::build::{BINARY, Build};
use crate::names;
use crate::project;
use commit::Commit;
use reproducible::Surroundings;
use signature::Keyring;
use targets::Target;

#[derive(clap::Args)]
pub(crate) struct Dist {
    /// Build for this target; repeat it for more. Without it: one target for
    /// each platform whose standard library is installed
    #[arg(long = "target", value_name = "TRIPLE")]
    targets: Vec<String>,
    /// The cargo profile [default: release, with --check quick]
    #[arg(long)]
    profile: Option<String>,
    /// Where the files go
    #[arg(long, value_name = "DIR", default_value = "dist")]
    folder: PathBuf,
    /// Sign SHA256SUMS with this key of your gpg keyring
    #[arg(long, value_name = "KEY")]
    sign: Option<String>,
    /// Refuse to go on unless this tag and the changelog fit the version
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Build nothing: list and sign the archives that are in the folder
    #[arg(long, conflicts_with_all = ["targets", "profile"])]
    prebuilt: bool,
    /// Prove it instead: build twice, compare, sign with a throw-away key, and
    /// let Terraform install the result
    #[arg(long, conflicts_with_all = ["targets", "folder", "sign", "prebuilt"])]
    check: bool,
}

/// One making of the archives.
struct Making<'a> {
    profile: &'a str,
    /// Where the files go.
    folder: &'a Path,
    /// Where cargo builds.
    target_dir: PathBuf,
    commit: &'a Commit,
    metadata: &'a Metadata,
}

/// Makes the release, or proves that it can be made.
pub(crate) async fn run(options: Dist) -> anyhow::Result<()> {
    if let Some(tag) = &options.tag {
        tag::check(tag)?;
    }
    if options.check {
        return check::run(options.profile.as_deref().unwrap_or("quick")).await;
    }
    let folder = std::path::absolute(&options.folder)
        .with_context(|| format!("cannot resolve {}", options.folder.display()))?;
    if !options.prebuilt {
        make(&options, &folder).await?;
    }
    let keyring = Keyring::of_user();
    for file in seal::seal(&folder, options.sign.as_deref(), &keyring).await? {
        println!("{}", file.display());
    }
    Ok(())
}

async fn make(options: &Dist, folder: &Path) -> anyhow::Result<()> {
    let selection = targets::select(&options.targets, &targets::installed().await?)?;
    for (triple, reason) in &selection.left_out {
        println!("Left out {triple}: {reason}.");
    }
    let commit = commit::find(options.sign.is_some()).await?;
    let metadata = project::metadata()?;
    let making = Making {
        profile: options.profile.as_deref().unwrap_or("release"),
        folder,
        target_dir: metadata.target_directory.join("dist").into(),
        commit: &commit,
        metadata: &metadata,
    };
    seal::clear(folder)?;
    for target in &selection.chosen {
        making.package(target).await?;
    }
    Ok(())
}

impl Making<'_> {
    /// Builds for one target and writes its archive, its bill of materials and
    /// its licence list. Returns the path of the archive.
    async fn package(&self, target: &Target) -> anyhow::Result<PathBuf> {
        let surroundings = Surroundings::find(self.metadata, &self.target_dir).await?;
        let build = Build {
            profile: self.profile.to_owned(),
            target: Some(target.triple.to_owned()),
            environment: surroundings.environment(target, self.commit.seconds)?,
        };
        let binary = build.run().await?;
        let program =
            std::fs::read(&binary).with_context(|| format!("cannot read {}", binary.display()))?;
        surroundings.refuse_leaks(&program)?;
        println!("{}: {}.", target.triple, linking::check(&program)?);

        let graph = components::of_binary(self.metadata, target).await?;
        let licences = licences::list(&graph, &target.platform)?;
        let entries = [
            archive::Entry::text("LICENSE", &read("LICENSE")?),
            archive::Entry::text("THIRD_PARTY_LICENSES.txt", &licences),
            archive::Entry::program(&names::binary(&target.platform), program),
        ];
        let archive = archive::pack(&entries, self.commit.seconds)?;
        self.write(
            &names::for_platform(&target.platform, "_licenses.txt"),
            licences.as_bytes(),
        )?;
        let bill = sbom::cyclonedx(&graph, self.commit.seconds)?;
        self.write(
            &names::for_platform(&target.platform, "_sbom.cdx.json"),
            bill.as_bytes(),
        )?;
        self.write(&names::for_platform(&target.platform, ".zip"), &archive)
    }

    fn write(&self, name: &str, content: &[u8]) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(name);
        std::fs::write(&path, content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

/// A text file of the project.
fn read(name: &str) -> anyhow::Result<String> {
    let path = project::root().join(name);
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Whether a file belongs to a release of this project.
fn is_release_file(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(BINARY))
}
