//! The templates in `xtask/templates`, compiled in.

use anyhow::Context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

const TEMPLATES: [(&str, &str); 10] = [
    ("action.md", include_str!("../../templates/action.md")),
    (
        "ephemeral-resource.md",
        include_str!("../../templates/ephemeral-resource.md"),
    ),
    ("index.md", include_str!("../../templates/index.md")),
    ("resource.md", include_str!("../../templates/resource.md")),
    (
        "data-source.md",
        include_str!("../../templates/data-source.md"),
    ),
    (
        "list-resource.md",
        include_str!("../../templates/list-resource.md"),
    ),
    ("identity.md", include_str!("../../templates/identity.md")),
    ("examples.md", include_str!("../../templates/examples.md")),
    ("function.md", include_str!("../../templates/function.md")),
    ("schema.md", include_str!("../../templates/schema.md")),
];

/// The templates, ready to be filled.
pub(super) struct Templates(Environment<'static>);

impl Templates {
    /// A name that a template mentions and nobody gives is an error.
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax()?);
        for (name, text) in TEMPLATES {
            environment
                .add_template(name, text)
                .with_context(|| format!("template {name}"))?;
        }
        Ok(Self(environment))
    }

    /// The filled template as tidy Markdown: no blank at the end of a line, no
    /// two blank lines in a row, one newline at the end.
    pub(super) fn fill(&self, name: &str, page: &impl Serialize) -> anyhow::Result<String> {
        let filled = self
            .0
            .get_template(name)?
            .render(Serde(page))
            .with_context(|| format!("template {name}"))?;
        Ok(tidy(&filled))
    }
}

/// A line with nothing but a tag leaves nothing behind.
fn syntax() -> anyhow::Result<SyntaxConfig> {
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    syntax.context("the syntax of the templates")
}

fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && tidied.ends_with("\n\n")) {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_ends_are_tidied() {
        assert_eq!(tidy("\n\na  \n\n\n\nb\n\n"), "a\n\nb\n");
    }

    #[test]
    fn name_that_nobody_gives_is_an_error() -> anyhow::Result<()> {
        let nothing = std::collections::BTreeMap::<String, String>::new();
        assert!(Templates::new()?.fill("function.md", &nothing).is_err());
        Ok(())
    }
}
