//! The registry's pages: written from the schema that the built provider tells
//! Terraform, from `examples/` and from short templates, or compared with what
//! is in `docs/`.

mod examples;
mod pages;
mod schema;
mod templates;
mod types;
mod view;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use harness::{SOURCE, Workspace};

use crate::build;
use crate::project;
use schema::{Provider, Schemas};

#[derive(clap::Args)]
pub(crate) struct Docs {
    /// Write nothing: fail with the names of the files that differ
    #[arg(long)]
    check: bool,
}

/// The folders in `docs/` that hold generated pages only.
const GENERATED: [&str; 3] = ["resources", "data-sources", "functions"];

/// Writes the pages, or compares them.
pub(crate) async fn run(options: Docs) -> anyhow::Result<()> {
    let provider = provider_schema().await?;
    let pages = pages::render(&provider, &project::root().join("examples"))?;
    let differing = differing(&pages, &project::root().join("docs"))?;
    if options.check {
        return report(&differing);
    }
    for change in &differing {
        change.carry_out()?;
        println!("{change}");
    }
    println!("{} pages, {} changed.", pages.len(), differing.len());
    Ok(())
}

/// What `terraform providers schema -json` tells of the provider built here.
async fn provider_schema() -> anyhow::Result<Provider> {
    let binary = build::provider("dev").await?;
    let folder = binary.parent().context("the binary is in no folder")?;
    let workspace = Workspace::new(folder).await?;
    workspace.write(
        "main.tf",
        &format!("terraform {{\n  required_providers {{\n    scalingo = {{ source = {SOURCE:?} }}\n  }}\n}}\n"),
    )?;
    let told = workspace
        .terraform(["providers", "schema", "-json"])
        .await?
        .success()?;
    let schemas: Schemas = serde_json::from_str(&told.stdout)
        .context("the schema has something that the pages cannot show yet")?;
    let mut all = schemas.provider_schemas;
    all.remove(SOURCE)
        .with_context(|| format!("Terraform told no schema of {SOURCE}"))
}

/// One file that is not what it should be.
enum Change {
    Write { path: PathBuf, text: String },
    Remove { path: PathBuf },
}

impl Change {
    fn carry_out(&self) -> anyhow::Result<()> {
        match self {
            Self::Write { path, text } => {
                let folder = path.parent().context("a page is in no folder")?;
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make {}", folder.display()))?;
                std::fs::write(path, text)
                    .with_context(|| format!("cannot write {}", path.display()))
            }
            Self::Remove { path } => std::fs::remove_file(path)
                .with_context(|| format!("cannot remove {}", path.display())),
        }
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (done, path) = match self {
            Self::Write { path, .. } => ("written", path),
            Self::Remove { path } => ("removed", path),
        };
        let root = project::root();
        let shown = path.strip_prefix(&root).unwrap_or(path);
        write!(f, "{}: {done}", shown.display())
    }
}

/// What must change in `docs` for it to hold these pages, by path.
fn differing(pages: &BTreeMap<PathBuf, String>, docs: &Path) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (name, text) in pages {
        let path = docs.join(name);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(text) {
            changes.push(Change::Write {
                path,
                text: text.clone(),
            });
        }
    }
    for path in generated(docs)? {
        let known = path
            .strip_prefix(docs)
            .is_ok_and(|name| pages.contains_key(name));
        if !known {
            changes.push(Change::Remove { path });
        }
    }
    Ok(changes)
}

/// The files that are in the generated folders now, sorted.
fn generated(docs: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in GENERATED.map(|name| docs.join(name)) {
        if !folder.exists() {
            continue;
        }
        let cannot = || format!("cannot list {}", folder.display());
        for entry in std::fs::read_dir(&folder).with_context(cannot)? {
            found.push(entry.with_context(cannot)?.path());
        }
    }
    found.sort();
    Ok(found)
}

fn report(differing: &[Change]) -> anyhow::Result<()> {
    if differing.is_empty() {
        println!("The pages in docs/ are what the schema, the examples and the templates say.");
        return Ok(());
    }
    let names: Vec<String> = differing.iter().map(ToString::to_string).collect();
    bail!(
        "run `cargo xtask docs` and commit what it changes; it would change:\n  {}",
        names.join("\n  ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(changes: &[Change], docs: &Path) -> Vec<String> {
        let name = |change: &Change| {
            let (Change::Write { path, .. } | Change::Remove { path }) = change;
            let name = path.strip_prefix(docs).unwrap_or(path);
            name.display().to_string()
        };
        changes.iter().map(name).collect()
    }

    #[test]
    fn changed_missing_and_foreign_pages_differ_and_guides_are_left_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let docs = folder.path();
        for (name, text) in [
            ("resources/app.md", "old"),
            ("resources/gone.md", "gone"),
            ("functions/same.md", "same"),
            ("guides/by-hand.md", "by hand"),
        ] {
            let path = docs.join(name);
            std::fs::create_dir_all(path.parent().context("no folder")?)?;
            std::fs::write(path, text)?;
        }
        let pages = BTreeMap::from([
            (PathBuf::from("functions/same.md"), "same".to_owned()),
            (PathBuf::from("index.md"), "new".to_owned()),
            (PathBuf::from("resources/app.md"), "new".to_owned()),
        ]);
        let changes = differing(&pages, docs)?;
        assert_eq!(
            names(&changes, docs),
            ["index.md", "resources/app.md", "resources/gone.md"]
        );
        assert!(report(&changes).is_err());
        for change in &changes {
            change.carry_out()?;
        }
        assert!(differing(&pages, docs)?.is_empty());
        assert!(docs.join("guides/by-hand.md").exists());
        Ok(())
    }
}
