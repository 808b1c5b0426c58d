//! The short texts of all messages: in the sources, and in the guide that says
//! what to do about each.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Lit, Token};

use super::files;
use crate::world::Outcome;

/// Arguments of functions have no text of their own: Terraform shows its own.
const WITHOUT_SUMMARY: &str = "functions.rs";

/// The functions that build a message, and which argument is the short text.
const BUILDERS: [(&str, usize); 3] = [("at", 1), ("diagnostic", 1), ("whole", 0)];

#[derive(Default)]
struct Finder {
    found: BTreeSet<String>,
    unreadable: Vec<String>,
}

impl Finder {
    fn note(&mut self, summary: Option<&Expr>) {
        match summary.map(literal) {
            Some(Ok(text)) => _ = self.found.insert(text),
            Some(Err(problem)) => self.unreadable.push(problem.to_string()),
            None => self
                .unreadable
                .push("a message without a summary".to_owned()),
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func {
            let builder = BUILDERS
                .iter()
                .find(|(name, _)| function.path.is_ident(name));
            if let Some((_, position)) = builder {
                self.note(call.args.iter().nth(*position));
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, built: &'ast syn::ExprStruct) {
        let is_message = built.path.is_ident("Diagnostic");
        for field in built.fields.iter().filter(|_| is_message) {
            if matches!(&field.member, syn::Member::Named(name) if name == "summary") {
                self.note(Some(&field.expr));
            }
        }
        visit::visit_expr_struct(self, built);
    }
}

/// The text of a literal or of a `format!`, with `…` for what is filled in.
fn literal(summary: &Expr) -> anyhow::Result<String> {
    match summary {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Ok(without_names(&text.value())),
            _ => bail!("a summary that is no text"),
        },
        Expr::MethodCall(call) if call.method == "into" => literal(&call.receiver),
        Expr::Macro(call) if call.mac.path.is_ident("format") => {
            let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
            let arguments = call.mac.parse_body_with(arguments)?;
            literal(arguments.first().context("format! without a text")?)
        }
        _ => bail!("a summary that is neither a text nor format!(…)"),
    }
}

fn without_names(format: &str) -> String {
    let mut text = String::new();
    for piece in format.split('{') {
        match piece.split_once('}') {
            Some((_, rest)) => {
                text.push('…');
                text.push_str(rest);
            }
            None => text.push_str(piece),
        }
    }
    text
}

fn in_sources(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut finder = Finder::default();
    for path in files(&root.join("src/diagnostics"), "rs")? {
        if !path.ends_with(WITHOUT_SUMMARY) {
            let text = std::fs::read_to_string(&path)?;
            let file = syn::parse_file(&text);
            finder.visit_file(&file.with_context(|| path.display().to_string())?);
        }
    }
    if !finder.unreadable.is_empty() {
        bail!("{}", finder.unreadable.join("\n"));
    }
    Ok(finder.found)
}

/// The headings of the third level under those of the second level that begin
/// with "Errors" or "Warnings".
fn in_guide(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(root.join("docs/guides/troubleshooting.md"))?;
    let mut found = BTreeSet::new();
    let mut is_ours = false;
    let mut events = Parser::new(&text);
    while let Some(event) = events.next() {
        let Event::Start(Tag::Heading { level, .. }) = event else {
            continue;
        };
        let heading: String = events
            .by_ref()
            .map_while(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(text.to_string()),
                _ => None,
            })
            .collect();
        match level {
            HeadingLevel::H2 => {
                is_ours = heading.starts_with("Errors") || heading.starts_with("Warnings");
            }
            HeadingLevel::H3 if is_ours => _ = found.insert(heading),
            _ => {}
        }
    }
    Ok(found)
}

#[test]
fn guide_says_what_to_do_about_every_message_and_about_no_other() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (in_sources, in_guide) = (in_sources(root)?, in_guide(root)?);
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    let none: [String; 0] = [];
    assert_eq!(only(&in_sources, &in_guide), none, "not in the guide");
    assert_eq!(
        only(&in_guide, &in_sources),
        none,
        "no message of the provider"
    );
    Ok(())
}

#[test]
fn summaries_are_read_from_texts_formats_and_fields() -> Outcome {
    let file = syn::parse_file(
        r#"
        fn a() { at("email", "One", "detail") }
        fn b() { whole(format!("Two {}: {name}", x), "detail") }
        fn c() { Diagnostic { summary: format!("Three {}", x).into(), ..problem } }
        fn d() { whole(summary, "detail") }
        "#,
    )?;
    let mut finder = Finder::default();
    finder.visit_file(&file);
    let expected = ["One", "Three …", "Two …: …"].map(str::to_owned);
    assert_eq!(finder.found, BTreeSet::from(expected));
    assert_eq!(finder.unreadable.len(), 1);
    Ok(())
}
