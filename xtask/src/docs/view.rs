//! A schema in the shape the templates show: sections of attributes, and what
//! is nested in them.

use anyhow::{Context, ensure};
use plugin::protocol::StringKind;
use plugin::protocol::schema::{Attribute, Block};
use serde::Serialize;

use super::types::{self, Type};

/// The attributes of one block, those nested in them after it.
#[derive(Debug, Default, Serialize)]
pub(super) struct SchemaView {
    sections: Vec<Section>,
    nested: Vec<NestedView>,
}

/// Required, optional or read-only attributes.
#[derive(Debug, Serialize)]
struct Section {
    title: &'static str,
    attributes: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct NestedView {
    /// Where it is nested, such as `owner`.
    path: String,
    anchor: String,
    sections: Vec<Section>,
}

/// One attribute.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    kind: String,
    description: String,
    /// Where its own attributes are, when it has some.
    anchor: Option<String>,
}

const REQUIRED: &str = "Required";
const OPTIONAL: &str = "Optional";
const READ_ONLY: &str = "Read-Only";

impl SchemaView {
    /// The view of a block.
    pub(super) fn of(block: &Block) -> anyhow::Result<Self> {
        ensure!(
            block.block_types.is_empty(),
            "the pages cannot show nested blocks yet"
        );
        let mut view = Self::default();
        view.sections = view.sections("", &block.attributes)?;
        Ok(view)
    }

    /// The sections of these attributes; what is nested in them is added to
    /// the view.
    fn sections(&mut self, path: &str, attributes: &[Attribute]) -> anyhow::Result<Vec<Section>> {
        let mut sections = Vec::new();
        for title in [REQUIRED, OPTIONAL, READ_ONLY] {
            let mut lines = Vec::new();
            for attribute in attributes.iter().filter(|one| title_of(one) == title) {
                let path = joined(path, &attribute.name);
                let line = self.line(&path, attribute);
                lines.push(line.with_context(|| format!("attribute {path}"))?);
            }
            if !lines.is_empty() {
                sections.push(Section {
                    title,
                    attributes: lines,
                });
            }
        }
        Ok(sections)
    }

    fn line(&mut self, path: &str, attribute: &Attribute) -> anyhow::Result<Line> {
        ensure!(
            attribute.description.ends_with('.'),
            "the description is not a full sentence"
        );
        ensure!(
            attribute.description_kind() == StringKind::Markdown,
            "the description is not Markdown, which the pages are"
        );
        let (kind, has_nested) = self.kind(path, attribute)?;
        Ok(Line {
            name: attribute.name.clone(),
            kind,
            description: attribute.description.clone(),
            anchor: has_nested.then(|| anchor(path)),
        })
    }

    /// The type in words with what goes with it, and whether there is more to
    /// say below.
    fn kind(&mut self, path: &str, attribute: &Attribute) -> anyhow::Result<(String, bool)> {
        let (mut kind, has_nested) = if let Some(nested) = &attribute.nested_type {
            let sections = self.sections(path, &nested.attributes)?;
            self.note(path, sections);
            (types::nesting(nested.nesting()).to_owned(), true)
        } else {
            let of = Type::read(&attribute.r#type)?;
            (of.words()?, self.note_members(path, &of)?)
        };
        for (applies, word) in [
            (attribute.sensitive, ", Sensitive"),
            (attribute.write_only, ", Write-only"),
            (attribute.deprecated, ", Deprecated"),
        ] {
            if applies {
                kind.push_str(word);
            }
        }
        Ok((kind, has_nested))
    }

    /// Plain objects have no descriptions of their own: names and types only.
    fn note_members(&mut self, path: &str, of: &Type) -> anyhow::Result<bool> {
        let Some(members) = of.members() else {
            return Ok(false);
        };
        let mut lines = Vec::new();
        for (name, member) in members {
            let inner = joined(path, name);
            let has_nested = self.note_members(&inner, member)?;
            lines.push(Line {
                name: name.to_owned(),
                kind: member.words()?,
                description: String::new(),
                anchor: has_nested.then(|| anchor(&inner)),
            });
        }
        let section = Section {
            title: READ_ONLY,
            attributes: lines,
        };
        self.note(path, vec![section]);
        Ok(true)
    }

    fn note(&mut self, path: &str, sections: Vec<Section>) {
        self.nested.push(NestedView {
            path: path.to_owned(),
            anchor: anchor(path),
            sections,
        });
        self.nested.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn title_of(attribute: &Attribute) -> &'static str {
    match attribute {
        Attribute { required: true, .. } => REQUIRED,
        Attribute { optional: true, .. } => OPTIONAL,
        _ => READ_ONLY,
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// The registry's own form of these anchors.
fn anchor(path: &str) -> String {
    format!("nestedatt--{}", path.replace('.', "--"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn text() -> Attribute {
        Attribute {
            name: "one".to_owned(),
            r#type: b"\"string\"".to_vec(),
            optional: true,
            description: "A text.".to_owned(),
            description_kind: StringKind::Markdown.into(),
            ..Attribute::default()
        }
    }

    fn view(attribute: Attribute) -> anyhow::Result<Value> {
        let block = Block {
            attributes: vec![attribute],
            ..Block::default()
        };
        Ok(serde_json::to_value(SchemaView::of(&block)?)?)
    }

    #[test]
    fn members_of_objects_are_told_below() -> anyhow::Result<()> {
        let people = Attribute {
            name: "people".to_owned(),
            r#type: json!(["list", ["object", {"email": "string"}]])
                .to_string()
                .into_bytes(),
            optional: false,
            sensitive: true,
            ..text()
        };
        let email = json!({"name": "email", "kind": "String", "description": "", "anchor": null});
        assert_eq!(
            view(people)?,
            json!({
                "sections": [{"title": "Read-Only", "attributes": [{
                    "name": "people", "kind": "List of Object, Sensitive",
                    "description": "A text.", "anchor": "nestedatt--people",
                }]}],
                "nested": [{"path": "people", "anchor": "nestedatt--people",
                    "sections": [{"title": "Read-Only", "attributes": [email]}]}],
            })
        );
        Ok(())
    }

    #[test]
    fn what_the_pages_could_not_show_is_an_error() {
        assert!(view(text()).is_ok());
        for wrong in [
            Attribute {
                description: "a text".to_owned(),
                ..text()
            },
            Attribute {
                description_kind: StringKind::Plain.into(),
                ..text()
            },
            Attribute {
                r#type: b"\"dynamic\"".to_vec(),
                ..text()
            },
        ] {
            assert!(view(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
