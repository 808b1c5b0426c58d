//! The registry's pages: written from the schema that the provider tells
//! Terraform, from `examples/` and from short templates, or compared with what
//! is in `docs/`.

mod examples;
mod pages;
mod templates;
mod types;
mod view;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use plugin::protocol::provider_server::Provider;
use plugin::protocol::{GetProviderSchemaRequest, GetResourceIdentitySchemasRequest};
use plugin::{ProviderService, Stop};
use tonic::Request;

use crate::project;
use pages::Told;

#[derive(clap::Args)]
pub(crate) struct Docs {
    /// Write nothing: fail with the names of the files that differ
    #[arg(long)]
    check: bool,
}

/// The folders in `docs/` that hold generated pages only.
const GENERATED: [&str; 6] = [
    "resources",
    "data-sources",
    "list-resources",
    "ephemeral-resources",
    "actions",
    "functions",
];

/// Writes the pages, or compares them.
pub(crate) async fn run(options: Docs) -> anyhow::Result<()> {
    let told = told().await?;
    let pages = pages::render(&told, &project::root().join("examples"))?;
    let docs = project::root().join("docs");
    let changes = changes(&pages, &docs)?;
    if options.check {
        return report(&changes);
    }
    for (name, text) in &changes {
        carry_out(&docs.join(name), text.as_deref())?;
        println!("docs/{}", name.display());
    }
    println!("{} pages, {} changed.", pages.len(), changes.len());
    Ok(())
}

/// What the provider tells Terraform, asked in this process.
async fn told() -> anyhow::Result<Told> {
    let stop = Stop::default();
    let service = ProviderService::new(&provider::PLUGIN, provider::new(stop.clone()), stop);
    let request = Request::new(GetProviderSchemaRequest {});
    let schemas = service.get_provider_schema(request).await?.into_inner();
    ensure!(schemas.diagnostics.is_empty(), "{:?}", schemas.diagnostics);
    let request = Request::new(GetResourceIdentitySchemasRequest {});
    let identities = service.get_resource_identity_schemas(request).await?;
    Ok(Told {
        schemas,
        identities: identities.into_inner().identity_schemas,
    })
}

/// What must change for a folder to hold the pages: by path in it, the text to
/// write, or none for a file that must go.
type Changes = BTreeMap<PathBuf, Option<String>>;

fn changes(pages: &BTreeMap<PathBuf, String>, docs: &Path) -> anyhow::Result<Changes> {
    let mut changes = Changes::new();
    for (name, text) in pages {
        if std::fs::read_to_string(docs.join(name)).ok().as_ref() != Some(text) {
            changes.insert(name.clone(), Some(text.clone()));
        }
    }
    for path in generated(docs)? {
        let name = path.strip_prefix(docs)?;
        if !pages.contains_key(name) {
            changes.insert(name.to_owned(), None);
        }
    }
    Ok(changes)
}

fn carry_out(path: &Path, text: Option<&str>) -> anyhow::Result<()> {
    let cannot = || format!("cannot change {}", path.display());
    let Some(text) = text else {
        return std::fs::remove_file(path).with_context(cannot);
    };
    let folder = path.parent().with_context(cannot)?;
    std::fs::create_dir_all(folder).with_context(cannot)?;
    std::fs::write(path, text).with_context(cannot)
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

fn report(changes: &Changes) -> anyhow::Result<()> {
    if changes.is_empty() {
        println!("The pages in docs/ are what the schema, the examples and the templates say.");
        return Ok(());
    }
    let names = changes.keys().map(|name| name.display().to_string());
    bail!(
        "run `cargo xtask docs` and commit what it changes in docs/; it would change:\n  {}",
        names.collect::<Vec<_>>().join("\n  ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
            carry_out(&docs.join(name), Some(text))?;
        }
        let pages = BTreeMap::from([
            (PathBuf::from("functions/same.md"), "same".to_owned()),
            (PathBuf::from("index.md"), "new".to_owned()),
            (PathBuf::from("resources/app.md"), "new".to_owned()),
        ]);
        let found = changes(&pages, docs)?;
        let names: Vec<_> = found.keys().filter_map(|name| name.to_str()).collect();
        assert_eq!(names, ["index.md", "resources/app.md", "resources/gone.md"]);
        assert!(report(&found).is_err());
        for (name, text) in &found {
            carry_out(&docs.join(name), text.as_deref())?;
        }
        assert!(changes(&pages, docs)?.is_empty());
        assert!(docs.join("guides/by-hand.md").exists());
        Ok(())
    }
}
