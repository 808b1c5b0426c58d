//! The configurations in a Markdown file.
//!
//! Blocks under one heading are one configuration, together with those under
//! the headings above it. A paragraph that is nothing but a file name, such as
//! `` `team.csv`: ``, names the block after it; only named blocks may be of
//! another language than HCL.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The blocks that are validated together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Configuration {
    /// The heading they stand under.
    pub(super) heading: String,
    /// Name and text of each.
    pub(super) files: Vec<(String, String)>,
}

/// Languages that are no part of a configuration unless the block has a name.
const OTHERS: [&str; 8] = [
    "console", "csv", "diff", "json", "rust", "shell", "text", "yaml",
];

#[derive(Default)]
struct Reader {
    /// The headings we are under, the outermost first.
    sections: Vec<Section>,
    found: Vec<Configuration>,
    /// The file name that the paragraph just read gives to the next block.
    name: Option<String>,
    blocks: usize,
}

struct Section {
    level: HeadingLevel,
    heading: String,
    files: Vec<(String, String)>,
}

/// The configurations of the Markdown file at `path`, in order.
pub(super) fn configurations(path: &Path) -> anyhow::Result<Vec<Configuration>> {
    let text = std::fs::read_to_string(path)?;
    read(&text).with_context(|| path.display().to_string())
}

fn read(text: &str) -> anyhow::Result<Vec<Configuration>> {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES;
    let mut events = Parser::new_ext(text, options);
    let mut reader = Reader::default();
    reader.enter(HeadingLevel::H1, "top".to_owned());
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let heading = inside(&mut events, TagEnd::Heading(level));
                reader.enter(level, words(&heading));
            }
            Event::Start(Tag::Paragraph) => {
                reader.name = file_name(&inside(&mut events, TagEnd::Paragraph));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let code = words(&inside(&mut events, TagEnd::CodeBlock));
                reader.block(&kind, code)?;
            }
            _ => {}
        }
    }
    reader.leave(HeadingLevel::H1);
    Ok(reader.found)
}

/// Everything up to this end.
fn inside<'a>(events: &mut Parser<'a>, end: TagEnd) -> Vec<Event<'a>> {
    events
        .take_while(|event| *event != Event::End(end))
        .collect()
}

fn words(events: &[Event<'_>]) -> String {
    let word = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => text.to_string(),
        _ => String::new(),
    };
    events.iter().map(word).collect()
}

fn file_name(paragraph: &[Event<'_>]) -> Option<String> {
    match paragraph {
        [Event::Code(name), Event::Text(rest)] if &**rest == ":" => Some(name.to_string()),
        _ => None,
    }
}

impl Reader {
    fn enter(&mut self, level: HeadingLevel, heading: String) {
        self.leave(level);
        self.sections.push(Section {
            level,
            heading,
            files: Vec::new(),
        });
    }

    /// Ends the sections of this level and below.
    fn leave(&mut self, level: HeadingLevel) {
        while let Some(section) = self.sections.pop_if(|section| section.level >= level) {
            if section.files.is_empty() {
                continue;
            }
            let above = self.sections.iter().flat_map(|above| above.files.clone());
            self.found.push(Configuration {
                heading: section.heading,
                files: above.chain(section.files).collect(),
            });
        }
        self.name = None;
    }

    fn block(&mut self, kind: &CodeBlockKind<'_>, code: String) -> anyhow::Result<()> {
        let name = self.name.take();
        let CodeBlockKind::Fenced(language) = kind else {
            bail!("indented code says no language: {code}");
        };
        let name = match (&**language, name) {
            (_, Some(name)) => name,
            ("hcl", None) => format!("block{}.tf", self.blocks),
            (other, None) => {
                ensure!(
                    OTHERS.contains(&other),
                    "code in the language {other:?}: {code}"
                );
                return Ok(());
            }
        };
        self.blocks += 1;
        let section = self
            .sections
            .last_mut()
            .context("a block before any heading")?;
        section.files.push((name, code));
        Ok(())
    }
}

#[test]
fn blocks_under_a_heading_go_with_those_above_it() -> anyhow::Result<()> {
    const TEXT: &str = "---\npage_title: \"A\"\n---\n\n# A\n\n## B\n\n```hcl\nb\n```\n\n\
        ### C\n\n`c.csv`:\n\n```csv\nc\n```\n\n```shell\nls\n```\n\n## D\n\n```hcl\nd\n```\n";
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let configuration = |heading: &str, files| Configuration {
        heading: heading.to_owned(),
        files,
    };
    assert_eq!(
        read(TEXT)?,
        [
            configuration("C", vec![file("block0.tf", "b\n"), file("c.csv", "c\n")]),
            configuration("B", vec![file("block0.tf", "b\n")]),
            configuration("D", vec![file("block2.tf", "d\n")]),
        ]
    );
    Ok(())
}

#[test]
fn code_of_no_known_language_is_an_error() {
    for text in ["```\nx\n```\n", "```terraform\nx\n```\n", "    indented\n"] {
        assert!(read(text).is_err(), "{text:?}");
    }
}
