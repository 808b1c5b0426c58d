//! The archive of a release, under the name the registry demands, with the same
//! bytes each time it is made from the same commit.

mod archive;
mod moment;
mod reproducible;

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::build::Build;
use crate::names;
use crate::platform::Platform;
use crate::project;
use archive::Entry;
use reproducible::Surroundings;

#[derive(clap::Args)]
pub(crate) struct Dist {
    /// Build for this target, such as `x86_64-unknown-linux-musl`
    #[arg(long, value_name = "TRIPLE")]
    target: String,
    /// The cargo profile
    #[arg(long, default_value = "release")]
    profile: String,
    /// Where the archive goes
    #[arg(long, value_name = "DIR", default_value = "dist")]
    folder: PathBuf,
    /// Where cargo builds [default: dist in the target folder]
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
    /// Pack this file too, besides the licence
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
}

/// Builds the provider for the target, packs it, and prints the archive's path.
pub(crate) async fn run(options: Dist) -> anyhow::Result<()> {
    let platform = Platform::of_target(&options.target)
        .with_context(|| format!("{} is not the target of a release", options.target))?;
    let seconds = moment::find().await?;
    let mut entries = vec![text(&project::root().join("LICENSE"))?];
    for file in &options.with {
        entries.push(text(file)?);
    }
    let program = build(&options, seconds).await?;
    entries.push(Entry::program(&names::binary(&platform), program));
    let path = options.folder.join(names::archive(&platform));
    write(&path, &archive::pack(&entries, seconds)?)?;
    println!("{}", path.display());
    Ok(())
}

/// The content of the binary, in which nothing tells where it was built.
async fn build(options: &Dist, seconds: i64) -> anyhow::Result<Vec<u8>> {
    let metadata = project::metadata()?;
    let target_dir = match &options.target_dir {
        Some(folder) => std::path::absolute(folder)?,
        None => metadata.target_directory.join("dist").into(),
    };
    let surroundings = Surroundings::find(&metadata, &target_dir).await?;
    let build = Build {
        profile: options.profile.clone(),
        target: Some(options.target.clone()),
        environment: surroundings.environment(&options.target, seconds)?,
    };
    let binary = build.run().await?;
    let program =
        std::fs::read(&binary).with_context(|| format!("cannot read {}", binary.display()))?;
    surroundings.refuse_leaks(&program)?;
    Ok(program)
}

fn text(path: &Path) -> anyhow::Result<Entry> {
    let name = path.file_name().context("a file to pack has no name")?;
    let content =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Entry::text(&name.to_string_lossy(), &content))
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().with_context(cannot)?;
    std::fs::create_dir_all(folder).with_context(cannot)?;
    std::fs::write(path, content).with_context(cannot)
}
