//! The packages that are in the binary.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context;
use cargo_metadata::Metadata;

use super::targets::Target;
use crate::build::BINARY;
use crate::packages::{self, Id};

/// The packages in the binary, and which of them uses which.
#[derive(Debug)]
pub(super) struct Graph {
    /// The binary's own package.
    pub(super) root: Id,
    pub(super) components: BTreeMap<Id, Component>,
}

/// One package.
#[derive(Debug)]
pub(super) struct Component {
    /// An SPDX expression.
    pub(super) licence: String,
    /// Whether it is a package of this project.
    pub(super) own: bool,
    /// The folder of its sources.
    pub(super) folder: PathBuf,
    /// The file its manifest names as its licence.
    pub(super) licence_file: Option<PathBuf>,
    pub(super) uses: BTreeSet<Id>,
}

/// Asks cargo for the packages in the binary for `target`.
pub(super) async fn of_binary(metadata: &Metadata, target: &Target) -> anyhow::Result<Graph> {
    let linked = ["--package", BINARY, "--edges", "normal,no-proc-macro"];
    let uses = packages::tree(&[&linked[..], &["--target", target.triple]].concat()).await?;
    let root = uses
        .keys()
        .find(|(name, _)| name == BINARY)
        .context("cargo tree does not name the binary's package")?
        .clone();
    let components = uses
        .into_iter()
        .map(|(id, uses)| describe(metadata, id, uses))
        .collect::<anyhow::Result<_>>()?;
    Ok(Graph { root, components })
}

fn describe(metadata: &Metadata, id: Id, uses: BTreeSet<Id>) -> anyhow::Result<(Id, Component)> {
    let package = packages::find(metadata, &id)?;
    let component = Component {
        licence: packages::licence(package)?.to_string(),
        own: package.source.is_none(),
        folder: package
            .manifest_path
            .parent()
            .context("a manifest is in no folder")?
            .into(),
        licence_file: package.license_file().map(Into::into),
        uses,
    };
    Ok((id, component))
}
