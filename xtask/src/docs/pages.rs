//! The pages and what they say.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use plugin::protocol::schema::Block;
use plugin::protocol::{Function, GetProviderSchemaResponse, ResourceIdentitySchema, Schema};
use serde::Serialize;

use super::examples::{self, Example, Import};
use super::templates::Templates;
use super::types::Type;
use super::view::SchemaView;

/// What the provider tells Terraform.
pub(super) struct Told {
    pub(super) schemas: GetProviderSchemaResponse,
    pub(super) identities: HashMap<String, ResourceIdentitySchema>,
}

/// The page of the provider, or of one type of anything but functions.
#[derive(Serialize)]
struct ObjectPage<'a> {
    name: &'a str,
    description: &'a str,
    examples: Vec<Example>,
    schema: SchemaView,
    import: Option<Import>,
    /// The command that invokes an action.
    invoke: Option<String>,
    identity: Vec<IdentityView<'a>>,
}

/// One attribute of an identity.
#[derive(Serialize)]
struct IdentityView<'a> {
    name: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct FunctionPage<'a> {
    name: &'a str,
    summary: &'a str,
    description: &'a str,
    examples: Vec<Example>,
    signature: String,
    parameters: Vec<ParameterView<'a>>,
    returns: String,
}

#[derive(Serialize)]
struct ParameterView<'a> {
    name: &'a str,
    kind: String,
    description: &'a str,
}

/// Every page by its path in `docs/`. `examples` is the folder of that name.
pub(super) fn render(told: &Told, examples: &Path) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let press = Press {
        templates: Templates::new()?,
        examples,
        identities: &told.identities,
    };
    let told = &told.schemas;
    let mut pages = BTreeMap::new();
    pages.insert(
        "index.md".into(),
        press.index(block(told.provider.as_ref())?)?,
    );
    for (name, schema) in &told.resource_schemas {
        let page = press.resource(name, block(Some(schema))?);
        let page = page.with_context(|| format!("resource {name}"))?;
        pages.insert(path("resources", name), page);
    }
    for (name, schema) in &told.data_source_schemas {
        let page = press.data_source(name, block(Some(schema))?);
        let page = page.with_context(|| format!("data source {name}"))?;
        pages.insert(path("data-sources", name), page);
    }
    for (name, schema) in &told.list_resource_schemas {
        let page = press.list_resource(name, block(Some(schema))?);
        let page = page.with_context(|| format!("list resource {name}"))?;
        pages.insert(path("list-resources", name), page);
    }
    for (name, schema) in &told.ephemeral_resource_schemas {
        let page = press.ephemeral_resource(name, block(Some(schema))?);
        let page = page.with_context(|| format!("ephemeral resource {name}"))?;
        pages.insert(path("ephemeral-resources", name), page);
    }
    for (name, action) in &told.action_schemas {
        let page = press.action(name, block(action.schema.as_ref())?);
        let page = page.with_context(|| format!("action {name}"))?;
        pages.insert(path("actions", name), page);
    }
    for (name, function) in &told.functions {
        let page = press.function(name, function);
        let page = page.with_context(|| format!("function {name}"))?;
        pages.insert(path("functions", name), page);
    }
    Ok(pages)
}

fn block(schema: Option<&Schema>) -> anyhow::Result<&Block> {
    schema
        .and_then(|schema| schema.block.as_ref())
        .context("a schema without attributes")
}

/// The registry's file name: without the prefix that every type has.
fn path(folder: &str, name: &str) -> PathBuf {
    let short = name.strip_prefix("scalingo_").unwrap_or(name);
    Path::new(folder).join(format!("{short}.md"))
}

struct Press<'a> {
    templates: Templates,
    examples: &'a Path,
    identities: &'a HashMap<String, ResourceIdentitySchema>,
}

