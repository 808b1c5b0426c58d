//! The licences of what is in the binary, with their texts: most of them ask
//! that the text goes along.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::components::{Component, Graph};
use crate::build::BINARY;
use crate::packages::Id;
use crate::platform::Platform;
use crate::project::VERSION;

/// How the files begin in which packages keep licences and notices.
const BEGINNINGS: [&str; 6] = [
    "COPYING",
    "COPYRIGHT",
    "LICENCE",
    "LICENSE",
    "NOTICE",
    "UNLICENSE",
];

/// The list as text: first a line for each package, then each text once.
pub(super) fn list(graph: &Graph, platform: &Platform) -> anyhow::Result<String> {
    let foreign = || graph.components.iter().filter(|(_, part)| !part.own);
    let mut text = format!(
        "{BINARY} {VERSION} for {platform} is under the licence in LICENSE.\n\
         It contains these packages, under licences of their own:\n\n"
    );
    for ((name, version), part) in foreign() {
        writeln!(text, "{name} {version}: {}", part.licence)?;
    }
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, part) in foreign() {
        for words in words_of(id, part)? {
            texts
                .entry(words)
                .or_default()
                .push(format!("{} {}", id.0, id.1));
        }
    }
    for (words, packages) in texts {
        let rule = "-".repeat(80);
        write!(
            text,
            "\n{rule}\n{}\n{rule}\n\n{words}\n",
            packages.join(", ")
        )?;
    }
    Ok(text)
}

/// The texts a package carries; a package without any is said to have none.
fn words_of((name, version): &Id, part: &Component) -> anyhow::Result<Vec<String>> {
    let mut words = Vec::new();
    for file in files(part)? {
        let bytes =
            std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        words.push(text.trim_end().to_owned());
    }
    if words.is_empty() {
        words.push(format!(
            "{name} {version} carries no text; its licence is {}.",
            part.licence
        ));
    }
    words.dedup();
    Ok(words)
}

fn files(part: &Component) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("cannot read {}", part.folder.display());
    let mut files: Vec<PathBuf> = part.licence_file.iter().cloned().collect();
    for entry in std::fs::read_dir(&part.folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.is_file() && is_licence(&path) {
            files.push(path);
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_uppercase();
    BEGINNINGS
        .iter()
        .any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::components::{Component, Graph};
    use super::list;
    use crate::platform::Platform;

    fn part(folder: &Path, own: bool) -> Component {
        Component {
            licence: "MIT".to_owned(),
            own,
            folder: folder.to_owned(),
            licence_file: None,
            uses: [].into(),
        }
    }

    #[test]
    fn equal_texts_are_listed_once() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["one", "two", "bare", "own"] {
            std::fs::create_dir(folder.path().join(name))?;
        }
        std::fs::write(folder.path().join("one/LICENSE-MIT"), "free to use\n")?;
        std::fs::write(folder.path().join("two/license.txt"), "free to use\r\n\r\n")?;
        std::fs::write(folder.path().join("own/LICENSE"), "ours")?;
        let packages = ["one", "two", "bare", "own"].map(|name| {
            let id = (name.to_owned(), "1.0.0".to_owned());
            (id, part(&folder.path().join(name), name == "own"))
        });
        let graph = Graph {
            root: ("own".to_owned(), "1.0.0".to_owned()),
            components: packages.into(),
        };

        let text = list(&graph, &Platform::of("linux", "x86_64"))?;
        assert_eq!(text.matches("free to use").count(), 1);
        assert!(text.contains("one 1.0.0, two 1.0.0\n"));
        assert!(text.contains("bare 1.0.0 carries no text; its licence is MIT."));
        assert!(!text.contains("ours"));
        Ok(())
    }
}
