//! A bill of materials in `CycloneDX` 1.5.

use anyhow::Context;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::components::{Component, Graph};
use crate::packages::Id;

/// The bill as JSON text. It has no serial number, which would be another one
/// each time.
pub(super) fn cyclonedx(graph: &Graph, seconds: i64) -> anyhow::Result<String> {
    let root = graph
        .components
        .get(&graph.root)
        .context("the binary's package is not in the bill")?;
    let parts = graph.components.iter().filter(|(id, _)| **id != graph.root);
    let components: Vec<Value> = parts
        .map(|(id, part)| component("library", id, part))
        .collect();
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": timestamp(seconds)?,
            "component": component("application", &graph.root, root),
        },
        "components": components,
        "dependencies": dependencies(graph),
    });
    serde_json::to_string_pretty(&bill).context("cannot write the bill of materials")
}

fn component(kind: &str, id: &Id, part: &Component) -> Value {
    let (name, version) = id;
    let mut component = json!({
        "type": kind,
        "bom-ref": reference(id, part),
        "name": name,
        "version": version,
        "licenses": [{ "expression": part.licence }],
    });
    if let (false, Some(fields)) = (part.own, component.as_object_mut()) {
        fields.insert("purl".to_owned(), package_url(id).into());
    }
    component
}

fn dependencies(graph: &Graph) -> Vec<Value> {
    let refer = |id: &Id| graph.components.get(id).map(|part| reference(id, part));
    let line = |(id, part): (&Id, &Component)| {
        let uses: Vec<String> = part.uses.iter().filter_map(refer).collect();
        json!({ "ref": reference(id, part), "dependsOn": uses })
    };
    graph.components.iter().map(line).collect()
}

/// Packages of this project are in no registry; a package URL would name
/// somebody else's.
fn reference(id: &Id, part: &Component) -> String {
    if part.own {
        let (name, version) = id;
        return format!("{name}@{version}");
    }
    package_url(id)
}

/// `pkg:cargo/name@version`, with `+` escaped as the purl specification demands.
fn package_url((name, version): &Id) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

fn timestamp(seconds: i64) -> anyhow::Result<String> {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    OffsetDateTime::from_unix_timestamp(seconds)
        .context("no such moment")?
        .format(format)
        .context("cannot write the date")
}

#[cfg(test)]
mod tests {
    use anyhow::Context;
    use serde_json::{Value, json};

    use super::super::components::{Component, Graph};
    use super::cyclonedx;
    use crate::packages::Id;

    fn id(name: &str, version: &str) -> Id {
        (name.to_owned(), version.to_owned())
    }

    fn part(own: bool, uses: &[Id]) -> Component {
        Component {
            licence: "MIT".to_owned(),
            own,
            folder: "/nowhere".into(),
            licence_file: None,
            uses: uses.iter().cloned().collect(),
        }
    }

    fn bill() -> anyhow::Result<Value> {
        let (root, leaf) = (id("provider", "0.1.0"), id("toml", "1.2.1+spec-1.1.0"));
        let graph = Graph {
            root: root.clone(),
            components: [
                (root, part(true, std::slice::from_ref(&leaf))),
                (leaf, part(false, &[])),
            ]
            .into(),
        };
        serde_json::from_str(&cyclonedx(&graph, 1_795_291_188)?).context("no JSON")
    }

    #[test]
    fn own_package_has_no_package_url() -> anyhow::Result<()> {
        let expected = json!({
            "timestamp": "2026-11-21T19:59:48Z",
            "component": {
                "type": "application", "bom-ref": "provider@0.1.0", "name": "provider",
                "version": "0.1.0", "licenses": [{"expression": "MIT"}],
            },
        });
        assert_eq!(bill()?.get("metadata"), Some(&expected));
        Ok(())
    }

    #[test]
    fn every_reference_is_a_component() -> anyhow::Result<()> {
        let leaf = "pkg:cargo/toml@1.2.1%2Bspec-1.1.0";
        let bill = bill()?;
        assert_eq!(bill.pointer("/components/0/purl"), Some(&leaf.into()));
        let expected = json!([
            {"ref": "provider@0.1.0", "dependsOn": [leaf]},
            {"ref": leaf, "dependsOn": []},
        ]);
        assert_eq!(bill.get("dependencies"), Some(&expected));
        Ok(())
    }
}
