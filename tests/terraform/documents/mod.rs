//! Every piece of HCL that a user may copy, given to the real Terraform.

mod applied;
mod markdown;
mod newer;
mod summaries;
mod ways_out;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::{REQUIREMENT, Workspace};

use crate::world::{Outcome, provider_folder};
use markdown::{Configuration, configurations};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this ending, sorted.
fn files(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The Markdown that is written by hand: what `cargo xtask docs` writes holds
/// the examples, which have a test of their own.
fn written_by_hand() -> anyhow::Result<Vec<PathBuf>> {
    let mut found = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    found.push(root().join("docs/decisions.md"));
    found.extend(files(&root().join("docs/guides"), "md")?);
    found.extend(files(&root().join("examples"), "md")?);
    Ok(found)
}

/// A folder with these files, the provider requirement added where it is
/// missing, and the module of `examples/team` beside them.
async fn folder_with(files: &[(String, String)]) -> anyhow::Result<Workspace> {
    let workspace = Workspace::new(provider_folder()).await?;
    for (name, text) in files {
        std::fs::create_dir_all(workspace.path().join(name).parent().unwrap())?;
        workspace.write(name, text)?;
    }
    if !files
        .iter()
        .any(|(_, text)| text.contains("required_providers"))
    {
        workspace.write("head.tf", REQUIREMENT)?;
    }
    if files.iter().any(|(_, text)| text.contains("\"./team\"")) {
        copy(
            &root().join("examples/team"),
            &workspace.path().join("team"),
        )?;
    }
    if files.iter().any(|(_, text)| text.contains("\"./")) {
        workspace.terraform(["get"]).await?.success()?;
    }
    Ok(workspace)
}

/// Copies a folder, such as that of a module.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied)?;
        } else {
            std::fs::copy(&path, copied)?;
        }
    }
    Ok(())
}

/// Formatted as `terraform fmt` would, and valid for the real provider without
/// a token.
async fn validate(what: &str, files: &[(String, String)]) -> Outcome {
    let folder = folder_with(files).await?;
    let formatted = folder
        .terraform(["fmt", "-check", "-diff", "-recursive"])
        .await?;
    assert_eq!(
        formatted.code, 0,
        "{what}: {}{}",
        formatted.stdout, formatted.stderr
    );
    let valid = folder.terraform(["validate", "-no-color"]).await?;
    assert_eq!(valid.code, 0, "{what}: {}{}", valid.stdout, valid.stderr);
    Ok(())
}

#[tokio::test]
async fn every_block_in_the_markdown_is_valid() -> Outcome {
    let mut blocks = 0;
    for path in written_by_hand()? {
        for Configuration { heading, files } in configurations(&path)? {
            validate(&format!("{}, {heading}", path.display()), &files).await?;
            blocks += files.len();
        }
    }
    assert!(blocks > 20, "only {blocks} blocks found");
    Ok(())
}

/// The texts of all examples that generated pages show.
fn examples() -> anyhow::Result<BTreeSet<String>> {
    let mut texts = BTreeSet::new();
    for folder in [
        "provider",
        "resources",
        "data-sources",
        "ephemeral-resources",
        "actions",
        "functions",
    ] {
        for path in files(&root().join("examples").join(folder), "tf")? {
            texts.insert(std::fs::read_to_string(&path)?);
        }
    }
    for path in files(&root().join("examples/list-resources"), "hcl")? {
        texts.insert(std::fs::read_to_string(&path)?);
    }
    Ok(texts)
}

#[test]
fn generated_pages_hold_the_examples_and_nothing_else() -> Outcome {
    let examples = examples()?;
    let mut shown = BTreeSet::new();
    for folder in [
        "resources",
        "data-sources",
        "list-resources",
        "ephemeral-resources",
        "actions",
        "functions",
    ] {
        for path in files(&root().join("docs").join(folder), "md")? {
            shown.extend(
                configurations(&path)?
                    .into_iter()
                    .flat_map(|found| found.files),
            );
        }
    }
    shown.extend(
        configurations(&root().join("docs/index.md"))?
            .into_iter()
            .flat_map(|found| found.files),
    );
    let shown: BTreeSet<String> = shown.into_iter().map(|(_, text)| text).collect();
    assert_eq!(shown, examples);
    Ok(())
}

/// Paths that a link in Markdown leads to, without those to other sites and
/// without anchors.
fn links(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Parser, Tag};
    let destination = |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    Parser::new(text)
        .filter_map(destination)
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_link_between_documents_leads_somewhere() -> Outcome {
    let mut checked = 0;
    let pages = files(&root().join("docs"), "md")?;
    for path in written_by_hand()?.into_iter().chain(pages) {
        for link in links(&std::fs::read_to_string(&path)?) {
            let target = path.parent().unwrap().join(&link);
            assert!(target.exists(), "{}: {link}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} links found");
    Ok(())
}

#[test]
fn every_page_has_the_front_matter_the_registry_wants() -> Outcome {
    for path in files(&root().join("docs"), "md")? {
        let text = std::fs::read_to_string(&path)?;
        let front = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let (front, _) = front.with_context(|| path.display().to_string())?;
        assert!(front.contains("page_title: \""), "{}", path.display());
        for retired in ["layout:", "sidebar_current:"] {
            assert!(!front.contains(retired), "{}: {retired}", path.display());
        }
    }
    Ok(())
}
