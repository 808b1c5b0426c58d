//! What a page takes from the registry's folders in `examples/`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Serialize;

/// One example of a page.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    /// Name of the file.
    name: String,
    text: String,
}

/// How something that exists already is imported.
#[derive(Debug, Serialize)]
pub(super) struct Import {
    block: String,
    by_identity: String,
    command: String,
}

const IMPORT_BLOCK: &str = "import.tf";
const IMPORT_BY_IDENTITY: &str = "import-by-identity.tf";
const IMPORT_COMMAND: &str = "import.sh";
const INVOKE_COMMAND: &str = "invoke.sh";

/// The examples in a folder: `main` first, which must be there, then the other
/// `.tf` files by name.
pub(super) fn of(folder: &Path, main: &str) -> anyhow::Result<Vec<Example>> {
    let mut paths = vec![folder.join(main)];
    paths.extend(others(folder, main)?);
    paths.iter().map(|path| example(path)).collect()
}

/// The import examples of a resource, which must be there.
pub(super) fn import(folder: &Path) -> anyhow::Result<Import> {
    Ok(Import {
        block: read(&folder.join(IMPORT_BLOCK))?,
        by_identity: read(&folder.join(IMPORT_BY_IDENTITY))?,
        command: read(&folder.join(IMPORT_COMMAND))?,
    })
}

/// The command that invokes an action, which must be there.
pub(super) fn invocation(folder: &Path) -> anyhow::Result<String> {
    read(&folder.join(INVOKE_COMMAND))
}

fn others(folder: &Path, main: &str) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("cannot list {}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let is_example = path.extension().is_some_and(|ending| ending == "tf");
        let has_own_place = [main, IMPORT_BLOCK, IMPORT_BY_IDENTITY]
            .iter()
            .any(|name| path.ends_with(name));
        if is_example && !has_own_place {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn example(path: &Path) -> anyhow::Result<Example> {
    let name = path.file_name().context("an example has no name")?;
    Ok(Example {
        name: name.to_string_lossy().into_owned(),
        text: read(path)?,
    })
}

fn read(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!(
            "every page needs its example; cannot read {}",
            path.display()
        )
    })?;
    Ok(text.trim_end().to_owned())
}