impl Press<'_> {
    fn index(&self, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("provider");
        let page = object("scalingo", block, &folder, "provider.tf")?;
        self.templates.fill("index.md", &page)
    }

    fn resource(&self, name: &str, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("resources").join(name);
        let page = ObjectPage {
            import: Some(examples::import(&folder)?),
            identity: self.identity(name)?,
            ..object(name, block, &folder, "resource.tf")?
        };
        self.templates.fill("resource.md", &page)
    }

    fn data_source(&self, name: &str, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("data-sources").join(name);
        let page = object(name, block, &folder, "data-source.tf")?;
        self.templates.fill("data-source.md", &page)
    }

    fn list_resource(&self, name: &str, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("list-resources").join(name);
        let page = ObjectPage {
            identity: self.identity(name)?,
            ..object(name, block, &folder, "list-resource.tfquery.hcl")?
        };
        self.templates.fill("list-resource.md", &page)
    }

    fn ephemeral_resource(&self, name: &str, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("ephemeral-resources").join(name);
        let page = object(name, block, &folder, "ephemeral-resource.tf")?;
        self.templates.fill("ephemeral-resource.md", &page)
    }

    fn action(&self, name: &str, block: &Block) -> anyhow::Result<String> {
        let folder = self.examples.join("actions").join(name);
        let page = ObjectPage {
            invoke: Some(examples::invocation(&folder)?),
            ..object(name, block, &folder, "action.tf")?
        };
        self.templates.fill("action.md", &page)
    }

    fn identity(&self, name: &str) -> anyhow::Result<Vec<IdentityView<'_>>> {
        let identity = self.identities.get(name).context("it has no identity")?;
        let attributes = identity.identity_attributes.iter();
        let views = attributes.map(|attribute| {
            Ok(IdentityView {
                name: &attribute.name,
                description: sentence(&attribute.description)?,
            })
        });
        views.collect()
    }

    fn function(&self, name: &str, function: &Function) -> anyhow::Result<String> {
        let folder = self.examples.join("functions").join(name);
        let page = FunctionPage {
            name,
            summary: &function.summary,
            description: sentence(&function.description)?,
            examples: examples::of(&folder, "function.tf")?,
            signature: signature(name, function)?,
            parameters: parameters(function)?,
            returns: returns(function)?.words()?,
        };
        self.templates.fill("function.md", &page)
    }
}

fn object<'a>(
    name: &'a str,
    block: &'a Block,
    folder: &Path,
    main: &str,
) -> anyhow::Result<ObjectPage<'a>> {
    Ok(ObjectPage {
        name,
        description: sentence(&block.description)?,
        examples: examples::of(folder, main)?,
        schema: SchemaView::of(block)?,
        import: None,
        invoke: None,
        identity: Vec::new(),
    })
}

fn sentence(description: &str) -> anyhow::Result<&str> {
    ensure!(
        description.ends_with('.') && !description.contains('\n'),
        "the description is no full sentence, or has more than one paragraph: {description:?}"
    );
    Ok(description)
}

fn returns(function: &Function) -> anyhow::Result<Type> {
    let returns = function.r#return.as_ref().context("it returns nothing")?;
    Type::read(&returns.r#type)
}

fn signature(name: &str, function: &Function) -> anyhow::Result<String> {
    let mut parameters = Vec::new();
    for parameter in &function.parameters {
        let kind = Type::read(&parameter.r#type)?.hcl();
        parameters.push(format!("{} {kind}", parameter.name));
    }
    let returns = returns(function)?.hcl();
    Ok(format!("{name}({}) {returns}", parameters.join(", ")))
}

fn parameters(function: &Function) -> anyhow::Result<Vec<ParameterView<'_>>> {
    let mut views = Vec::new();
    for parameter in &function.parameters {
        views.push(ParameterView {
            name: &parameter.name,
            kind: Type::read(&parameter.r#type)?.words()?,
            description: sentence(&parameter.description)?,
        });
    }
    Ok(views)
}
